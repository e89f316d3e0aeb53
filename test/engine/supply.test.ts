/** Where the connections of one file lead, when several servers give it. */
import { expect, test } from 'vitest';
import { Appetite } from '../../engine/transfer/appetite.ts';
import { betterFor, bySuit, paceOf, type Placed, type Supply } from '../../engine/transfer/supply.ts';

const supplyOf = (connections: number): Supply => ({
  appetite: new Appetite(connections, null),
  latency: 10,
  open: () => {
    throw new Error('nothing is opened here');
  },
  mayOpen: () => true,
  closed: () => undefined,
  tooMany: () => false,
  unproven: () => [],
  slow: false,
});

const connectionsOf = (supply: Supply, ...rates: readonly number[]): Placed[] =>
  rates.map((rate) => ({ supply, channel: { rate }, gone: false }));

test('the pace of a server is what its connections bring that bring anything', () => {
  const [one, other] = [supplyOf(4), supplyOf(4)];
  expect(paceOf(one, [...connectionsOf(one, 100, 300, 0), ...connectionsOf(other, 9000)])).toBe(200);
  expect(paceOf(one, connectionsOf(one, 0))).toBe(0);
});

test('a new connection leads to a server that none leads to yet, then to the fastest that wants one more', () => {
  const [slow, fast, fresh] = [supplyOf(4), supplyOf(2), supplyOf(4)];
  const placed = [...connectionsOf(slow, 100), ...connectionsOf(fast, 500)];
  expect(bySuit([slow, fast, fresh], placed)).toEqual([fresh, fast, slow]);
  expect(bySuit([slow, fast], [...placed, ...connectionsOf(fast, 500)])).toEqual([slow]);
  fresh.slow = true;
  expect(bySuit([slow, fast, fresh], placed)[0]).toBe(fast);
});

test('one of several connections finds out what another server brings; the last one stays', () => {
  const [one, fresh] = [supplyOf(4), supplyOf(4)];
  const two = connectionsOf(one, 100, 100);
  expect(betterFor(two[0] as Placed, [one, fresh], two)).toBe(fresh);
  expect(betterFor(two[0] as Placed, [one, fresh], two.slice(0, 1))).toBeNull();
  fresh.slow = true;
  expect(betterFor(two[0] as Placed, [one, fresh], two)).toBeNull();
});

test('a connection moves to where others bring more than twice as much, and not for less', () => {
  const [slow, fast] = [supplyOf(4), supplyOf(4)];
  const placed = [...connectionsOf(slow, 100), ...connectionsOf(fast, 250)];
  expect(betterFor(placed[0] as Placed, [slow, fast], placed)).toBe(fast);
  expect(betterFor(placed[1] as Placed, [slow, fast], placed)).toBeNull();
  const even = [...connectionsOf(slow, 150), ...connectionsOf(fast, 250)];
  expect(betterFor(even[0] as Placed, [slow, fast], even)).toBeNull();
  const full = [...connectionsOf(slow, 100), ...connectionsOf(fast, 250, 250, 250, 250)];
  expect(betterFor(full[0] as Placed, [slow, fast], full)).toBeNull();
});
