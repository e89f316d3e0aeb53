import { beforeEach, describe, expect, test } from 'vitest';
import type { ListChange } from '../../contract/change.ts';
import type { DownloadRow } from '../../contract/download.ts';
import type { ListSorting } from '../../contract/list-layout.ts';
import { emptyList } from '../../contract/list-state.ts';
import { endedBetween } from '../../renderer/state/announcements.ts';
import { applyListChange, historyOf, useDownloads } from '../../renderer/state/downloads.ts';
import { countGroups } from '../../renderer/state/groups.ts';
import { directionOf, narrowed, WholeOrder, type Query } from '../../renderer/state/order.ts';
import { row } from './rows.ts';

const patch = (seq: number, more: Partial<Extract<ListChange, { kind: 'patch' }>>): ListChange => ({
  kind: 'patch',
  seq,
  added: [],
  changed: [],
  removed: [],
  ...more,
});

describe('the list as changes arrive', () => {
  beforeEach(() => {
    useDownloads.setState({ list: emptyList, loaded: false });
    applyListChange(
      { kind: 'snapshot', seq: 4, rows: [row({ id: 'a', status: 'downloading', speed: 10 }), row({ id: 'b', status: 'completed' })] },
      1000,
    );
  });

  test('a snapshot is counted and loaded', () => {
    expect(useDownloads.getState()).toMatchObject({ loaded: true, totalSpeed: 10 });
    expect(countGroups(useDownloads.getState().ordered.values(), new Set())).toEqual({
      all: 2,
      active: 1,
      completed: 1,
      queued: 0,
      failed: 0,
    });
    expect(countGroups(useDownloads.getState().ordered.values(), new Set(['b'])).completed).toBe(0);
  });

  test('progress leaves other rows and the order alone', () => {
    const before = useDownloads.getState();
    expect(applyListChange(patch(5, { changed: [{ id: 'a', received: 50, speed: 20 }] }), 1100)).toBe(true);
    const after = useDownloads.getState();
    expect(after.list.rows.get('a')).toMatchObject({ received: 50, speed: 20, name: 'a' });
    expect(after.list.rows.get('b')).toBe(before.list.rows.get('b'));
    expect(after.ordered).toBe(before.ordered);
    expect(after.totalSpeed).toBe(20);
  });

  test.each([
    ['a status', { changed: [{ id: 'a', status: 'paused' as const }] }],
    ['a name', { changed: [{ id: 'a', name: 'z' }] }],
    ['a new row', { added: [row({ id: 'c' })] }],
    ['a removed row', { removed: ['b'] }],
  ])('%s may change the order', (_, change) => {
    const { ordered } = useDownloads.getState();
    applyListChange(patch(5, change), 1100);
    expect(useDownloads.getState().ordered).not.toBe(ordered);
  });

  test('a gap is refused and changes nothing', () => {
    const before = useDownloads.getState();
    expect(applyListChange(patch(6, { removed: ['a'] }))).toBe(false);
    expect(useDownloads.getState()).toBe(before);
  });

  test('the past of a removed download is forgotten', () => {
    expect(historyOf('a')).toBeDefined();
    applyListChange(patch(5, { removed: ['a'] }), 1100);
    expect(historyOf('a')).toBeUndefined();
  });

  test('what is active is followed however it came and went, and nothing else', () => {
    applyListChange(patch(5, { added: [row({ id: 'c', status: 'downloading', size: null, speed: 7 })] }), 1100);
    expect(useDownloads.getState().totalSpeed).toBe(17);
    applyListChange(patch(6, { changed: [{ id: 'c', status: 'paused', speed: 3 }] }), 1200);
    expect(useDownloads.getState().totalSpeed).toBe(10);
    expect(historyOf('c')?.samples().at(-1)).toBe(0);
    applyListChange({ kind: 'snapshot', seq: 7, rows: [row({ id: 'b', status: 'verifying', speed: 2 })] }, 1300);
    expect(useDownloads.getState().totalSpeed).toBe(2);
    expect([historyOf('a'), historyOf('c')]).toEqual([undefined, undefined]);
  });

  test('time left is told only of what is downloading', () => {
    expect(useDownloads.getState().timeLeft.get('a')).toBeCloseTo(100_000, -2);
    applyListChange(patch(5, { changed: [{ id: 'a', status: 'paused', speed: 0 }] }), 1100);
    expect(useDownloads.getState().timeLeft.has('a')).toBe(false);
  });
});

const byId = (rows: readonly DownloadRow[]): ReadonlyMap<string, DownloadRow> => new Map(rows.map((one) => [one.id, one]));
const idsOf = (rows: readonly DownloadRow[]): string[] => rows.map(({ id }) => id);
const newestFirst: ListSorting = { key: 'added', reversed: false };

