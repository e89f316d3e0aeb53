/**
 * `kill -9` of the real command at random moments, gone on with until the file is complete.
 *
 *   RANGEFINDER_KILLS=200 npx vitest run test/crash/kill.test.ts   a long run
 *   RANGEFINDER_SEED=5 ...                                         other moments
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PartialFile } from '../../engine/disk/partial.ts';
import { totalOf } from '../../engine/extents.ts';
import { Random } from '../simulator/world/random.ts';
import { Command, mib, Range } from './command.ts';

const seed = Number(process.env['RANGEFINDER_SEED'] ?? 1);
const kills = Number(process.env['RANGEFINDER_KILLS'] ?? 12);
const connections = 4;
/** What a kill may cost: a checkpoint's worth, and what each connection had in its hands. */
const allowance = 8 * mib + connections * 256 * 1024;

let range: Range;

beforeEach(async () => {
  range = await Range.open(160 * mib);
});

afterEach(() => range.close());

const options = ['--connections', String(connections), '--no-sha256'];

/** Bytes that the next run will not ask for again. */
function claimed(): number {
  const record = PartialFile.inspect(path.join(range.home, 'file.bin.part'));
  return record === null || record === 'damaged' ? 0 : totalOf(record.extents);
}

/** Runs the command and kills it when the server has sent about `after` bytes. @returns the bytes that were lost; null when it was faster. */
async function runAndKill(after: number): Promise<number | null> {
  const before = claimed();
  let unrelated: number | null = null;
  const command = new Command(range.home, range.url, options);
  // What it reads before its first answer are its own modules and the journal.
  range.onRequest = () => (unrelated ??= command.bytesRead);
  await Promise.race([range.server.flow.reached(range.server.flow.sent + after), command.done]);
  if (!command.running) return null;
  command.process.kill('SIGSTOP');
  const received = command.bytesRead - (unrelated ?? 0);
  command.process.kill('SIGKILL');
  await command.done;
  return received - (claimed() - before);
}

test(`killed ${kills} times`, { timeout: 60_000 + kills * 3000 }, async () => {
  const random = new Random(seed);
  const lost: number[] = [];
  while (lost.length < kills) {
    const loss = await runAndKill(random.between(1, (2.5 * range.bytes.length) / kills + 4 * mib));
    if (loss === null) break;
    lost.push(loss);
  }
  const { code, output } = await new Command(range.home, range.url, [...options, '--on-conflict', 'skip']).done;
  expect(output).toContain('completed');
  expect(code).toBe(0);
  expect(readFileSync(path.join(range.home, 'file.bin')).equals(range.bytes)).toBe(true);
  expect(lost.filter((bytes) => bytes > allowance)).toEqual([]);
  expect(lost.length).toBeGreaterThan(1);
});
