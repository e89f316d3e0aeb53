/** The disk fails to keep what it was given (EIO), at each sync in turn; the real command says so, and the next run ends well. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Command, mib, Range } from './command.ts';

let range: Range;

beforeEach(async () => {
  range = await Range.open(40 * mib);
});

afterEach(() => range.close());

/** Fails the n-th fdatasync of the thread that does all file work. */
const failingSync = (nth: number): string[] => [
  'env',
  'UV_THREADPOOL_SIZE=1',
  'UV_USE_IO_URING=0',
  'strace',
  '--follow-forks',
  '--quiet=all',
  '--output=/dev/null',
  '--trace=fdatasync',
  `--inject=fdatasync:error=EIO:when=${nth}`,
];

test.each([1, 2, 3, 5])('sync number %i fails', { timeout: 60_000 }, async (nth) => {
  const failed = await new Command(range.home, range.url, ['--limit-rate', '30M'], failingSync(nth)).done;
  expect(failed.output).toContain('"DISK_IO"');
  expect(failed.code).toBe(7);
  const { code } = await new Command(range.home, range.url).done;
  expect(code).toBe(0);
  expect(readFileSync(path.join(range.home, 'file.bin')).equals(range.bytes)).toBe(true);
});
