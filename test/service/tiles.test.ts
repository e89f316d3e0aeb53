import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Segment } from '../../contract/download.ts';
import { condense } from '../../service/tiles.ts';

const gib = 1024 ** 3;

const tilesOf = (states: readonly Segment['state'][], size: number): Segment[] =>
  states.map((state, index) => {
    const [start, end] = [Math.floor((index * size) / states.length), Math.floor(((index + 1) * size) / states.length)];
    const received = state === 'done' ? end - start : state === 'active' ? Math.floor((end - start) / 3) : 0;
    return { start, end, received, speed: 0, state, tries: index % 3 };
  });

test('a few tiles are told of as they are', () => {
  const tiles = tilesOf(['done', 'missing', 'active'], gib);
  expect(condense(tiles, gib)).toBe(tiles);
  expect(condense(tiles, null)).toBe(tiles);
});

test('of thousands, only those of connections stay alone, and no byte is lost or moved far', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('done', 'missing'), { minLength: 300, maxLength: 5000 }),
      fc.array(fc.nat(4999), { maxLength: 64 }),
      (rest, active) => {
        const states: Segment['state'][] = [...rest];
        for (const at of active) states[at % states.length] = 'active';
        const tiles = tilesOf(states, 100 * gib);
        const told = condense(tiles, 100 * gib);
        const count = tiles.filter(({ state }) => state === 'active').length;
        // Two stretches that do not fit into one are together longer than one.
        expect(told.length).toBeLessThanOrEqual(2 * 256 + 2 * count + 2);
        expect(told.filter(({ state }) => state === 'active')).toEqual(tiles.filter(({ state }) => state === 'active'));
        expect(told[0]?.start).toBe(0);
        expect(told.at(-1)?.end).toBe(tiles.at(-1)?.end);
        expect(told.map(({ start }) => start).slice(1)).toEqual(told.map(({ end }) => end).slice(0, -1));
        const sum = (segments: readonly Segment[]): number => segments.reduce((total, { received }) => total + received, 0);
        expect(sum(told)).toBe(sum(tiles));
        expect(told.filter(({ start, end, received, state }) => state === 'done' && received !== end - start)).toEqual([]);
      },
    ),
  );
});
