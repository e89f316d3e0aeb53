import { describe, expect, test } from 'vitest';
import { SpeedMeter, TokenBucket } from '../../engine/rate.ts';
import { ManualClock } from './manual-clock.ts';

const mib = 1024 * 1024;

/** Connections that read as soon as they may, each at most what the bucket allows at once. @returns what each has read. */
function read(clock: ManualClock, bucket: TokenBucket, connections: number, chunk = 64 * 1024): number[] {
  const totals = Array.from({ length: connections }, () => 0);
  const next = (connection: number): void => {
    const bytes = Math.ceil(Math.min(chunk, bucket.readSize));
    totals[connection] = (totals[connection] as number) + bytes;
    clock.after(Math.max(0.01, bucket.take(bytes)), () => next(connection));
  };
  totals.forEach((_, connection) => next(connection));
  return totals;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('a limit', () => {
  test.each([
    [64 * 1024, 1],
    [64 * 1024, 16],
    [1 * mib, 4],
    [20 * mib, 1],
    [20 * mib, 16],
  ])('of %i bytes a second holds within 3 % over 5 s with %i connections, who share it alike', (rate, connections) => {
    const clock = new ManualClock();
    const totals = read(clock, new TokenBucket(clock, rate), connections);
    clock.advance(5000);
    expect(sum(totals) / (5 * rate)).toBeGreaterThan(0.97);
    expect(sum(totals) / (5 * rate)).toBeLessThan(1.03);
    const fair = sum(totals) / connections;
    for (const total of totals) expect(Math.abs(total - fair) / fair).toBeLessThan(0.15);
  });

  test('can be changed on the way', () => {
    const clock = new ManualClock();
    const bucket = new TokenBucket(clock, mib);
    const totals = read(clock, bucket, 4);
    clock.advance(5000);
    bucket.rate = 4 * mib;
    const before = sum(totals);
    clock.advance(5000);
    expect((sum(totals) - before) / (20 * mib)).toBeCloseTo(1, 1);
    bucket.rate = mib / 4;
    clock.advance(1000);
    const faster = sum(totals);
    clock.advance(5000);
    expect((sum(totals) - faster) / ((5 * mib) / 4)).toBeCloseTo(1, 1);
  });

  test('that is lowered does not have what came before waited for longer', () => {
    const clock = new ManualClock();
    const bucket = new TokenBucket(clock, mib);
    expect(bucket.take(2 * mib)).toBeCloseTo(2000, 5);
    bucket.rate = 1024;
    expect(bucket.take(0)).toBeCloseTo(2000, 5);
    bucket.rate = 4096;
    expect(bucket.take(0)).toBeCloseTo(500, 5);
    bucket.rate = 0;
    bucket.rate = 1024;
    expect(bucket.take(0)).toBe(0);
  });

  test('saves nothing up while nothing is read', () => {
    const clock = new ManualClock();
    const bucket = new TokenBucket(clock, mib);
    clock.advance(60_000);
    const totals = read(clock, bucket, 1);
    clock.advance(1000);
    expect(totals[0]).toBeLessThan(1.15 * mib);
  });

  test('of nothing is none', () => {
    const bucket = new TokenBucket(new ManualClock());
    expect(bucket.take(1e12)).toBe(0);
    expect(bucket.readSize).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the speed', () => {
  const noted = (meter: SpeedMeter, marks: readonly (readonly [at: number, total: number])[]): number => {
    for (const [at, total] of marks) meter.note(at, total);
    return meter.speed;
  };

  test('is that of the last seconds only', () => {
    const slowThenFast = Array.from(
      { length: 100 },
      (_, index) => [index * 100, index < 50 ? index * 10 : 500 + (index - 50) * 1000] as const,
    );
    expect(noted(new SpeedMeter(3000), slowThenFast)).toBeCloseTo(10_000, -2);
  });

  test('begins anew after a restart', () => {
    const meter = new SpeedMeter();
    noted(meter, [
      [0, 0],
      [1000, 5000],
    ]);
    expect(
      noted(meter, [
        [1100, 0],
        [2100, 700],
      ]),
    ).toBe(700);
  });

  test('of one moment is nothing', () => {
    expect(noted(new SpeedMeter(), [[5, 100]])).toBe(0);
    expect(
      noted(new SpeedMeter(), [
        [5, 100],
        [5, 200],
      ]),
    ).toBe(0);
  });
});
