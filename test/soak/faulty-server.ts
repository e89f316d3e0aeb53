/**
 * The soak's servers, in a process of their own so that their memory does not count: one with the right files, brought in every bad way, by a seeded chance, and
 * mirrors of it, of which some are as good, some have other bytes, and some are not there half of the time.
 */
import { parseArgs } from 'node:util';
import { honestAnswer, plain } from '../hostile/answer.ts';
import { chunked, cutAfter, overshoot, resetAfter, trickle } from '../hostile/delivery.ts';
import type { HostileRequest } from '../hostile/request.ts';
import { HostileServer, type Handler } from '../hostile/server.ts';
import type { Wire } from '../hostile/wire.ts';
import { files } from './files.ts';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });

/** A small generator (mulberry32): the same seed plays the same faults in the same order. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const chance = random(Number(values.seed));
const byPath = new Map(files.map((file) => [file.path, file]));

const serve: Handler = async (request, wire) => {
  const file = byPath.get(request.path);
  if (!file) return await wire.send(plain(404));
  await send(file.bytes(), request, wire);
};

const send = async (bytes: Buffer, request: HostileRequest, wire: Wire): Promise<void> => {
  const answer = honestAnswer({ bytes, type: 'application/octet-stream', etag: `"${request.path}"`, modified: null }, request);
  const part = Math.floor(chance() * answer.body.length);
  const fault = chance();
  if (fault < 0.04) return await wire.send(answer, resetAfter(part));
  if (fault < 0.08) return await wire.send(answer, cutAfter(part));
  if (fault < 0.11) return await wire.send(plain(503, 'busy', [['Retry-After', '0']]));
  if (fault < 0.13) return await wire.send(plain(500, 'sorry'));
  if (fault < 0.15) return await wire.send(answer, overshoot('and more'));
  if (fault < 0.17) return wire.reset();
  if (fault < 0.19 && answer.body.length < 65_536) return await wire.send(answer, trickle(8192, 20));
  if (fault < 0.2 && answer.status === 200)
    return await wire.send(answer.set('Content-Length', null).add('Transfer-Encoding', 'chunked'), chunked());
  return await wire.send(answer);
};

/** As long as the file, and another one in a few places. */
const lie: Handler = async (request, wire) => {
  const file = byPath.get(request.path);
  if (!file) return await wire.send(plain(404));
  const bytes = Buffer.from(file.bytes());
  for (let at = bytes.length >> 1; at < bytes.length; at += lieEvery) bytes[at] = (bytes[at] as number) ^ 0xff;
  await send(bytes, request, wire);
};
const lieEvery = 1024 * 1024;

/** There for three seconds, and then gone for as long. */
const comeAndGo: Handler = async (request, wire) => {
  if (Math.floor(performance.now() / 3000) % 2 === 0) return await serve(request, wire);
  const answer = [plain(404), plain(503, 'later', [['Retry-After', '2']]), null][Math.floor(chance() * 3)];
  if (answer) await wire.send(answer);
  else wire.reset();
};

const servers = await Promise.all([serve, serve, lie, comeAndGo].map((handler) => HostileServer.start(handler)));
console.log(servers.map((server) => server.url('')).join(' '));
process.once('SIGTERM', () => void Promise.all(servers.map((server) => server.stop())).then(() => process.exit(0)));
