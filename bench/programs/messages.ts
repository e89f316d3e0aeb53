/**
 * Bytes a second that a window is sent while it watches 50 active downloads and the details of one.
 *
 *   node messages.ts FOLDER URL
 */
import { setTimeout as pass } from 'node:timers/promises';
import { openDesk } from './window.ts';

const downloads = 50;
const settling = 2000;
const period = 8000;

const [folder = '', url = ''] = process.argv.slice(2);
const { service, client, sent } = openDesk(folder);
await client.settings.update({ maxActive: downloads, maxPerHost: 256 });
const follow = async (stream: AsyncIterable<unknown>): Promise<void> => {
  for await (const change of stream) void change;
};
// Both go on until the process ends.
void client.downloads.watch().then(follow);
const items = Array.from({ length: downloads }, (_, index) => ({ url, name: `${index}.bin` }));
const [first = ''] = await client.downloads.add({ items });
void client.downloads.watchDetail({ id: first }).then(follow);

await pass(settling);
const before = { bytes: sent(), at: performance.now(), cpu: process.threadCpuUsage() };
await pass(period);
const seconds = (performance.now() - before.at) / 1000;
const cpu = process.threadCpuUsage(before.cpu);
const { active } = service.api.summary();
if (active !== downloads) throw new Error(`${active} downloads are active`);
console.log(JSON.stringify({ rate: (sent() - before.bytes) / 1000 / seconds, cpu: (cpu.user + cpu.system) / 1000 / seconds }));
process.exit();
