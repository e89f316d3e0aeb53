/** Whose turn it is, against a plain model of the same rules. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Admission, type Activity } from '../../engine/admission.ts';
import type { GroupLimits, Standing, Priority } from '../../engine/types.ts';

const standing = (more: Partial<Standing> = {}): Standing => ({ group: null, priority: 'normal', now: false, ...more });
const group = (id: string, more: Partial<GroupLimits> = {}): GroupLimits => ({ id, open: true, maxActive: 0, limitRate: 0, ...more });

/** Starts whoever may, in their order. */
function startAll(admission: Admission): string[] {
  const started: string[] = [];
  for (let id = admission.next(); id !== null; id = admission.next()) {
    admission.note(id, 'running');
    started.push(id);
  }
  return started;
}

function queue(maxActive: number, groups: readonly GroupLimits[], standings: Readonly<Record<string, Partial<Standing>>>): Admission {
  const admission = new Admission();
  admission.configure(maxActive, groups);
  for (const [id, more] of Object.entries(standings)) admission.add(id, standing(more), 'waiting');
  return admission;
}

describe('the next one', () => {
  test('is the most urgent, and among equals the first in the queue', () => {
    const admission = queue(9, [], { a: { priority: 'low' }, b: {}, c: { priority: 'high' }, d: {} });
    expect(startAll(admission)).toEqual(['c', 'b', 'd', 'a']);
  });

  test('follows a new order and a new priority', () => {
    const admission = queue(9, [], { a: {}, b: {}, c: {}, d: {} });
    admission.reorder(['c', 'a']);
    admission.setStanding('d', { priority: 'high' });
    expect(startAll(admission)).toEqual(['d', 'c', 'a', 'b']);
  });

  test('comes from the group that has the fewest running', () => {
    const admission = queue(4, [], { a1: { group: 'a' }, a2: { group: 'a' }, a3: { group: 'a' }, b1: { group: 'b' }, b2: { group: 'b' } });
    expect(startAll(admission)).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  test('is nobody of a closed or a full group', () => {
    const groups = [group('a', { open: false }), group('b', { maxActive: 1 })];
    const admission = queue(9, groups, { a1: { group: 'a' }, b1: { group: 'b' }, b2: { group: 'b' }, c1: { group: 'c' } });
    expect(startAll(admission)).toEqual(['b1', 'c1']);
    admission.note('b1', 'idle');
    expect(startAll(admission)).toEqual(['b2']);
  });

  test('is whoever is to start now, whatever the numbers and hours say', () => {
    const groups = [group('a', { open: false, maxActive: 1 })];
    const admission = queue(1, groups, { a1: { group: 'a' }, a2: { group: 'a', now: true }, a3: { group: 'a', now: true }, b1: {} });
    expect(startAll(admission)).toEqual(['a2', 'a3']);
    expect(admission.trespassers()).toEqual([]);
  });

  test('even of thousands to start now, no more than a hundred run', () => {
    const admission = queue(5, [], {});
    for (let id = 0; id < 3000; id++) admission.add(String(id), standing({ now: true }), 'waiting');
    expect(startAll(admission)).toHaveLength(100);
  });
});

describe('a queue of ten thousand', () => {
  test('is added to, put in order and worked off without a pause that could be felt', () => {
    const admission = queue(5, [group('night', { open: false })], {});
    const started = performance.now();
    for (let id = 0; id < 10_000; id++) {
      admission.add(String(id), standing({ group: id % 2 ? 'night' : 'day', priority: id % 3 ? 'normal' : 'high' }), 'waiting');
      startAll(admission);
    }
    admission.reorder(Array.from({ length: 10_000 }, (_, id) => String(9999 - id)));
    admission.configure(5, []);
    for (let id = 0; id < 10_000; id++) {
      admission.note(String(id), 'idle');
      startAll(admission);
    }
    // A hundredth of it on a quiet machine; searching the queue at each step would take many times as long.
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

const priorities: readonly Priority[] = ['high', 'normal', 'low'];
const groupNames = [null, 'a', 'b'] as const;

const anyStanding: fc.Arbitrary<Standing> = fc.record({
  group: fc.constantFrom(...groupNames),
  priority: fc.constantFrom(...priorities),
  now: fc.boolean(),
});
const anyId = fc.constantFrom('p', 'q', 'r', 's', 't', 'u', 'v', 'w');
const anyLimits = (id: string): fc.Arbitrary<GroupLimits> =>
  fc.record({ id: fc.constant(id), open: fc.boolean(), maxActive: fc.nat(3), limitRate: fc.constant(0) });

const anyStep = fc.oneof(
  fc.record({ do: fc.constant('add' as const), id: anyId, standing: anyStanding }),
  fc.record({ do: fc.constant('note' as const), id: anyId, activity: fc.constantFrom<Activity>('waiting', 'running', 'idle') }),
  fc.record({ do: fc.constant('stand' as const), id: anyId, standing: anyStanding }),
  fc.record({ do: fc.constant('delete' as const), id: anyId }),
  fc.record({ do: fc.constant('reorder' as const), ids: fc.uniqueArray(anyId) }),
  fc.record({ do: fc.constant('configure' as const), most: fc.integer({ min: 1, max: 4 }), a: anyLimits('a'), b: anyLimits('b') }),
);

/** The rules again, said with a list that is searched from end to end. */
class Model {
  list: { id: string; standing: Standing; activity: Activity }[] = [];
  most = 1;
  limits: readonly GroupLimits[] = [];

  next(): string | null {
    const running = this.list.filter(({ activity }) => activity === 'running');
    const inGroup = (name: string | null): number => running.filter((other) => other.standing.group === name).length;
    const open = (at: Standing): boolean => {
      if (at.now) return true;
      const limits = this.limits.find(({ id }) => id === at.group);
      const full = limits !== undefined && limits.maxActive > 0 && inGroup(at.group) >= limits.maxActive;
      return running.length < this.most && limits?.open !== false && !full;
    };
    const before = (a: Standing, b: Standing): number => priorities.indexOf(a.priority) - priorities.indexOf(b.priority);
    const waiting = this.list.filter(({ activity }) => activity === 'waiting').toSorted((a, b) => before(a.standing, b.standing));
    const may = waiting.filter((candidate) => open(candidate.standing));
    const pool = may.some((candidate) => candidate.standing.now) ? may.filter((candidate) => candidate.standing.now) : may;
    const heads = groupNames.flatMap((name) => pool.find((candidate) => candidate.standing.group === name) ?? []);
    const [first] = heads.toSorted(
      (a, b) => inGroup(a.standing.group) - inGroup(b.standing.group) || this.list.indexOf(a) - this.list.indexOf(b),
    );
    return first?.id ?? null;
  }
}

test('whatever happens, the next one is the one that the rules name', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
      const admission = new Admission();
      const model = new Model();
      admission.configure(1, []);
      for (const step of steps) {
        const known = 'id' in step ? model.list.find(({ id }) => id === step.id) : undefined;
        switch (step.do) {
          case 'add':
            if (known) break;
            admission.add(step.id, step.standing, 'waiting');
            model.list.push({ id: step.id, standing: step.standing, activity: 'waiting' });
            break;
          case 'note':
            admission.note(step.id, step.activity);
            if (known) known.activity = step.activity;
            break;
          case 'stand':
            admission.setStanding(step.id, step.standing);
            if (known) known.standing = step.standing;
            break;
          case 'delete':
            admission.delete(step.id);
            model.list = model.list.filter((other) => other !== known);
            break;
          case 'reorder': {
            admission.reorder(step.ids);
            const named = step.ids.flatMap((id) => model.list.find((other) => other.id === id) ?? []);
            model.list = [...named, ...model.list.filter((other) => !named.includes(other))];
            break;
          }
          case 'configure':
            admission.configure(step.most, [step.a, step.b]);
            model.most = step.most;
            model.limits = [step.a, step.b];
        }
        expect(admission.next()).toBe(model.next());
      }
    }),
    { numRuns: 500 },
  );
});
