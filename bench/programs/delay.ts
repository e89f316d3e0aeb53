/**
 * The longest wait of the main process' event loop while a file comes at full speed and a window watches.
 *
 *   node delay.ts FOLDER URL
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openDesk } from './window.ts';

const resolution = 2;
const [folder = '', url = ''] = process.argv.slice(2);
const { service, client } = openDesk(folder);
const changes = await client.downloads.watch();

const delays = monitorEventLoopDelay({ resolution });
const ids = await client.downloads.add({ items: [{ url }] });
let begun = false;
for await (const change of changes) {
  // What starting a download costs belongs to a click, not to the seconds after it.
  if (!begun) delays.enable();
  begun = true;
  const changed = change.kind === 'snapshot' ? change.rows : change.changed;
  const status = changed.find(({ id }) => id === ids[0])?.status;
  if (status === 'failed') throw new Error('the download failed');
  if (status === 'completed') break;
}
delays.disable();
const inMilliseconds = (nanoseconds: number): number => nanoseconds / 1e6;
console.log(JSON.stringify({ longest: inMilliseconds(delays.max), usual: inMilliseconds(delays.percentile(99)) }));
await service.close();
process.exit();
