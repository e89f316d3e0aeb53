import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Journal, readJournal, type JournalRecord } from '../../engine/disk/journal.ts';
import type { Extent } from '../../engine/extents.ts';

let boot = 'this boot';
vi.mock('../../engine/disk/boot.ts', () => ({ bootId: () => boot }));

/** These tests sync thousands of times; none of them looks at what a sync does. */
const fastDisk = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const slotSize = 64 * 1024;
const slots = 4;
let folder: string;
let file: string;

beforeEach(() => {
  boot = 'this boot';
  folder = mkdtempSync(path.join(fastDisk, 'rangefinder-journal-'));
  file = path.join(folder, 'a.part.journal');
});

afterEach(() => rmSync(folder, { recursive: true }));

const size = 10_000_000;
const record = (extents: readonly Extent[]): JournalRecord => ({
  source: 'digest of a link',
  owner: 'one',
  size,
  validators: { etag: '"one"', lastModified: null, lastModifiedStrong: false },
  contentType: null,
  inode: 7,
  bornAt: 70,
  extents,
  seams: [],
  expected: [],
  verified: null,
});

/** The n-th state of a download: n bytes are there. */
const state = (n: number): JournalRecord => record([[0, n]]);

/** What a journal says: the number of the state; null when it says nothing. */
const told = (): number | null => readJournal(file)?.extents[0]?.[1] ?? null;

/** Writes states 1, 2, … in a new journal, each durable or not. */
async function write(kinds: readonly boolean[]): Promise<void> {
  rmSync(file, { force: true });
  const journal = Journal.create(file);
  for (const [index, durable] of kinds.entries()) {
    if (durable) await journal.commit(state(index + 1));
    else journal.note(state(index + 1));
  }
  journal.close();
}

const erase = (bytes: Buffer, slot: number): void => void bytes.subarray(slot * slotSize, (slot + 1) * slotSize).fill(0);

const kinds = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });

