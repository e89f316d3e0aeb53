import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moveByStep, moveToGap, queueOf, type Move } from '../../renderer/state/queue.ts';
import { row } from './rows.ts';

const queue = ['a', 'b', 'c', 'd', 'e'];

/** The queue after a move, as the service makes it. */
function after(order: readonly string[], move: Move | null): string {
  if (!move) return 'unchanged';
  const others = order.filter((id) => !move.ids.includes(id));
  const at = move.before === null ? others.length : others.indexOf(move.before);
  return [...others.slice(0, at), ...move.ids, ...others.slice(at)].join('');
}

const toGap = (moved: string, gap: number, shown: readonly string[] = queue): string =>
  after(queue, moveToGap(queue, shown, new Set(moved), gap));
const byStep = (moved: string, step: 'up' | 'down' | 'first' | 'last', shown: readonly string[] = queue): string =>
  after(queue, moveByStep(queue, shown, new Set(moved), step));

describe('what is dropped in a gap', () => {
  test.each([
    ['d', 0, 'dabce'],
    ['a', 5, 'bcdea'],
    ['b', 4, 'acdbe'],
    ['ae', 3, 'bcaed'],
    // On either side of itself it stays.
    ['c', 2, 'unchanged'],
    ['c', 3, 'unchanged'],
    ['bc', 2, 'unchanged'],
    ['abcde', 2, 'unchanged'],
  ])('%s in gap %i', (moved, gap, expected) => expect(toGap(moved, gap)).toBe(expected));

  test('rows that are not shown stay on their side', () => {
    // Between b and e, of which only these two are seen.
    expect(toGap('a', 1, ['b', 'e'])).toBe('bcdae');
    // Below b, where nothing else is seen: behind b and before what follows it.
    expect(toGap('e', 2, ['e', 'b'])).toBe('abecd');
  });
});

describe('steps', () => {
  test.each([
    ['c', 'up', 'acbde'],
    ['c', 'down', 'abdce'],
    ['bc', 'up', 'bcade'],
    ['bc', 'down', 'adbce'],
    // Scattered ones gather where the first or the last of them is.
    ['bd', 'up', 'abdce'],
    ['bd', 'down', 'acbde'],
    ['ce', 'first', 'ceabd'],
    ['ac', 'last', 'bdeac'],
    ['a', 'up', 'unchanged'],
    ['a', 'first', 'unchanged'],
    ['e', 'down', 'unchanged'],
    ['de', 'last', 'unchanged'],
  ] as const)('%s %s', (moved, step, expected) => expect(byStep(moved, step)).toBe(expected));

  test('a step among those that are shown passes all that are not', () => {
    expect(byStep('e', 'up', ['b', 'e'])).toBe('aebcd');
    expect(byStep('b', 'down', ['b', 'e'])).toBe('acdeb');
  });
});

test('whatever is moved, nothing is lost and the others keep their order', () => {
  const ids = Array.from({ length: 8 }, (_, index) => String(index));
  fc.assert(
    fc.property(fc.subarray(ids), fc.subarray(ids), fc.nat(8), (moved, shown, gap) => {
      const move = moveToGap(ids, shown, new Set(moved), Math.min(gap, shown.length));
      if (!move) return;
      const result = after(ids, move).split('');
      expect(result.toSorted()).toEqual(ids);
      expect(result.filter((id) => !moved.includes(id))).toEqual(ids.filter((id) => !moved.includes(id)));
      expect(move.ids).toEqual(ids.filter((id) => moved.includes(id)));
    }),
  );
});

test('the queue is in the order of its positions', () => {
  expect(queueOf([row({ id: 'x', position: 2 }), row({ id: 'y', position: 1 })])).toEqual(['y', 'x']);
});
