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

test('a long silence leaves only silence, and takes no memory', () => {
  const history = new SpeedHistory();
  history.note(0, 5);
  history.note(1e12, 0);
  expect(history.samples()).toEqual(Array.from({ length: historySeconds }, () => 0));
});
