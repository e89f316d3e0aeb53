import { expect, test } from 'vitest';
import { historySeconds, SpeedHistory } from '../../renderer/state/speeds.ts';

test('one sample a second, the last word of each second counting, silent seconds as zero', () => {
  const history = new SpeedHistory();
  history.note(1000, 5);
  history.note(1900, 7);
  history.note(4000, 9);
  expect(history.samples().slice(-5)).toEqual([null, 7, 0, 0, 9]);
  expect(history.samples()).toHaveLength(historySeconds);
});

test('of the time in which nobody could hear anything, nothing is known', () => {
  const history = new SpeedHistory();
  history.note(1000, 5);
  history.interrupt();
  history.note(4000, 9);
  history.note(6000, 9);
  expect(history.samples().slice(-6)).toEqual([5, null, null, 9, 0, 9]);
});

test('a long silence leaves only silence, and takes no memory', () => {
  const history = new SpeedHistory();
  history.note(0, 5);
  history.note(1e12, 0);
  expect(history.samples()).toEqual(Array.from({ length: historySeconds }, () => 0));
});
