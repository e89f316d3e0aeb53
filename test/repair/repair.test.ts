import { createHash } from 'node:crypto';
import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { PartialFile } from '../../engine/disk/partial.ts';
import { gapsIn, totalOf, type Extent } from '../../engine/extents.ts';
import { honestAnswer } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { lyingAt, Scene, type Session } from './scene.ts';

const MiB = 1024 * 1024;
/** Large enough to be followed while it comes; the last block is a short one. */
const large = 24 * MiB + 12_345;
/** Small enough to be hashed only at its end. */
const small = 6 * MiB + 12_345;

const scenes: Scene[] = [];

afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.close();
});

async function openScene(size: number): Promise<Scene> {
  const scene = await Scene.open(content(1, size));
  scenes.push(scene);
  return scene;
}

const checksumOf = ({ file }: Scene) => ({
  checksums: [{ algorithm: 'sha256', value: createHash('sha256').update(file.bytes).digest('hex'), origin: 'user' } as const],
});

/** What a session's notices say of repairs. */
const repairsIn = ({ notices }: Session): string[] => notices.filter(({ code }) => code === 'block_repaired').map(({ message }) => message);

/** The parts of `extents` that lie in `others` too. */
function overlapOf(extents: readonly Extent[], others: readonly Extent[]): Extent[] {
  return extents
    .flatMap(([start, end]) => others.map(([from, to]): Extent => [Math.max(start, from), Math.min(end, to)]))
    .filter(([start, end]) => start < end);
}

function expectWhole(scene: Scene, { end }: Session): void {
  expect(end).toMatchObject({ status: 'completed' });
  expect(readFileSync(scene.path).equals(scene.file.bytes)).toBe(true);
}

/** Fetches the first 16 MiB or more, until what `blocks` say is known, and pauses. @returns what the journal claims then. */
async function begin(scene: Scene, blocks: readonly number[]): Promise<readonly Extent[]> {
  scene.server.flow.holdAfter(16 * MiB);
  const { end } = await scene.run({}, () => {
    const { known } = scene;
    return blocks.every((block) => known.has(block));
  });
  expect(end.status).toBe('paused');
  scene.server.flow.release();
  return scene.claimed;
}

describe('between two sessions', () => {
  it('fetches a block again that has changed on the disk, and no other', async () => {
    const scene = await openScene(large);
    const here = await begin(scene, [0, 5]);
    scene.flip(5 * MiB + 4711);

    const session = await scene.run();

    expectWhole(scene, session);
    expect(overlapOf(session.asked, here)).toEqual([[5 * MiB, 6 * MiB]]);
    expect(totalOf(session.asked)).toBe(MiB + totalOf(gapsIn(here, large)));
    expect(repairsIn(session)).toEqual([
      `Bytes ${5 * MiB} to ${6 * MiB - 1} have changed on the disk since they were written; fetching them again`,
    ]);
  });

  it('fetches neighbours in one range and strangers in their own', async () => {
    const scene = await openScene(large);
    const here = await begin(scene, [0, 1, 2, 7]);
    for (const offset of [1 * MiB, 3 * MiB - 1, 7 * MiB]) scene.flip(offset);

    const session = await scene.run();

    expectWhole(scene, session);
    expect(overlapOf(session.asked, here)).toEqual([
      [1 * MiB, 3 * MiB],
      [7 * MiB, 8 * MiB],
    ]);
    expect(repairsIn(session)).toHaveLength(2);
  });

  it('fetches it while the rest still comes', async () => {
    const scene = await openScene(large);
    const here = await begin(scene, [0, 5]);
    scene.flip(5 * MiB);
    const asked = Promise.withResolvers<void>();
    scene.server.handler = (request, wire) => {
      if (request.range?.start === 5 * MiB) asked.resolve();
      return wire.send(honestAnswer(scene.file, request), async (_wire, body) => {
        await asked.promise;
        await wire.writeBody(body);
      });
    };

    const session = await scene.run({ connections: 8, minSplitSize: 4 * MiB });

    expectWhole(scene, session);
    expect(overlapOf(session.asked, here)).toEqual([[5 * MiB, 6 * MiB]]);
    expect(repairsIn(session)).toHaveLength(1);
  });

  it('asks for nothing that is here when nothing has changed', async () => {
    const scene = await openScene(large);
    const here = await begin(scene, [0, 5]);

    const session = await scene.run();

    expectWhole(scene, session);
    expect(overlapOf(session.asked, here)).toEqual([]);
    expect(repairsIn(session)).toEqual([]);
  });

  it('does not know a block whose record is lost or damaged', async () => {
    const scene = await openScene(large);
    const here = await begin(scene, [0, 5]);
    const recorded = scene.known.size;
    scene.flip(4 * 64 * 1024 + 5 * 8, scene.journalPath);
    expect(scene.known.has(5)).toBe(false);
    expect(scene.known.size).toBe(recorded - 1);
    truncateSync(scene.journalPath, 4 * 64 * 1024 + 12);
    expect([...scene.known.keys()]).toEqual([0]);

    const session = await scene.run();

    expectWhole(scene, session);
    expect(overlapOf(session.asked, here)).toEqual([]);
    expect(repairsIn(session)).toEqual([]);
  });

  it('mends a file that holds every byte without asking for the others', async () => {
    const scene = await openScene(large);
    scene.server.handler = lyingAt(scene.file, 3 * MiB, () => 0xff);
    const failed = await scene.run(checksumOf(scene));
    expect(failed.end).toMatchObject({ status: 'failed', failure: { code: 'CHECKSUM' }, kept: true });
    // The user does without the checksum; the lie stays, and what the disk does to the file does not.
    const partial = readFileSync(scene.partialPath);
    scene.flip(10 * MiB);
    scene.flip(large - 1);

    const session = await scene.run();

    expect(session.end.status).toBe('completed');
    expect(readFileSync(scene.path).equals(partial)).toBe(true);
    expect(session.asked).toEqual([
      [10 * MiB, 11 * MiB],
      [24 * MiB, large],
    ]);
    expect(session.statuses.join(' ')).toContain('verifying downloading verifying');
  });
});

