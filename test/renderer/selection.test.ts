import { describe, expect, test } from 'vitest';
import {
  extendTo,
  noSelection,
  selectAll,
  selectOnly,
  stepFrom,
  toggle,
  withoutGone,
  type Selection,
} from '../../renderer/state/selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const ids = (selection: Selection): string[] => [...selection.selected].toSorted();

describe('selecting', () => {
  test('a range goes from the anchor, in either direction, and may be drawn again', () => {
    const down = extendTo(selectOnly('b'), order, 'd');
    expect(ids(down)).toEqual(['b', 'c', 'd']);
    const up = extendTo(down, order, 'a');
    expect(ids(up)).toEqual(['a', 'b']);
    expect(up.cursor).toBe('a');
  });

  test('a range without a beginning is one row', () => {
    expect(ids(extendTo(noSelection, order, 'c'))).toEqual(['c']);
    expect(ids(extendTo(selectOnly('gone'), order, 'c'))).toEqual(['c']);
  });

  test('toggling adds, takes away, and begins the next range', () => {
    const two = toggle(selectOnly('a'), 'c');
    expect(ids(two)).toEqual(['a', 'c']);
    expect(ids(toggle(two, 'a'))).toEqual(['c']);
    expect(ids(extendTo(two, order, 'd'))).toEqual(['c', 'd']);
  });

  test('everything is selected where the keyboard stays', () => {
    const all = selectAll(selectOnly('c'), order);
    expect(ids(all)).toEqual(order);
    expect(all.cursor).toBe('c');
  });
});

test.each([
  [null, 'down', 'a'],
  [null, 'up', 'e'],
  ['a', 'up', 'a'],
  ['a', 'down', 'b'],
  ['e', 'down', 'e'],
  ['b', 'pageDown', 'd'],
  ['b', 'pageUp', 'a'],
  ['c', 'first', 'a'],
  ['c', 'last', 'e'],
  ['gone', 'down', 'a'],
] as const)('from %s, %s leads to %s', (cursor, step, target) => {
  expect(stepFrom(cursor, order, step, 2)).toBe(target);
});

test('in an empty list no key leads anywhere', () => {
  expect(stepFrom(null, [], 'down', 5)).toBeNull();
});

describe('when rows go', () => {
  test('the cursor moves to the row that took the place', () => {
    expect(withoutGone(selectOnly('c'), order, ['a', 'b', 'd', 'e'])).toEqual({ selected: new Set(), cursor: 'd', anchor: 'd' });
  });

  test('at the end it moves up', () => {
    expect(withoutGone(selectOnly('e'), order, ['a', 'b', 'c', 'd']).cursor).toBe('d');
  });

  test('what is still there stays selected', () => {
    const selection = extendTo(selectOnly('b'), order, 'd');
    expect(ids(withoutGone(selection, order, ['a', 'b', 'd', 'e']))).toEqual(['b', 'd']);
  });

  test('nothing changes when nothing of the selection went', () => {
    const selection = selectOnly('a');
    expect(withoutGone(selection, order, ['a', 'b'])).toBe(selection);
  });

  test('the last row leaves nothing behind', () => {
    expect(withoutGone(selectOnly('a'), ['a'], [])).toEqual(noSelection);
  });
});