describe('a journal', () => {
  test('tells the newest record of this boot, and after another one the newest durable', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, async (written) => {
        await write(written);
        expect(told()).toBe(written.length);
        boot = 'the next boot';
        const durable = written.lastIndexOf(true);
        expect(told()).toBe(durable < 0 ? null : durable + 1);
        boot = 'this boot';
      }),
      { numRuns: 60 },
    );
  });

  test('goes on where it was when it is opened again', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, kinds, async (before, after) => {
        await write(before);
        const journal = Journal.open(file);
        for (const [index, durable] of after.entries()) {
          if (durable) await journal.commit(state(before.length + index + 1));
          else journal.note(state(before.length + index + 1));
          expect(told()).toBe(before.length + index + 1);
        }
        journal.close();
      }),
      { numRuns: 60 },
    );
  });

  test('that was damaged anywhere tells an earlier state whole, or nothing', async () => {
    const damage = fc.record({
      slot: fc.nat(slots - 1),
      how: fc.constantFrom('torn' as const, 'zeroed' as const, 'flipped' as const, 'rubbish' as const),
      at: fc.nat(400),
    });
    await fc.assert(
      fc.asyncProperty(kinds, fc.array(damage, { minLength: 1, maxLength: 4 }), async (written, damages) => {
        await write(written);
        const bytes = readFileSync(file);
        for (const { slot, how, at } of damages) {
          const bytesOfSlot = bytes.subarray(slot * slotSize, (slot + 1) * slotSize);
          if (how === 'zeroed') bytesOfSlot.fill(0);
          else if (how === 'rubbish') bytesOfSlot.fill('rubbish');
          else if (how === 'torn') bytesOfSlot.fill(0, at);
          else if (at < bytesOfSlot.length) bytesOfSlot[at] = (bytesOfSlot[at] as number) ^ 0x10;
        }
        writeFileSync(file, bytes);
        const found = readJournal(file);
        const states = written.map((_, index) => state(index + 1));
        expect(found === null || states.some((expected) => JSON.stringify(expected) === JSON.stringify(pick(found)))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('loses one generation to a torn write, not two', async () => {
    for (const durable of [true, false]) {
      await write([durable, durable, durable]);
      const bytes = readFileSync(file);
      // Of three records by turns in two slots, the third lies in the first of them.
      const newest = (durable ? 0 : 2) * slotSize;
      bytes.fill(0, newest + 40, newest + slotSize);
      writeFileSync(file, bytes);
      expect(told()).toBe(2);
    }
  });

  test('claims less rather than write over its neighbour', async () => {
    const many = Array.from({ length: 20_000 }, (_, index): Extent => [index * 100, index * 100 + 1 + (index % 90)]);
    await write([true, false]);
    const journal = Journal.open(file);
    await journal.commit(record(many));
    journal.note(record(many));
    journal.close();
    const claimed = readJournal(file)?.extents ?? [];
    expect(claimed.length).toBeGreaterThan(1000);
    for (const [start, end] of claimed) expect(many[start / 100]).toEqual([start, end]);
    // The other slots are as they were.
    const bytes = readFileSync(file);
    erase(bytes, 1);
    erase(bytes, 3);
    writeFileSync(file, bytes);
    expect(told()).toBe(2);
    erase(bytes, 2);
    writeFileSync(file, bytes);
    expect(told()).toBe(1);
  });

  test('leaves out other links before it leaves out a byte', () => {
    const many = Array.from({ length: 3500 }, (_, index): Extent => [index * 100, index * 100 + 1 + (index % 90)]);
    const duplicates = Array.from({ length: 16 }, (_, index) => `https://${index}.example/${'f'.repeat(1000)}`);
    const journal = Journal.create(file);
    journal.note({ ...record([[0, 1]]), duplicates });
    expect(readJournal(file)).toMatchObject({ extents: [[0, 1]], duplicates });
    journal.note({ ...record(many), duplicates });
    expect(readJournal(file)).toMatchObject({ extents: many, duplicates: [] });
    journal.close();
  });

  test('takes volatile claims back in both slots', async () => {
    await write([true, false, false]);
    const journal = Journal.open(file);
    journal.recant(state(1));
    journal.close();
    for (const slot of [2, 3]) {
      const bytes = readFileSync(file);
      erase(bytes, slot);
      const copy = `${file}.${slot}`;
      writeFileSync(copy, bytes);
      expect(readJournal(copy)?.extents).toEqual([[0, 1]]);
    }
  });

  test('is never made where there is one', async () => {
    await write([true]);
    expect(() => Journal.create(file)).toThrow('EEXIST');
  });

  test('that cannot hold every seam claims only what lies before the first that it leaves out', () => {
    const piece = 100;
    const seams = Array.from({ length: 60_000 }, (_, index) => (index + 1) * piece);
    const journal = Journal.create(file);
    journal.note({ ...record([[0, size]]), seams });
    journal.close();
    const { extents = [], seams: kept = [] } = readJournal(file) ?? {};
    expect(kept.length).toBeGreaterThan(5000);
    expect(kept).toEqual(seams.slice(0, kept.length));
    expect(extents).toEqual([[0, seams[kept.length]]]);
  });

  test.each([
    ['a tag', { validators: { etag: `"${'é'.repeat(slotSize / 2)}"`, lastModified: null, lastModifiedStrong: false } }],
    ['a kind', { contentType: 'x'.repeat(slotSize) }],
    ['digests', { expected: Array.from({ length: 2000 }, () => ({ algorithm: 'md5', value: '0'.repeat(32), origin: 'header' }) as const) }],
  ] satisfies readonly [string, Partial<JournalRecord>][])('that a server gives %s longer than a slot claims nothing', (_, long) => {
    const journal = Journal.create(file);
    journal.note({ ...state(7), ...long });
    journal.close();
    expect(readJournal(file)).toMatchObject({ owner: 'one', size, extents: [], expected: [] });
  });

  test('of any bytes is read without harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (head, text) => {
        writeFileSync(file, Buffer.concat([Buffer.from(head), Buffer.from(text)]));
        expect(readJournal(file)).toBeNull();
      }),
    );
  });
});

/** A record as it was given, without what the journal adds for itself. */
function pick({
  source,
  owner,
  size: length,
  validators,
  contentType,
  inode,
  bornAt,
  extents,
  seams,
  expected,
  verified,
}: JournalRecord): JournalRecord {
  return { source, owner, size: length, validators, contentType, inode, bornAt, extents, seams, expected, verified };
}