describe('with a wrong checksum at the end', () => {
  it('finds the byte that was changed on the disk while the file came', async () => {
    const scene = await openScene(small);
    const gate = Promise.withResolvers<void>();
    scene.server.handler = async (request, wire) => {
      const answer = honestAnswer(scene.file, request);
      await wire.send(answer, async (_wire, body) => {
        await wire.writeBody(body.subarray(0, 3 * MiB));
        await gate.promise;
        await wire.writeBody(body.subarray(3 * MiB));
      });
    };
    let flipped = false;

    const session = await scene.run(checksumOf(scene), () => {
      if (!flipped && scene.holds(MiB + 1)) {
        scene.flip(MiB + 1);
        flipped = true;
        gate.resolve();
      }
      return false;
    });

    expectWhole(scene, session);
    expect(repairsIn(session)).toEqual([`Bytes ${MiB} to ${2 * MiB - 1} came differently the second time and have been replaced`]);
  });

  it.each([
    { connections: 1, size: small },
    { connections: 4, size: large },
  ])('finds the block that the server sent wrong the first time, over $connections connections', async ({ connections, size }) => {
    const scene = await openScene(size);
    scene.server.handler = lyingAt(scene.file, 5, (time) => (time === 0 ? 0x01 : 0));

    const session = await scene.run({ ...checksumOf(scene), connections });

    expectWhole(scene, session);
    expect(repairsIn(session)).toEqual([`Bytes 0 to ${MiB - 1} came differently the second time and have been replaced`]);
    expect(session.notices.filter(({ code }) => code === 'restarted')).toEqual([]);
    expect(session.statuses).toEqual(['probing', 'downloading', 'verifying', 'downloading', 'verifying', 'finishing', 'completed']);
  });

  it('fetches every byte once more, over other connections', async () => {
    const scene = await openScene(small);
    scene.server.handler = lyingAt(scene.file, 10, (time) => (time === 0 ? 0x01 : 0));

    const session = await scene.run(checksumOf(scene));

    expectWhole(scene, session);
    expect(session.sent).toBe(2 * small);
    const second = scene.server.requests.findIndex(({ range }, index) => index > 0 && range?.start === 0);
    const [before, after] = [scene.server.requests.slice(0, second), scene.server.requests.slice(second)].map(
      (requests) => new Set(requests.map(({ connection }) => connection)),
    );
    expect(before?.isDisjointFrom(after as Set<number>)).toBe(true);
  });

  it('gives up, and keeps what is here, when the same comes again', async () => {
    const scene = await openScene(small);
    scene.server.handler = lyingAt(scene.file, 3 * MiB, () => 0xff);

    const session = await scene.run(checksumOf(scene));

    expect(session.end).toMatchObject({ status: 'failed', failure: { code: 'CHECKSUM', details: { replaced: '' } }, kept: true });
    expect(session.sent).toBe(2 * small);
    expect(existsSync(scene.path)).toBe(false);
    expect(scene.claimed).toEqual([[0, small]]);
    expect(repairsIn(session)).toEqual([]);
  });

  it('tells which block it was that came wrong in two ways', async () => {
    const scene = await openScene(small);
    scene.server.handler = lyingAt(scene.file, 3 * MiB, (time) => time + 1);

    const session = await scene.run(checksumOf(scene));

    const replaced = `${3 * MiB}-${4 * MiB - 1}`;
    expect(session.end).toMatchObject({ status: 'failed', failure: { code: 'CHECKSUM', details: { replaced } }, kept: true });
    expect(repairsIn(session)).toHaveLength(1);
  });

  it('goes on from there when the server has learned to tell the truth', async () => {
    const scene = await openScene(small);
    scene.server.handler = lyingAt(scene.file, 3 * MiB, () => 0xff);
    await scene.run(checksumOf(scene));
    scene.server.handler = lyingAt(scene.file, 0, () => 0);

    const session = await scene.run(checksumOf(scene));

    expectWhole(scene, session);
    expect(session.sent).toBe(small);
    expect(repairsIn(session)).toHaveLength(1);
  });

  it('starts over when the server has another version by now', async () => {
    const scene = await openScene(small);
    scene.server.handler = lyingAt(scene.file, 3 * MiB, () => 0xff);
    await scene.run(checksumOf(scene));
    const newer = { ...scene.file, etag: '"two"' };
    scene.server.handler = lyingAt(newer, 0, () => 0);

    const session = await scene.run(checksumOf(scene));

    expectWhole(scene, session);
    expect(session.notices.map(({ code }) => code)).toContain('restarted');
  });

  it('asks only once where the file comes only as a whole', async () => {
    const scene = await openScene(small);
    const lying = { ...scene.file, bytes: Buffer.from(scene.file.bytes) };
    lying.bytes[5] = (lying.bytes[5] as number) ^ 1;
    scene.server.handler = (request, wire) => wire.send(honestAnswer(lying, { ...request, range: null }).set('Accept-Ranges', null));

    const session = await scene.run(checksumOf(scene));

    expect(session.end).toMatchObject({ status: 'failed', failure: { code: 'CHECKSUM' }, kept: true });
    expect(session.sent).toBe(small);
  });

  it('goes on with the second fetch when a connection breaks in it', async () => {
    const scene = await openScene(small);
    const lying = lyingAt(scene.file, 10, (time) => (time === 0 ? 0x01 : 0));
    let broken = false;
    scene.server.handler = (request, wire) => {
      if (broken || scene.server.flow.sent < small + MiB) return lying(request, wire);
      broken = true;
      return wire.send(honestAnswer(scene.file, request), async (_wire, body) => {
        await wire.writeBody(body.subarray(0, 300_000));
        wire.reset();
      });
    };

    const session = await scene.run(checksumOf(scene));

    expectWhole(scene, session);
    expect(broken).toBe(true);
    expect(repairsIn(session)).toHaveLength(1);
  });
});

