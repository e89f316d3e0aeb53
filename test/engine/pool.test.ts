/** The connections of one file, over servers that a test plays itself. */
import { expect, test, vi } from 'vitest';
import { AnswerError } from '../../engine/http/answer-error.ts';
import { SegmentMap, type Claim } from '../../engine/segments.ts';
import { Appetite } from '../../engine/transfer/appetite.ts';
import { Pool } from '../../engine/transfer/pool.ts';
import type { Supply } from '../../engine/transfer/supply.ts';
import { ManualClock } from './manual-clock.ts';

const nothing = (): void => undefined;

/** A server that gets one connection. */
const supplyOf = (fetch: (claim: Claim) => Promise<void>, mayOpen: Supply['mayOpen']): Supply => ({
  appetite: new Appetite(1, null),
  latency: 1,
  slow: false,
  open: () => ({ fetch, flush: nothing, close: nothing, rate: 0, prospect: 0 }),
  mayOpen,
  closed: nothing,
  tooMany: () => false,
  unproven: () => [],
});

test('when the last connection is gone, another server gets one, however many other downloads have there', async () => {
  const clock = new ManualClock();
  const map = new SegmentMap(1000, [], 100);
  const breaks = Promise.withResolvers<void>();
  const first = supplyOf(
    () => breaks.promise,
    () => true,
  );
  const busy = supplyOf(
    async (claim) => void (claim.arrived = claim.written = claim.end),
    (only) => only,
  );
  const lost = vi.fn<() => void>();
  const pool = new Pool({
    map,
    supply: first,
    most: () => 4,
    minSplit: 100,
    mayRetry: true,
    inPieces: false,
    clock,
    onServed: nothing,
    onFewer: nothing,
    onTrouble: nothing,
    onLost: lost,
  });
  const done = pool.run(null);
  pool.join(busy);
  pool.tick(0);
  expect(pool.connections).toBe(1);
  breaks.reject(new AnswerError('fail', 'NOT_FOUND', 'gone'));
  await vi.waitFor(() => expect(lost).toHaveBeenCalled());
  await vi.waitFor(() => {
    pool.tick(0);
    expect(map.complete).toBe(true);
  });
  await done;
});
