/** What the connections of one file have shown of themselves and of their servers. */
import { expect, test } from 'vitest';
import { Appetite } from '../../engine/transfer/appetite.ts';
import { SegmentMap, type Claim } from '../../engine/segments.ts';
import { Slots } from '../../engine/transfer/slots.ts';
import type { PooledChannel, Supply } from '../../engine/transfer/supply.ts';

const nothing = (): void => undefined;

const channelOf = (figures: Partial<Pick<PooledChannel, 'rate' | 'prospect' | 'latency'>>): PooledChannel => ({
  fetch: () => Promise.resolve(),
  flush: nothing,
  close: nothing,
  rate: 0,
  prospect: 0,
  ...figures,
});

const supplyOf = (latency: number): Supply => ({
  appetite: new Appetite(8, null),
  latency,
  slow: false,
  open: () => channelOf({}),
  mayOpen: () => true,
  closed: nothing,
  tooMany: () => false,
  unproven: () => [],
});

function connect(supply: Supply, ...channels: readonly PooledChannel[]): Slots {
  const slots = new Slots();
  const map = new SegmentMap(1_000_000, [], 1000);
  for (const channel of channels) Object.assign(slots.add(supply, 0), { channel, claim: map.claim(1000) as Claim });
  return slots;
}

test('a server whose first answer took long is not thought far away for ever', () => {
  const supply = supplyOf(800);
  const slots = connect(supply, channelOf({ latency: 30 }), channelOf({ latency: 20 }), channelOf({ latency: 0 }), channelOf({}));
  slots.learnLatencies();
  expect(supply.latency).toBe(20);
});

test('one connection that is far slower than most is noticed in time, though the first answer took long', () => {
  const supply = supplyOf(800);
  const slots = connect(supply, ...[100, 1000, 1000, 1000].map((rate) => channelOf({ rate, latency: 10 })));
  expect(slots.laggards(2000)).toEqual([]);
  slots.learnLatencies();
  expect(slots.laggards(2000).map(({ channel }) => channel?.rate)).toEqual([100]);
});

test('a claim is as fast as its connections promise, and the faster of two that race', () => {
  const supply = supplyOf(10);
  const slots = connect(supply, channelOf({ rate: 10, prospect: 40 }), channelOf({ rate: 50, prospect: 50 }));
  const [one, other] = [...slots];
  if (one && other) other.claim = one.claim;
  slots.refreshRates();
  expect(one?.claim?.rate).toBe(50);
});
