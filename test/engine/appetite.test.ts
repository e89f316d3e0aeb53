import { describe, expect, test } from 'vitest';
import { Appetite } from '../../engine/transfer/appetite.ts';

/** Looks once a second at a speed that depends on the connections. @returns how many are wanted after each second. */
function watch(appetite: Appetite, speed: (connections: number) => number, seconds: number, from = 1): number[] {
  return Array.from({ length: seconds }, (_, second) => {
    appetite.look((from + second) * 1000, speed(appetite.connections), appetite.connections);
    return appetite.connections;
  });
}

describe('a number of connections that the user chose', () => {
  test('stays, whatever it brings', () => {
    expect(watch(new Appetite(7, null), () => 0, 20).every((connections) => connections === 7)).toBe(true);
  });
});

describe('an automatic number of connections', () => {
  test('begins with four, or with what has served this host best', () => {
    expect(new Appetite('auto', null).connections).toBe(4);
    expect(new Appetite('auto', 9).connections).toBe(9);
    expect(new Appetite('auto', 99).connections).toBe(16);
  });

  test('grows while each brings more, up to sixteen', () => {
    expect(watch(new Appetite('auto', null), (connections) => connections * 1000, 20).at(-1)).toBe(16);
  });

  test('stays low where more connections bring nothing', () => {
    expect(Math.max(...watch(new Appetite('auto', null), () => 1_000_000, 10))).toBeLessThan(16);
  });

  test('never grows while those that are wanted could not be opened', () => {
    const appetite = new Appetite('auto', null);
    for (let second = 1; second < 20; second++) appetite.look(second * 1000, second * 1000, 2);
    expect(appetite.connections).toBe(4);
  });
});

describe('a refusal', () => {
  test('lowers the number to what is served, and is news once', () => {
    const appetite = new Appetite(8, null);
    expect(appetite.refused(3, 1000)).toBe(true);
    expect(appetite.connections).toBe(3);
    expect(appetite.refused(3, 1001)).toBe(false);
  });

  test('never leaves less than one', () => {
    const appetite = new Appetite(8, null);
    appetite.refused(0, 1000);
    expect(appetite.connections).toBe(1);
  });

  test('is forgiven slowly, one connection at a time', () => {
    const appetite = new Appetite(8, null);
    appetite.refused(3, 1000);
    appetite.look(5900, 0, 3);
    expect(appetite.connections).toBe(3);
    appetite.look(6100, 0, 3);
    expect(appetite.connections).toBe(4);
    appetite.look(6200, 0, 4);
    expect(appetite.connections).toBe(4);
  });

  test('that comes again is remembered for twice as long', () => {
    const appetite = new Appetite(8, null);
    appetite.refused(3, 1000);
    appetite.refused(3, 7000);
    appetite.look(16_900, 0, 3);
    expect(appetite.connections).toBe(3);
    appetite.look(17_100, 0, 3);
    expect(appetite.connections).toBe(4);
  });
});

test('what the user allows can change, and what the server has refused stays in mind', () => {
  const appetite = new Appetite(8, null);
  appetite.aim(3);
  expect(appetite.connections).toBe(3);
  appetite.aim(12);
  appetite.refused(5, 1000);
  expect(appetite.connections).toBe(5);
  appetite.aim('auto');
  expect(watch(appetite, (connections) => connections * 1000, 100).at(-1)).toBe(16);
  appetite.aim(2);
  expect(watch(appetite, (connections) => connections * 1000, 10).at(-1)).toBe(2);
});

test('a limit holds whatever the server takes and the user allows', () => {
  const appetite = new Appetite('auto', null);
  appetite.limit(1);
  appetite.aim(8);
  expect(appetite.connections).toBe(1);
  appetite.aim('auto');
  expect(watch(appetite, (connections) => connections * 1000, 10).at(-1)).toBe(1);
});