describe('what is known of blocks', () => {
  it('is known of whole blocks only, and of the short one at the end of the file', async () => {
    const partial = await newPartial();
    partial.blocks.write({ first: 0, digests: [11, 0, 33, 44] });
    const size = 3 * MiB + 5;

    expect([...partial.blocks.within([[0, size]], size)]).toEqual([
      [0, 11],
      [1, 0],
      [2, 33],
      [3, 44],
    ]);
    expect([
      ...partial.blocks.within(
        [
          [1, 2 * MiB + 1],
          [3 * MiB, size - 1],
        ],
        size,
      ),
    ]).toEqual([[1, 0]]);
    await partial.close();
  });

  it('is forgotten together with the bytes', async () => {
    const partial = await newPartial();
    partial.blocks.write({ first: 0, digests: [11, 22] });
    partial.blocks.forget([MiB, 2 * MiB]);
    expect([...partial.blocks.within([[0, 2 * MiB]], 2 * MiB)]).toEqual([[0, 11]]);

    await partial.restart();

    expect(partial.blocks.within([[0, 2 * MiB]], 2 * MiB).size).toBe(0);
    await partial.close();
  });

  async function newPartial(): Promise<PartialFile> {
    const scene = await openScene(0);
    return PartialFile.create(scene.partialPath, 'source', 'owner');
  }
});
