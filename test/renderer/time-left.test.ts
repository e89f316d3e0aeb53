import { describe, expect, test } from 'vitest';
import { TimeLeft } from '../../renderer/text/time-left.ts';

const megabyte = 1_000_000;

/** Plays a download of one gigabyte, ten updates a second, and returns what was shown after each. */
function play(seconds: number, speedAt: (second: number) => number): (number | null)[] {
  const timeLeft = new TimeLeft();
  let received = 0;
  return Array.from({ length: seconds * 10 }, (_, index) => {
    const speed = speedAt(index / 10);
    received += speed / 10;
    return timeLeft.update(index * 100, 1000 * megabyte - received, speed);
  });
}

/** By how much the shown moment of completion moved between two updates. */
const jumps = (shown: readonly (number | null)[]): number[] =>
  shown.slice(1).map((left, index) => Math.abs((left ?? 0) - ((shown[index] ?? 0) - 100)));

describe('time left', () => {
  test('counts down second by second while the speed holds', () => {
    const shown = play(30, () => 10 * megabyte);
    expect(shown[0]).toBeCloseTo(100_000, -3);
    expect(Math.max(...jumps(shown))).toBeLessThan(150);
  });

  test('does not follow a speed that shakes by half', () => {
    const shown = play(30, (second) => 10 * megabyte * (1 + 0.5 * Math.sin(second * 5)));
    expect(Math.max(...jumps(shown.slice(50)))).toBeLessThan(1_500);
  });

  test('follows a speed that stays changed', () => {
    const shown = play(80, (second) => (second < 20 ? 10 : 5) * megabyte);
    // After 80 seconds 500 MB have come, and the other 500 take 100 seconds more.
    expect(Math.abs((shown.at(-1) ?? 0) - 100_000)).toBeLessThan(8_000);
  });

  test('forgets a burst at the beginning within seconds', () => {
    const shown = play(5, (second) => (second < 1 ? 60 : 15) * megabyte);
    // After five seconds 120 MB have come, and the other 880 take 59 seconds more.
    expect(shown.at(-1)).toBeGreaterThan(45_000);
    expect(shown.at(-1)).toBeLessThan(60_000);
  });

  test('says nothing while nothing arrives, and begins anew when it does', () => {
    const timeLeft = new TimeLeft();
    expect(timeLeft.update(0, 1000, 0)).toBeNull();
    expect(timeLeft.update(100, 1000, 100)).toBe(10_000);
  });

  test('rides over a short silence, says nothing in a long one, and knows again when it is over', () => {
    const shown = play(30, (second) => (second >= 10 && second < 20 ? 0 : 10 * megabyte));
    expect(shown.slice(0, 130)).not.toContain(null);
    expect(shown.slice(135, 200).every((left) => left === null)).toBe(true);
    expect(shown.slice(201)).not.toContain(null);
  });

  test('an estimate that a burst made too short is given up when its moment has come', () => {
    const timeLeft = new TimeLeft();
    expect(timeLeft.update(0, 1000, 1000)).toBe(1000);
    for (let now = 500; now < 5000; now += 500) timeLeft.update(now, 900, 10);
    expect(timeLeft.update(5000, 900, 10)).toBeGreaterThan(1000);
  });

  test('says nothing rather than months', () => {
    expect(new TimeLeft().update(0, 1e15, 10)).toBeNull();
  });

  test('never goes below nothing', () => {
    const timeLeft = new TimeLeft();
    timeLeft.update(0, 1000, 1000);
    expect(timeLeft.update(60_000, 1, 1000)).toBeGreaterThanOrEqual(0);
  });
});
