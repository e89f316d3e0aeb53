import { expect, test } from 'vitest';
import type { Segment } from '../../contract/download.ts';
import { coalesce } from '../../renderer/details/coalesce.ts';
import { happeningsBetween } from '../../renderer/details/happenings.ts';

const chunk = (start: number, end: number, received: number, state: Segment['state'], tries = 1): Segment => ({
  start,
  end,
  received,
  speed: state === 'active' ? 1 : 0,
  state,
  tries,
});

const between = (before: Segment[], after: Segment[]) => Object.fromEntries(happeningsBetween(before, after));

test('progress is no news', () => {
  expect(between([chunk(0, 100, 10, 'active')], [chunk(0, 100, 50, 'active')])).toEqual({});
  expect(between([], [chunk(0, 100, 50, 'active')])).toEqual({});
});

test('a part that is taken over is told of both', () => {
  const before = [chunk(0, 50, 50, 'done'), chunk(50, 200, 20, 'active')];
  const after = [chunk(0, 50, 50, 'done'), chunk(50, 140, 25, 'active'), chunk(140, 200, 0, 'active')];
  expect(between(before, after)).toEqual({ 50: 'shortened', 140: 'taken' });
});

test('what was missing and is begun was taken from nobody', () => {
  const before = [chunk(0, 100, 10, 'active'), chunk(100, 300, 0, 'missing')];
  const after = [chunk(0, 100, 20, 'active'), chunk(100, 200, 0, 'active'), chunk(200, 300, 0, 'missing')];
  expect(between(before, after)).toEqual({});
});

test('what a connection has finished in two pieces was not taken over', () => {
  // The first part of the chunk is done and is told of apart from the rest of it.
  const before = [chunk(0, 100, 60, 'active')];
  expect(between(before, [chunk(0, 50, 50, 'done'), chunk(50, 100, 20, 'active')])).toEqual({});
});

test('another try, and bytes that are fetched anew', () => {
  const before = [chunk(0, 100, 10, 'active', 1), chunk(100, 400, 300, 'done')];
  const after = [chunk(0, 100, 10, 'active', 2), chunk(100, 200, 100, 'done'), chunk(200, 300, 0, 'active'), chunk(300, 400, 100, 'done')];
  expect(between(before, after)).toEqual({ 0: 'retried', 200: 'repaired' });
});

test('of thousands of chunks as many lines are left as can be looked at, and every byte is in one of them', () => {
  const many = Array.from({ length: 4000 }, (_, index) => {
    const state = index % 100 === 0 ? 'active' : index % 2 === 0 ? 'done' : 'missing';
    return chunk(index * 10, index * 10 + 10, state === 'done' ? 10 : state === 'active' ? 5 : 0, state);
  });
  const lines = coalesce(many);
  expect(lines.length).toBe(80);
  expect(lines.filter(({ state }) => state === 'active')).toEqual(many.filter(({ state }) => state === 'active'));
  expect(lines.map(({ start }) => start).slice(1)).toEqual(lines.map(({ end }) => end).slice(0, -1));
  const sum = (segments: readonly Segment[]): number => segments.reduce((total, { received }) => total + received, 0);
  expect(sum(lines)).toBe(sum(many));
});