describe('what the list shows', () => {
  const rows = [
    row({ id: 'old', name: 'part10.zip', addedAt: 1, size: 5, status: 'completed' }),
    row({ id: 'mid', name: 'Part2.zip', addedAt: 2, size: null, status: 'waiting' }),
    row({ id: 'new', name: 'movie.mkv', addedAt: 3, size: 9, status: 'failed', url: 'https://films.example/m' }),
  ];
  const show = ({ sorting = newestFirst, ...query }: Partial<Query> & { sorting?: ListSorting }, hidden: string[] = []) =>
    narrowed(new WholeOrder().of(byId(rows), sorting), { group: 'all', search: '', ...query }, new Set(hidden));

  test('newest first, unless it is turned round', () => {
    expect(show({})).toEqual(['new', 'mid', 'old']);
    expect(show({ sorting: { key: 'added', reversed: true } })).toEqual(['old', 'mid', 'new']);
  });

  test('names in the order of people, not of bytes', () => {
    expect(show({ sorting: { key: 'name', reversed: false } })).toEqual(['new', 'mid', 'old']);
  });

  test('unknown sizes last', () => {
    expect(show({ sorting: { key: 'size', reversed: false } })).toEqual(['new', 'old', 'mid']);
  });

  test('servers and folders in the order of people, too', () => {
    expect(show({ sorting: { key: 'host', reversed: false } })).toEqual(['mid', 'old', 'new']);
    expect(show({ sorting: { key: 'host', reversed: true } })).toEqual(['new', 'mid', 'old']);
  });

  test('what ends soonest first, and what does not move last', () => {
    const moving = [
      row({ id: 'slow', status: 'downloading', size: 1000, received: 500, speed: 1 }),
      row({ id: 'still', status: 'downloading', size: 10, received: 9, speed: 0 }),
      row({ id: 'fast', status: 'downloading', size: 100_000, received: 0, speed: 1000 }),
    ];
    expect(idsOf(new WholeOrder().of(byId(moving), { key: 'left', reversed: false }))).toEqual(['fast', 'slow', 'still']);
  });

  test('the direction that is told is the one of the values', () => {
    expect(directionOf({ key: 'name', reversed: false })).toBe('ascending');
    expect(directionOf({ key: 'name', reversed: true })).toBe('descending');
    expect(directionOf({ key: 'size', reversed: false })).toBe('descending');
    expect(directionOf({ key: 'size', reversed: true })).toBe('ascending');
  });

  test('groups, words of a search in names and links, and what is leaving', () => {
    expect(show({ group: 'active' })).toEqual(['mid']);
    expect(show({ search: 'PART zip' })).toEqual(['mid', 'old']);
    expect(show({ search: 'films' })).toEqual(['new']);
    expect(show({}, ['mid'])).toEqual(['new', 'old']);
  });
});

describe('the order of the whole list', () => {
  const rows = byId(['c', 'a', 'b'].map((id, index) => row({ id, name: id, addedAt: index })));
  const byName: ListSorting = { key: 'name', reversed: false };

  test('is kept for as long as neither the rows nor the question change, so that narrowing sorts nothing', () => {
    const order = new WholeOrder();
    const first = order.of(rows, byName);
    expect(idsOf(first)).toEqual(['a', 'b', 'c']);
    expect(order.of(rows, byName)).toBe(first);
    expect(idsOf(order.of(rows, { ...byName, reversed: true }))).toEqual(['c', 'b', 'a']);
    expect(idsOf(order.of(rows, newestFirst))).toEqual(['b', 'a', 'c']);
    expect(idsOf(first)).toEqual(['a', 'b', 'c']);
  });

  test('follows rows that come, go and change', () => {
    const order = new WholeOrder();
    order.of(rows, byName);
    const later = new Map(rows).set('d', row({ id: 'd', name: 'aa' })).set('c', row({ id: 'c', name: '0' }));
    later.delete('b');
    const now = order.of(later, byName);
    expect(idsOf(now)).toEqual(['c', 'a', 'd']);
    expect(now[0]).toBe(later.get('c'));
  });
});

describe('what is announced', () => {
  const before = new Map(
    [row({ id: 'a', status: 'downloading' }), row({ id: 'b', status: 'verifying' }), row({ id: 'c', status: 'completed' })].map((one) => [
      one.id,
      one,
    ]),
  );

  test('endings, each once, and nothing else', () => {
    const after = new Map(before).set('a', row({ id: 'a', status: 'failed' })).set('b', row({ id: 'b', status: 'completed' }));
    expect(endedBetween(before, after, 0)).toEqual({ completed: ['b'], failed: [after.get('a')] });
  });

  test('progress says nothing', () => {
    expect(endedBetween(before, new Map(before).set('a', row({ id: 'a', status: 'downloading', received: 1 })), 0)).toBeNull();
  });

  test('what was added and ended since, but nothing older that is new to the list', () => {
    const after = new Map(before)
      .set('d', row({ id: 'd', name: 'new.iso', status: 'completed', addedAt: 1000 }))
      .set('e', row({ id: 'e', name: 'imported.iso', status: 'completed', addedAt: 999 }));
    expect(endedBetween(before, after, 1000)).toEqual({ completed: ['new.iso'], failed: [] });
  });
});
