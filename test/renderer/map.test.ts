import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Segment } from '../../contract/download.ts';
import { decodeMap, encodeMap, mapCells } from '../../contract/map.ts';
import { coalesce } from '../../renderer/details/coalesce.ts';

const segment = (start: number, end: number, received: number, state: Segment['state'] = 'missing'): Segment => ({
  start,
  end,
  received,
  state,
  speed: 0,
  tries: 1,
});

describe('the map of a file', () => {
  test('shows what is there, what is coming and what is missing', () => {
    const map = encodeMap([segment(0, 4800, 2450, 'active'), segment(4800, 9600, 0)], 9600) ?? '';
    const cells = decodeMap(map);
    expect(cells).toHaveLength(mapCells);
    expect(cells.slice(0, 12)).toEqual(Array.from({ length: 12 }, () => ({ done: 1, active: false })));
    expect(cells[12]).toMatchObject({ active: true });
    expect(cells[13]).toEqual({ done: 0, active: false });
  });

  test('is none while there is nothing to draw', () => {
    expect(encodeMap([], null)).toBeNull();
    expect(encodeMap([], 0)).toBeNull();
  });

  test('is full exactly when the file is, however it was cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e12 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        fc.boolean(),
        (size, parts, whole) => {
          const cuts = [...new Set([0, ...parts.map((part) => Math.floor(part * size)), size])].toSorted((a, b) => a - b);
          const segments = cuts.slice(1).map((end, index) => segment(cuts[index] ?? 0, end, end - (cuts[index] ?? 0), 'done'));
          const last = segments.at(-1);
          if (!whole && last) last.received = 0;
          const cells = decodeMap(encodeMap(segments, size) ?? '');
          expect(cells.every((cell) => cell.done === 1)).toBe(whole);
        },
      ),
    );
  });
});

describe('chunks worth a line', () => {
  const many = Array.from({ length: 500 }, (_, index) =>
    segment(index * 10, index * 10 + 10, index < 400 && index !== 7 ? 10 : 0, index === 7 ? 'active' : index < 400 ? 'done' : 'missing'),
  );

  test('few are shown as they are', () => {
    const few = many.slice(0, 100);
    expect(coalesce(few)).toBe(few);
  });

  test('of many, neighbours at rest become one and nothing is lost', () => {
    const shown = coalesce(many);
    expect(shown.map(({ start, end, state }) => [start, end, state])).toEqual([
      [0, 70, 'done'],
      [70, 80, 'active'],
      [80, 4000, 'done'],
      [4000, 5000, 'missing'],
    ]);
    expect(shown.reduce((sum, { received }) => sum + received, 0)).toBe(many.reduce((sum, { received }) => sum + received, 0));
  });
});
