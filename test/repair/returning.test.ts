/** Another source that gives the file along with the first is lost for a while, and comes back. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { honestAnswer, plain } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { trickle } from '../hostile/delivery.ts';
import { HostileServer } from '../hostile/server.ts';
import { Scene } from './scene.ts';

const MiB = 1024 * 1024;
let scene: Scene;
let mirror: HostileServer;
/** The mirror has enough to do. */
let busy: boolean;

beforeEach(async () => {
  scene = await Scene.open(content(1, 6 * MiB));
  busy = false;
  scene.server.handler = (request, wire) => wire.send(honestAnswer(scene.file, request), trickle(16 * 1024, 80));
  mirror = await HostileServer.start((request, wire) =>
    busy ? wire.send(plain(503)) : wire.send(honestAnswer({ ...scene.file, etag: '"copy"' }, request), trickle(16 * 1024, 30)),
  );
});

afterEach(async () => {
  await mirror.stop();
  await scene.close();
});

it('gives again in the same run', { timeout: 60_000 }, async () => {
  /** What the mirror had sent by when it was busy, and since when it was. */
  let lost: { readonly sent: number; readonly at: number } | null = null;
  const play = (): boolean => {
    if (!lost && mirror.flow.sent > 384 * 1024) {
      lost = { sent: mirror.flow.sent, at: performance.now() };
      busy = true;
      mirror.cutConnections();
    }
    if (lost && performance.now() - lost.at > 1000) busy = false;
    return false;
  };
  const checksum = { algorithm: 'sha256', value: createHash('sha256').update(scene.file.bytes).digest('hex'), origin: 'user' } as const;
  const mirrors = [{ url: mirror.url('/file.bin') }];
  const ended = await scene.run({ connections: 2, minSplitSize: 64 * 1024, mirrors, checksums: [checksum] }, play);
  expect(ended.end.status).toBe('completed');
  expect(readFileSync(scene.path).equals(scene.file.bytes)).toBe(true);
  // It was told of once, and gave a good part of the file after that.
  expect(ended.notices.filter(({ code }) => code === 'source_changed')).toHaveLength(1);
  expect(mirror.flow.sent - ((lost as { sent: number } | null)?.sent ?? 0)).toBeGreaterThan(512 * 1024);
});
