/** What a file is expected to be, and how long one waits to hear of it. */
import { expect, onTestFinished, test } from 'vitest';
import type { Checksum } from '../../contract/download.ts';
import { Expectations } from '../../engine/run/expectations.ts';
import { ManualClock } from './manual-clock.ts';

const digest: Checksum = { algorithm: 'md5', value: '0'.repeat(32), origin: 'sidecar' };
const found = { checksums: [digest], pieces: null, mirrors: [], unread: [] };

const expectations = (): Expectations =>
  new Expectations({ checksums: [], findChecksums: 'everywhere' }, { sha256: true, pieces: null }, { told: [] });

test('a search that hangs is ended once the file waits for it', async () => {
  const clock = new ManualClock();
  const expected = expectations();
  let given = false;
  expected.searchWith(async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    given = true;
    return { ...found, checksums: [] };
  });
  clock.advance(3_600_000);
  const settled = expected.settle(clock);
  clock.advance(10_000);
  expect(given).toBe(false);
  clock.advance(10_000);
  expect(await settled).toEqual([]);
  expect(given).toBe(true);
});

test('a search that ends by itself is waited for', async () => {
  const clock = new ManualClock();
  const expected = expectations();
  const search = Promise.withResolvers<typeof found>();
  let ended: AbortSignal | null = null;
  expected.searchWith((signal) => {
    ended = signal;
    return search.promise;
  });
  const settled = expected.settle(clock);
  search.resolve(found);
  expect(await settled).toEqual([digest]);
  clock.advance(3_600_000);
  expect(ended).toMatchObject({ aborted: false });
});

test('a search that breaks is heard of by whoever waits for it, and by nobody else', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown): void => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  onTestFinished(() => void process.off('unhandledRejection', hear));
  const expected = expectations();
  expected.searchWith(() => Promise.reject(new TypeError('a fault of ours')));
  // Rejections that nobody has heard of are told of before the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  expect(unheard).toEqual([]);
  await expect(expected.settle(new ManualClock())).rejects.toThrow('a fault of ours');
});
