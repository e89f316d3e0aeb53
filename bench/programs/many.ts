/**
 * Many downloads of one file at the same time, through the engine in a thread of its own.
 *
 *   node many.ts FOLDER URL DOWNLOADS CONNECTIONS
 */
import { createEngine, type DownloadRequest } from '../../engine/index.ts';

const [folder = '', url = '', downloads = '1', connections = '1'] = process.argv.slice(2);
const count = Number(downloads);
const engine = createEngine({ run: 'thread', maxActive: count, maxPerHost: count * Number(connections), limitRate: 0 });

const request = (index: number): DownloadRequest => ({
  id: String(index),
  url,
  folder,
  name: `${index}.bin`,
  knownConnections: null,
  connections: Number(connections),
  minSplitSize: 1024 * 1024,
  connectTimeout: 15_000,
  idleTimeout: 30_000,
  retries: 10,
  retryWait: 1000,
  checksums: [],
  findChecksums: 'off',
  headers: [],
  userAgent: null,
  referer: null,
  cookie: null,
  credentials: null,
  onConflict: 'fail',
  sha256: false,
  resume: true,
  partialOf: 'link',
  limitRate: 0,
  caCertificates: [],
  insecure: false,
});

let left = count;
engine.on((event) => {
  if (event.type !== 'state') return;
  if (event.state.status === 'failed') throw new Error(event.state.failure.message);
  if (event.state.status !== 'completed') return;
  engine.acknowledge(event.id, event.state.completion.path);
  if (--left === 0) void engine.close().then(() => process.exit());
});
for (let index = 0; index < count; index++) engine.add(request(index), { status: 'queued' });
