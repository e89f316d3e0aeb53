import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PartialFile, type PartialState } from '../../engine/disk/partial.ts';
import { openTarget } from '../../engine/disk/target.ts';
import type { JournalRecord } from '../../engine/disk/journal.ts';

let folder: string;
let file: string;
const open: PartialFile[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rangefinder-partial-'));
  file = path.join(folder, 'a.part');
});

afterEach(async () => {
  for (const partial of open.splice(0)) await partial.close();
  rmSync(folder, { recursive: true });
});

const size = 300_000;
const bytes = Buffer.alloc(size, 'some bytes of a file ');

function create(): PartialFile {
  const partial = PartialFile.create(file, 'digest of a link', 'one');
  open.push(partial);
  return partial;
}

const stateOf = (partial: PartialFile, extents: PartialState['extents']): PartialState => ({ ...partial.emptyState, size, extents });

/** A partial with its first 100,000 bytes, as another run left it. */
async function leave(): Promise<JournalRecord> {
  const partial = create();
  partial.setSize(size);
  void partial.write(bytes, 0, 100_000, 0);
  await partial.checkpoint(stateOf(partial, [[0, 100_000]]));
  await partial.close();
  return inspect();
}

function inspect(): JournalRecord {
  const record = PartialFile.inspect(file);
  if (record === null || record === 'damaged') throw new RangeError('there is no record');
  return record;
}

describe('a new partial', () => {
  test('is empty, and says so', () => {
    create();
    expect(inspect()).toMatchObject({ source: 'digest of a link', owner: 'one', size: null, extents: [], inode: statSync(file).ino });
  });

  test.each(['a.part', 'a.part.journal'])('is not made over a file called %s', (name) => {
    writeFileSync(path.join(folder, name), 'another’s');
    expect(create).toThrow('EEXIST');
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe('another’s');
    expect(existsSync(path.join(folder, name === 'a.part' ? 'a.part.journal' : 'a.part'))).toBe(false);
  });

  test('does not follow a link', () => {
    symlinkSync(path.join(folder, 'elsewhere'), file);
    expect(create).toThrow('EEXIST');
    expect(existsSync(path.join(folder, 'elsewhere'))).toBe(false);
  });
});

describe('a partial that was left', () => {
  test('is gone on with', async () => {
    const { partial, state, dropped } = PartialFile.open(file, await leave(), 'two');
    open.push(partial);
    expect(dropped).toBe(false);
    expect(state).toMatchObject({ owner: 'two', size, extents: [[0, 100_000]] });
    expect(partial.read(0, 100_000).equals(bytes.subarray(0, 100_000))).toBe(true);
  });

  test('holds nothing any more when it was cut short', async () => {
    const record = await leave();
    truncateSync(file, size - 1);
    const { partial, state, dropped } = PartialFile.open(file, record, 'one');
    open.push(partial);
    expect([dropped, state.extents]).toEqual([true, []]);
  });

  test('holds nothing any more when it is another file', async () => {
    const record = await leave();
    rmSync(file);
    // Most file systems give it the number that the first one had.
    writeFileSync(file, bytes);
    const { partial, state, dropped } = PartialFile.open(file, record, 'one');
    open.push(partial);
    expect([dropped, state.extents]).toEqual([true, []]);
  });

  test('is not opened through a link', async () => {
    const record = await leave();
    const other = path.join(folder, 'other');
    writeFileSync(other, bytes);
    rmSync(file);
    symlinkSync(other, file);
    expect(() => PartialFile.open(file, record, 'one')).toThrow('ELOOP');
  });

  test('tells when its journal is damaged, and when it has none', async () => {
    await leave();
    writeFileSync(`${file}.journal`, 'rubbish');
    expect(PartialFile.inspect(file)).toBe('damaged');
    rmSync(`${file}.journal`);
    expect(PartialFile.inspect(file)).toBeNull();
  });
});

test('starting over forgets every byte, whatever was noted before', async () => {
  const partial = create();
  partial.setSize(size);
  for (const end of [10, 20, 30]) {
    partial.note(stateOf(partial, [[0, end]]));
    await partial.checkpoint(stateOf(partial, [[0, end]]));
  }
  await partial.restart();
  expect(inspect().extents).toEqual([]);
  expect(statSync(file).size).toBe(0);
});

/** What a power cut leaves of a journal: records that were never synced count no more. */
function cutPower(): void {
  const fd = openSync(`${file}.journal`, 'r+');
  writeSync(fd, Buffer.alloc(2 * 64 * 1024), 0, 2 * 64 * 1024, 2 * 64 * 1024);
  closeSync(fd);
}

const begin = async () => {
  const request = { folder, name: 'a', source: 'digest of a link', owner: 'one', adopt: true, partialOf: 'link', resume: true } as const;
  const target = await openTarget({ ...request, onConflict: 'rename' });
  if (target.kind !== 'open') throw new RangeError('it is not open');
  open.push(target.partial);
  target.lock.release();
  return target;
};

describe('a partial that holds nothing', () => {
  test('is claimed nothing of after a power cut, where the process died while it forgot what was there', async () => {
    const record = await leave();
    const dying = PartialFile.open(file, record, 'one').partial;
    dying.note(dying.emptyState);
    await dying.close();

    const { partial, state } = await begin();
    expect(state.extents).toEqual([]);
    // Now come the bytes of another file.
    partial.setSize(size);
    cutPower();
    expect(inspect().extents).toEqual([]);
  });

  test('is claimed nothing of where it had been cut short, and is as long as before by now', async () => {
    await leave();
    truncateSync(file, 50_000);
    const { partial } = await begin();
    partial.setSize(size);
    expect(inspect().extents).toEqual([]);
  });
});

test('closing waits for what is under way, and may be repeated', async () => {
  const partial = create();
  partial.setSize(size);
  void partial.write(bytes, 0, size, 0);
  const checkpoint = partial.checkpoint(stateOf(partial, [[0, size]]));
  await partial.close();
  await partial.close();
  await checkpoint;
  expect(inspect().extents).toEqual([[0, size]]);
});

test('nothing is left of one that is discarded', async () => {
  await leave();
  PartialFile.discard(file);
  PartialFile.discard(file);
  expect(existsSync(file) || existsSync(`${file}.journal`)).toBe(false);
});
