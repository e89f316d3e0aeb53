import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addExtent, gapsIn, isExtents, lengthBefore, prefixOf, totalOf, unionOf, type Extent } from '../../engine/extents.ts';

const size = 60;
const range = fc.tuple(fc.nat(size), fc.nat(size)).map(([a, b]): Extent => [Math.min(a, b), Math.max(a, b)]);
const ranges = fc.array(range, { maxLength: 12 });

const union = (parts: readonly Extent[]): Extent[] => parts.reduce<Extent[]>((set, [start, end]) => addExtent(set, start, end), []);
const has = (set: readonly Extent[], at: number): boolean => set.some(([start, end]) => start <= at && at < end);
const positions = Array.from({ length: size }, (_, at) => at);

describe('a set of bytes', () => {
  test('holds what was added and nothing else, sorted and without touching ranges', () => {
    fc.assert(
      fc.property(ranges, (parts) => {
        const set = union(parts);
        expect(isExtents(set, size)).toBe(true);
        expect(unionOf(parts)).toEqual(set);
        for (const at of positions) expect(has(set, at)).toBe(has(parts, at));
        expect(totalOf(set)).toBe(positions.filter((at) => has(parts, at)).length);
      }),
    );
  });

  test('and its gaps are the whole', () => {
    fc.assert(
      fc.property(ranges, (parts) => {
        const set = union(parts);
        const gaps = gapsIn(set, size);
        for (const at of positions) expect(has(gaps, at)).toBe(!has(set, at));
        expect(union([...set, ...gaps])).toEqual([[0, size]]);
      }),
    );
  });

  test('knows its beginning and what lies before a place', () => {
    fc.assert(
      fc.property(ranges, fc.nat(size), fc.integer({ min: 1, max: 20 }), (parts, at, most) => {
        const set = union(parts);
        const prefix = positions.findIndex((position) => !has(set, position));
        expect(prefixOf(set)).toBe(prefix < 0 ? size : prefix);
        let before = 0;
        while (before < most && before < at && has(set, at - before - 1)) before++;
        expect(lengthBefore(set, at, most)).toBe(before);
      }),
    );
  });

  test.each([
    ['no list', null],
    ['a string', 'abc'],
    ['half a range', [[1]]],
    ['an empty range', [[3, 3]]],
    ['a range backwards', [[5, 2]]],
    [
      'ranges that touch',
      [
        [0, 2],
        [2, 4],
      ],
    ],
    [
      'ranges out of order',
      [
        [5, 6],
        [1, 2],
      ],
    ],
    ['a negative start', [[-1, 2]]],
    ['a fraction', [[0, 1.5]]],
    ['an end behind the file', [[0, 61]]],
    ['text for numbers', [['0', '5']]],
  ])('is not read from %s', (_, value) => {
    expect(isExtents(value, size)).toBe(false);
  });
});
