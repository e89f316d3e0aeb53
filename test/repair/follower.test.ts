import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { blockSize, digestOf, type BlockDigests } from '../../engine/disk/block-records.ts';
import type { Extent } from '../../engine/extents.ts';
import { Follower, Spoiled, type FollowedFile } from '../../engine/verify/follower.ts';
import { content } from '../hostile/content.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rangefinder-follower-'));
const bytes = content(1, 20 * blockSize + 77);
const digest = createHash('sha256').update(bytes).digest('hex');
const digests = Array.from({ length: 21 }, (_, index) => digestOf(bytes.subarray(index * blockSize, (index + 1) * blockSize)));

let follower: Follower;
let reported: BlockDigests[];

beforeEach(() => {
  follower = new Follower();
  reported = [];
});
afterEach(() => follower.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Follows a file of its own with the content; `known` are numbers of blocks that are known, right or wrong. */
function follow(name: string, known: ReadonlyMap<number, number> = new Map(), written: Buffer | null = bytes): FollowedFile {
  const file = path.join(folder, name);
  if (written) writeFileSync(file, written);
  return follower.follow({ path: file, algorithms: ['sha256'], known, size: bytes.length, onBlocks: (blocks) => reported.push(blocks) });
}

it('tells every block once, in order, and the digest of the whole', async () => {
  const file = follow('whole');
  file.advance(9 * blockSize + 1);

  expect(await file.finish(bytes.length)).toEqual({ sha256: digest });
  expect(reported.flatMap((blocks) => blocks.digests)).toEqual(digests);
  expect(reported.map(({ first }) => first)).toEqual(
    reported.map((_, index) => reported.slice(0, index).flatMap((blocks) => blocks.digests).length),
  );
});

it('stops at each place that is not as it is known, and goes on when asked again', async () => {
  const known = new Map(digests.entries());
  for (const wrong of [0, 1, 7, 20]) known.set(wrong, 0);
  const file = follow('spoiled', known);

  const spoiled: Extent[] = [];
  let found = null;
  while (!found) {
    found = await file.finish(bytes.length).catch((error: unknown) => {
      spoiled.push((error as Spoiled).extent);
      return null;
    });
  }

  expect(spoiled).toEqual([
    [0, 2 * blockSize],
    [7 * blockSize, 8 * blockSize],
    [20 * blockSize, bytes.length],
  ]);
  expect(found).toEqual({ sha256: digest });
});

it('hashes nothing beyond a spoiled place until the file reaches beyond it again', async () => {
  const file = follow('mended', new Map([[3, 0]]));
  const other = follow('other');
  file.advance(12 * blockSize);
  await other.finish(bytes.length);
  expect(file.takeSpoiled()).toEqual([3 * blockSize, 4 * blockSize]);
  reported = [];
  file.advance(3 * blockSize);
  await follow('yet-another').finish(bytes.length);
  // Only the other file's.
  expect(reported.flatMap((blocks) => blocks.digests)).toEqual(digests);

  file.advance(bytes.length);

  expect(await file.finish(bytes.length)).toEqual({ sha256: digest });
});

it('tells of a failure that came before anybody waited', async () => {
  const missing = follow('missing', new Map(), null);
  missing.advance(16 * blockSize);
  await follow('there').finish(bytes.length);

  await expect(missing.finish(bytes.length)).rejects.toMatchObject({ code: 'DISK_IO' });
});

it('tells of a file that has become shorter', async () => {
  const cut = follow('cut', new Map(), bytes.subarray(0, 15 * blockSize));

  await expect(cut.finish(bytes.length)).rejects.toMatchObject({ code: 'DISK_IO' });
});
