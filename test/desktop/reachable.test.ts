import { expect, test } from 'vitest';
import { isReachable } from '../../electron/reachable.ts';

const main = { x: 0, y: 25, width: 1920, height: 1055 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
const window = { x: 100, y: 100, width: 1120, height: 760 };

test.each([
  ['in the middle', window, main, true],
  ['on a display to the left', { ...window, x: -1200 }, left, true],
  ['half beyond the edge', { ...window, x: 1500 }, main, true],
  ['larger than the display', { ...window, x: -100, y: 25, width: 4000, height: 3000 }, main, true],
  ['on a display that is gone', { ...window, x: 5000 }, main, false],
  ['but for a sliver beyond the edge', { ...window, x: 1900 }, main, false],
  ['with its upper edge above the display', { ...window, y: -600 }, main, false],
  ['with its upper edge below the display', { ...window, y: 1070 }, main, false],
  ['no rectangle', { x: 0, y: 0, width: Number.NaN, height: 1 }, main, false],
  ['without an extent', { ...window, width: 0 }, main, false],
])('%s', (_where, bounds, area, expected) => {
  expect(isReachable(bounds, area)).toBe(expected);
});
