import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addExtent, gapsIn, prefixOf, unionOf, type Extent } from '../../engine/extents.ts';
import { SegmentMap, type Claim } from '../../engine/segments.ts';

const size = 1_000_000;
const minSplit = 10_000;

/** What happens to a map, with the choices as fractions, so that they fit whatever there is to choose from. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('claim' as const), length: fc.integer({ min: 1, max: size }) }),
  fc.record({ kind: fc.constant('steal' as const), rate: fc.nat(1_000_000) }),
  fc.record({ kind: fc.constant('help' as const), rate: fc.nat(1_000_000), wait: fc.nat(500) }),
  fc.record({ kind: fc.constant('race' as const) }),
  fc.record({
    kind: fc.constant('arrive' as const),
    which: fc.nat(),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    rate: fc.nat(1_000_000),
  }),
  fc.record({ kind: fc.constant('write' as const), which: fc.nat(), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('release' as const), which: fc.nat() }),
);

function check(map: SegmentMap, arrivals: ReadonlyMap<Claim, number>): void {
  const tiles = map.tiles();
  let at = 0;
  for (const tile of tiles) {
    expect(tile.start).toBe(at);
    expect(tile.end).toBeGreaterThan(tile.start);
    expect(tile.received).toBeLessThanOrEqual(tile.end - tile.start);
    at = tile.end;
  }
  expect(at).toBe(size);
  expect(tiles.reduce((sum, { received }) => sum + received, 0)).toBe(map.received);
  expect(map.prefix).toBe(prefixOf(map.written));
  const held = [...map.claims].map(({ start, end }): Extent => [start, end]);
  expect(map.missing).toEqual(gapsIn(unionOf([...map.written, ...held]), size));
  for (const claim of map.claims) {
    expect(claim.written).toBeLessThanOrEqual(claim.arrived);
    expect(claim.arrived).toBeLessThanOrEqual(claim.end);
    // A thief never takes what has arrived already.
    expect(claim.end).toBeGreaterThanOrEqual(arrivals.get(claim) ?? claim.start);
  }
}

test('done, claimed and missing are the file, in whatever order it is fetched', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const map = new SegmentMap(size, [], minSplit);
      const arrivals = new Map<Claim, number>();
      const pick = (which: number): Claim | undefined => [...map.claims][which % map.claims.size];
      let written: readonly Extent[] = [];
      for (const action of steps) {
        if (action.kind === 'claim') map.claim(action.length);
        else if (action.kind === 'steal') map.steal(action.rate, 0);
        else if (action.kind === 'help') map.help(action.rate, action.wait, 0);
        else if (action.kind === 'race') map.race(0);
        else {
          const claim = pick(action.which);
          if (!claim) continue;
          if (action.kind === 'arrive') {
            claim.arrived += Math.floor((claim.end - claim.arrived) * action.part);
            claim.rate = action.rate;
            arrivals.set(claim, claim.arrived);
          } else if (action.kind === 'write') {
            claim.written += Math.floor((claim.arrived - claim.written) * action.part);
            written = addExtent(written, claim.start, claim.written);
          } else {
            // What had only arrived is lost with the connection, unless another one fetches the same.
            if (claim.fetchers === 1) claim.arrived = claim.written;
            arrivals.set(claim, claim.arrived);
            map.release(claim);
          }
        }
        check(map, arrivals);
        expect(map.written).toEqual(written);
      }

      // Whatever state it is in, one connection can bring it to its end.
      for (const claim of map.claims) {
        claim.arrived = claim.written;
        for (let fetcher = claim.fetchers; fetcher > 0; fetcher--) map.release(claim);
      }
      for (let claim = map.claim(50_000); claim; claim = map.claim(50_000)) {
        claim.arrived = claim.written = claim.end;
        map.release(claim);
      }
      expect(map.complete).toBe(true);
      expect(map.written).toEqual([[0, size]]);
    }),
    { numRuns: 300 },
  );
});

describe('a theft', () => {
  const busy = (rate: number): { map: SegmentMap; victim: Claim } => {
    const map = new SegmentMap(size, [], minSplit);
    const victim = map.claim(size) as Claim;
    victim.rate = rate;
    return { map, victim };
  };

  test('takes the half from one whose rate is as unknown as the thief’s', () => {
    const { map, victim } = busy(0);
    expect(map.steal(0, 500)).toMatchObject({ start: 500_000, end: size });
    expect(victim.end).toBe(500_000);
  });

  test('takes more the faster the thief is', () => {
    const { map } = busy(100_000);
    expect(map.steal(300_000, 500)).toMatchObject({ start: 250_000, end: size });
  });

  test('does not happen where the victim is about to end', () => {
    const { map } = busy(1_000_000_000);
    expect(map.steal(0, 500)).toBeNull();
  });

  test('leaves alone what would not make two parts', () => {
    const map = new SegmentMap(2 * minSplit, [], minSplit);
    map.claim(size);
    expect(map.steal(0, 0)).toBeNull();
  });
});

describe('help near the end', () => {
  const length = 1_200_000;
  /** Of a part that is too small for a theft. */
  const busy = (rate: number): { map: SegmentMap; victim: Claim } => {
    const map = new SegmentMap(length, [], 1024 * 1024);
    const victim = map.claim(length) as Claim;
    victim.rate = rate;
    expect(map.steal(rate, 0)).toBeNull();
    return { map, victim };
  };

  test('takes so much that both end together, although it begins later', () => {
    const { map, victim } = busy(100_000);
    const taken = map.help(300_000, 1000, 100) as Claim;
    // 3.75 s for one, and 2.75 s for the other, which waits a second first.
    expect(taken).toMatchObject({ start: 375_000, end: length });
    expect(victim.end).toBe(375_000);
  });

  test('is thought as fast as promised, so that the next helper turns to the slowest', () => {
    const map = new SegmentMap(2 * length, [], 1024 * 1024);
    const [slow, slower] = [map.claim(length) as Claim, map.claim(length) as Claim];
    slow.rate = 110_000;
    slower.rate = 100_000;
    expect(map.help(1_000_000, 10, 100)).toMatchObject({ end: slower.start + length, rate: 1_000_000 });
    expect(map.help(1_000_000, 10, 100)).toMatchObject({ end: slow.start + length });
  });

  test('does not come where it would gain too little, or only crumbs are left', () => {
    expect(busy(10_000_000).map.help(10_000_000, 20, 100)).toBeNull();
    expect(busy(1_000_000).map.help(1_000_000, 1000, 200)).toBeNull();
    const { map, victim } = busy(1000);
    victim.arrived = length - 200_000;
    expect(map.help(1_000_000, 10, 100)).toBeNull();
  });

  test('leaves what is on its way to a range that brings nothing', () => {
    const { map, victim } = busy(0);
    expect(map.help(1_000_000, 10, 100)).toMatchObject({ start: 64 * 1024, end: length });
    expect(victim.end).toBe(64 * 1024);
  });

  test('comes to both that race', () => {
    const { map, victim } = busy(100_000);
    map.race(0);
    map.help(100_000, 0, 100);
    expect(victim).toMatchObject({ end: length / 2, fetchers: 2 });
  });
});

test('a rest too small to stand alone goes with the range before it', () => {
  const map = new SegmentMap(size, [], minSplit);
  expect(map.claim(size - minSplit + 1)).toMatchObject({ start: 0, end: size });
});

test('a race is won by whoever ends it first, and counted once', () => {
  const map = new SegmentMap(size, [], minSplit);
  const claim = map.claim(size) as Claim;
  expect(map.race(0)).toBe(claim);
  expect(map.race(0)).toBeNull();
  claim.arrived = claim.written = claim.end;
  map.release(claim);
  expect(map.complete).toBe(true);
  map.release(claim);
  expect(map.received).toBe(size);
});

test('a range that was given back is counted as tried', () => {
  const map = new SegmentMap(size, [], minSplit);
  const claim = map.claim(size) as Claim;
  claim.arrived = claim.written = 1000;
  map.release(claim);
  expect(map.claim(size)).toMatchObject({ start: 1000, tries: 1 });
});
