import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Queue } from '../../contract/queue.ts';
import { draftOf, newQueue, readQueue, type QueueDraft } from '../../renderer/input/queue.ts';

const typed = (change: Partial<QueueDraft>): QueueDraft => ({ ...newQueue, name: 'Night', ...change });

describe('what is typed about a queue', () => {
  test('is a queue without limits when only its name is', () => {
    expect(readQueue(typed({}), []).queue).toEqual({
      name: 'Night',
      maxActive: 0,
      limitRate: 0,
      hours: null,
      timedLimit: null,
    });
  });

  test('becomes its limits and hours', () => {
    const draft = typed({ name: ' Night ', maxActive: '2', limitRate: '1.5M', timed: true, rateTimed: true, timedRate: '0' });
    expect(readQueue(draft, []).queue).toMatchObject({
      name: 'Night',
      maxActive: 2,
      limitRate: 1.5 * 1024 ** 2,
      hours: { start: 23 * 60, end: 7 * 60, days: [0, 1, 2, 3, 4, 5, 6] },
      timedLimit: { limitRate: 0, hours: { start: 8 * 60, end: 18 * 60, days: [1, 2, 3, 4, 5] } },
    });
  });

  test.each([
    [{ name: ' ' }, { name: 'missing' }],
    [{ name: 'main' }, { name: 'taken' }],
    [{ name: 'n'.repeat(101) }, { name: 'long' }],
    [{ maxActive: '0' }, { maxActive: true }],
    [{ maxActive: 'two' }, { maxActive: true }],
    [{ limitRate: 'fast' }, { limitRate: true }],
    [{ timed: true, hours: { start: '', end: '07:00', days: [1] } }, { hours: 'time' }],
    [{ timed: true, hours: { start: '23:00', end: '07:00', days: [] } }, { hours: 'days' }],
    [{ rateTimed: true, timedRate: '' }, { timedRate: true }],
    [{ rateTimed: true, rateHours: { start: '08:00', end: '', days: [1] } }, { rateHours: 'time' }],
  ])('%o is refused, and it is said why', (change, problems) => {
    const reading = readQueue(typed(change), ['Main']);
    expect(reading.queue).toBeNull();
    expect(reading.problems).toMatchObject(problems);
  });

  test('is passed over where it is switched off', () => {
    const nothing = { start: '', end: '', days: [] };
    expect(readQueue(typed({ hours: nothing, rateHours: nothing, timedRate: 'fast' }), []).queue).not.toBeNull();
  });
});

const minutes = fc.nat(1439);
const hours = fc.record({ days: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }), start: minutes, end: minutes });
const anyQueue = fc.record({
  id: fc.constant('a'),
  name: fc.constantFrom('Night', 'Große Dateien', 'ليل'),
  on: fc.constant(true),
  maxActive: fc.nat(100),
  limitRate: fc.nat(2 ** 40),
  hours: fc.option(hours),
  timedLimit: fc.option(fc.record({ hours, limitRate: fc.nat(2 ** 40) })),
});

test('a queue that is opened and saved is the same', () => {
  fc.assert(
    fc.property(anyQueue, (queue) => {
      const { id: _, on: __, ...rest } = Queue.parse(queue);
      expect(readQueue(draftOf(queue, queue.name), []).queue).toEqual(rest);
    }),
  );
});
