import { expect, test } from 'vitest';
import { Meter } from '../../engine/transfer/meter.ts';
import { ManualClock } from './manual-clock.ts';

/** A tenth of a second after another, each with so many bytes; looked at after each, as the transfer does. */
function bring(meter: Meter, clock: ManualClock, ...tenths: number[]): number {
  for (const bytes of tenths) {
    clock.advance(100);
    meter.add(bytes);
    void meter.prospect;
  }
  return meter.prospect;
}

test('a connection that gains speed is expected to go on as of late, while its rate still counts the slow beginning', () => {
  const clock = new ManualClock();
  const meter = new Meter(clock);
  const prospect = bring(meter, clock, 0, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000, 8000);
  expect(meter.rate).toBe(55_000);
  expect(prospect).toBe(80_000);
});

test('one that slows down or stops keeps the rate of its life, which falls', () => {
  const clock = new ManualClock();
  const meter = new Meter(clock);
  bring(meter, clock, ...Array.from({ length: 20 }, () => 1000));
  expect(bring(meter, clock, ...Array.from({ length: 20 }, () => 0))).toBe(5000);
  expect(meter.rate).toBe(5000);
});

test('what comes in one burst counts as if it had taken a while, longer over a long way', () => {
  const clock = new ManualClock();
  const meter = new Meter(clock);
  expect(meter.prospect).toBe(0);
  meter.add(100_000);
  expect(meter.prospect).toBe(400_000);
  meter.latency = 200;
  expect(meter.prospect).toBe(100_000);
});

test('a connection opened anew begins without a past', () => {
  const clock = new ManualClock();
  const meter = new Meter(clock);
  bring(meter, clock, 1000, 1000, 1000, 1000, 1000);
  meter.restart();
  expect(meter.prospect).toBe(0);
});
