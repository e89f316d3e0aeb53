/**
 * Downloads for a long time from a server that breaks one answer in five, and watches memory and descriptors. One download in four has mirrors, in any order: one
 * as good, one that lies, and one that comes and goes; half of those know digests of the parts.
 *
 *   npm run soak                     30 minutes
 *   npm run soak -- --minutes 2
 *
 * Every file is compared with what the server has. Prints a line every ten seconds, and writes docs/soak.md with its chart.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { parseArgs } from 'node:util';
import type { Pieces } from '../../contract/download.ts';
import { createEngine } from '../../engine/index.ts';
import type { DownloadRequest } from '../../engine/types.ts';
import { chartOf, type Sample } from './chart.ts';
import { files, type SoakFile } from './files.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } } });
const minutes = Number(values.minutes);
const atOnce = 16;
const samplePeriod = 10_000;
const root = path.join(import.meta.dirname, '../..');

const server = spawn(process.execPath, [path.join(import.meta.dirname, 'faulty-server.ts'), '--seed', values.seed], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = (await once(readline.createInterface({ input: server.stdout }), 'line')) as [string];
const origins = line.split(' ');
const [origin = ''] = origins;
const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const digests = new Map(files.map((file) => [file.path, digestOf(file.bytes())]));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rangefinder-soak-'));
const engine = createEngine({ run: 'inline', maxActive: atOnce, maxPerHost: 64, limitRate: 0 });

const started = performance.now();
const ends = started + minutes * 60_000;
const counts = { completed: 0, bytes: 0, failed: 0, wrong: 0, several: 0 };
const failures = new Map<string, number>();
const samples: Sample[] = [];
const wanted = new Map<string, string>();
let added = 0;

const request = (id: string, url: string, more: Partial<DownloadRequest> = {}): DownloadRequest => ({
  id,
  url,
  folder,
  name: `${id}.bin`,
  connections: 4,
  knownConnections: null,
  partialOf: 'link',
  minSplitSize: 1024 * 1024,
  connectTimeout: 5000,
  idleTimeout: 5000,
  retries: 20,
  retryWait: 20,
  checksums: [],
  findChecksums: 'headers',
  headers: [],
  userAgent: null,
  referer: null,
  cookie: null,
  credentials: null,
  onConflict: 'rename',
  sha256: true,
  resume: true,
  limitRate: 0,
  caCertificates: [],
  insecure: false,
  ...more,
});

/** The same file from several sources, the good one first only by turns; what proves it is told. */
function mirrored(id: string, file: SoakFile): DownloadRequest {
  const { several } = counts;
  const turn = several % origins.length;
  const [first = '', ...others] = [...origins.slice(turn), ...origins.slice(0, turn)].map((each) => each + file.path);
  const checksums = [{ algorithm: 'sha256', value: digests.get(file.path) as string, origin: 'user' }] as const;
  const pieces = Math.floor(several / origins.length) % 2 === 0 ? piecesOf(file.bytes()) : null;
  return request(id, first, { mirrors: others.map((url) => ({ url })), checksums, pieces, minSplitSize: 64 * 1024 });
}

function piecesOf(bytes: Buffer): Pieces {
  const length = 256 * 1024;
  const starts = Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) => index * length);
  return { algorithm: 'sha256', length, digests: starts.map((at) => digestOf(bytes.subarray(at, at + length))) };
}

/** One large file in forty, as long as there is time. */
function addNext(): void {
  if (performance.now() >= ends) return;
  const small = files.length - 4;
  const file = added % 40 === 39 ? files[small + ((added / 40) & 3)] : files[(added * 7) % small];
  if (!file) throw new RangeError('there is no such file');
  const id = `d${added++}`;
  wanted.set(id, file.path);
  // Half of the large ones are among them: those come from several at once.
  const several = added % 4 === 0 && added % 80 !== 0;
  engine.add(several ? mirrored(id, file) : request(id, origin + file.path), { status: 'queued' });
  if (several) counts.several += 1;
}

const removals = new Set<Promise<void>>();
const done = Promise.withResolvers<void>();
engine.on((event) => {
  if (event.type !== 'state') return;
  const { id, state } = event;
  if (state.status === 'completed') {
    counts.completed += 1;
    counts.bytes += state.completion.size;
    engine.acknowledge(id, state.completion.path);
    if (state.completion.sha256 !== digests.get(wanted.get(id) ?? '')) counts.wrong += 1;
  } else if (state.status === 'failed') {
    counts.failed += 1;
    failures.set(state.failure.code, (failures.get(state.failure.code) ?? 0) + 1);
  } else return;
  wanted.delete(id);
  // Not within the event that tells of its end.
  const removal = Promise.resolve().then(() => engine.remove(id, { deleteFiles: true }));
  removals.add(removal);
  void removal.then(() => removals.delete(removal));
  addNext();
  if (wanted.size === 0) done.resolve();
});

const sampling = setInterval(() => {
  const sample: Sample = {
    minute: (performance.now() - started) / 60_000,
    rss: process.memoryUsage().rss / 2 ** 20,
    descriptors: fs.readdirSync('/proc/self/fd').length,
    completed: counts.completed,
  };
  samples.push(sample);
  console.log(
    `${sample.minute.toFixed(1)} min: ${counts.completed} completed, ${counts.failed} failed, ${counts.wrong} wrong, ${sample.rss.toFixed(0)} MiB, ${sample.descriptors} descriptors`,
  );
}, samplePeriod);

for (let slot = 0; slot < atOnce * 2; slot += 1) addNext();
await done.promise;
await Promise.all(removals);
clearInterval(sampling);
await engine.close();
server.kill('SIGTERM');
const left = fs.readdirSync(folder);
fs.rmSync(folder, { recursive: true });

const failed = [...failures].map(([code, count]) => `${count} × ${code}`).join(', ') || 'none';
fs.writeFileSync(path.join(root, 'docs/soak.svg'), chartOf(samples));
fs.writeFileSync(
  path.join(root, 'docs/soak.md'),
  `# Soak

${minutes} minutes, ${atOnce} downloads at a time, from a server that breaks one answer in five (resets, early ends, 503, 500, excess bytes, trickles; seed ${values.seed}).
One download in four knows its digest and has mirrors: one as good, one with other bytes, one that comes and goes.
Written by \`npm run soak\`.

| | |
|---|---|
| completed | ${counts.completed} downloads, ${(counts.bytes / 2 ** 30).toFixed(1)} GiB |
| with several sources | ${counts.several} |
| with other bytes than the server's | ${counts.wrong} |
| failed | ${failed} |
| files left behind | ${left.length} |

![Memory and descriptors over time](soak.svg)
`,
);
console.log(`${counts.completed} completed, ${counts.failed} failed (${failed}), ${counts.wrong} wrong, ${left.length} files left behind`);
if (counts.wrong > 0 || left.length > 0) process.exitCode = 1;
