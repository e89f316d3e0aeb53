/** A server may send less than it was asked for. What was to be compared is not compared then, and asking again brings the same. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { honestAnswer, type HostedFile } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { trickle } from '../hostile/delivery.ts';
import { HostileServer, type Handler } from '../hostile/server.ts';
import { Scene } from './scene.ts';

const size = 3_000_000;
const asked = { connections: 1, minSplitSize: 64 * 1024 } as const;
let scene: Scene;

beforeEach(async () => {
  scene = await Scene.open(content(1, size));
});
afterEach(() => scene.close());

/** Ranges are never answered with more than `most` bytes. */
const inShort =
  (file: HostedFile, most: (length: number) => number): Handler =>
  (request, wire) => {
    const { range } = request;
    if (!range) return wire.send(honestAnswer(file, request));
    const end = Math.min(range.end ?? size, range.start + most((range.end ?? size) - range.start));
    return wire.send(honestAnswer(file, { ...request, range: { start: range.start, end } }), trickle(16 * 1024, 2));
  };

it.each([1000, 64 * 1024])('parts of %i bytes that reach no further than what is here are not asked for again and again', async (most) => {
  const unknown = { ...scene.file, etag: null };
  scene.server.handler = inShort(unknown, () => 200_000);
  expect((await scene.run(asked, () => scene.server.flow.sent > 600_000)).end.status).toBe('paused');
  scene.server.handler = inShort(unknown, () => most);
  // A server that is asked for ever would be asked for ever by the test.
  const before = scene.server.requests.length;
  const { end, notices } = await scene.run(asked, () => scene.server.requests.length > before + 200);
  expect(end.status).toBe('completed');
  expect(notices.map(({ code }) => code)).toContain('single_stream');
  expect(readFileSync(scene.path).equals(scene.file.bytes)).toBe(true);
});

it('a link to another file is not taken for one to the same because of the few bytes that were sent for comparison', async () => {
  scene.server.handler = (request, wire) => wire.send(honestAnswer(scene.file, request), trickle(16 * 1024, 5));
  expect((await scene.run(asked, () => scene.server.flow.sent > 600_000)).end.status).toBe('paused');
  const other = { ...scene.file, bytes: Buffer.from(scene.file.bytes.map((byte) => byte ^ 0xff)), etag: '"other"' };
  const comparison = inShort({ ...scene.file, etag: other.etag }, () => 1);
  const elsewhere = await HostileServer.start((request, wire) => {
    const { range } = request;
    // One byte by chance is the same.
    if (range && (range.end ?? size) - range.start <= 64 * 1024) return comparison(request, wire);
    return wire.send(honestAnswer(other, request));
  });
  const { end } = await scene.run({ ...asked, url: elsewhere.url('/file.bin'), partialOf: 'download' });
  await elsewhere.stop();
  expect(end.status).toBe('completed');
  expect(readFileSync(scene.path).equals(other.bytes)).toBe(true);
});
