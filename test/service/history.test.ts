import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silent } from '../../service/log.ts';
import type { StoredEntry } from '../../service/store/history-table.ts';
import { openStore, type Store } from '../../service/store/store.ts';
import { all, firstOf, Lab, until } from './lab.ts';

const day = 86_400_000;

describe('the table', () => {
  let store: Store;
  beforeEach(() => {
    store = openStore(':memory:', silent);
  });
  afterEach(() => store.close());

  const entry = (id: string, part: Partial<StoredEntry> = {}): StoredEntry => ({
    id,
    name: `${id}.iso`,
    url: `https://host.example/${id}`,
    path: `/downloads/${id}.iso`,
    size: 7,
    sha256: null,
    category: null,
    queue: null,
    at: 1000,
    completed: true,
    ...part,
  });
  const found = (search: string) => store.history.find({ search, offset: 0, limit: 10 }).entries.map(({ id }) => id);

  test('finds by every word, in any field and any letters', () => {
    store.history.note([
      entry('a', { name: 'ÜBUNG_100%.pdf', at: 3 }),
      entry('b', { sha256: 'abc123', at: 2 }),
      entry('c', { url: 'https://übung.example/', at: 1 }),
    ]);
    expect(found('')).toEqual(['a', 'b', 'c']);
    expect(found('übung')).toEqual(['a', 'c']);
    expect(found('Übung pdf')).toEqual(['a']);
    expect(found('100%')).toEqual(['a']);
    expect(found('_00')).toEqual([]);
    expect(found('ABC123')).toEqual(['b']);
    expect(found(`'; DROP TABLE history; --`)).toEqual([]);
  });

  test('is read in pages, and quickly when it is long', () => {
    store.history.note(Array.from({ length: 50_000 }, (_, index) => entry(`n${index}`, { at: index })));
    const before = performance.now();
    expect(store.history.find({ search: 'n4 iso', offset: 100, limit: 2 })).toMatchObject({ total: 11_111 });
    expect(store.history.find({ search: '', offset: 49_999, limit: 100 }).entries).toEqual([entry('n0', { at: 0 })]);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

describe('downloads', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.open();
  });
  afterEach(() => lab.close());
  const whole = { search: '', offset: 0, limit: 100 };

  test('are remembered when they complete and when they are removed, over a restart, until they are forgotten', async () => {
    const first = lab.start();
    const url = new URL(lab.offer('/file.bin', 1000));
    url.username = 'ann';
    url.password = 'hunter2';
    const [done = ''] = first.api.add([{ url: url.href }]);
    await until(first.api.watch(), all('completed'));
    const [paused = ''] = first.api.add([{ url: lab.offer('/other.bin', 1000), category: 'video', start: false }]);
    const night = first.api.createQueue({ name: 'Night' });
    first.api.setQueue([paused], night);
    await first.api.remove([done, paused], { deleteFiles: false });
    expect(first.api.rows()).toEqual([]);
    await lab.stop(first);

    const { api } = lab.start();
    const { total, entries } = await api.findHistory(whole);
    expect(total).toBe(2);
    expect(entries.find(({ id }) => id === done)).toMatchObject({
      name: 'file.bin',
      size: 1000,
      completed: true,
      present: true,
      queue: 'default',
      path: join(lab.downloads, 'file.bin'),
    });
    expect(entries.find(({ id }) => id === paused)).toMatchObject({
      name: 'other.bin',
      completed: false,
      present: false,
      path: null,
      category: 'video',
      queue: night,
    });
    expect(JSON.stringify(entries)).not.toContain('hunter2');

    await api.showHistoryInFolder(done);
    expect(lab.shown).toEqual([`show ${join(lab.downloads, 'file.bin')}`]);
    await rm(join(lab.downloads, 'file.bin'));
    expect((await api.findHistory(whole)).entries.some(({ present }) => present)).toBe(false);
    await expect(api.showHistoryInFolder(done)).rejects.toMatchObject({ code: 'NOT_FOUND' });

    api.historyAgain([paused, 'gone']);
    await until(api.watch(), (rows) => rows.length === 1 && rows[0]?.status === 'completed');
    const before = await firstOf(api.watchHistory());
    api.removeHistory([done]);
    expect(await firstOf(api.watchHistory())).not.toBe(before);
    api.clearHistory();
    expect(await api.findHistory(whole)).toEqual({ total: 0, entries: [] });
  });

  test('that were forgotten stay so when they leave the list; those that are remembered are brought up to date', async () => {
    const { api } = lab.start();
    const ids = api.add(['/a.bin', '/b.bin'].map((name) => ({ url: lab.offer(name, 10) })));
    const [unfinished = ''] = api.add([{ url: lab.offer('/c.bin', 10), start: false }]);
    await until(api.watch(), (rows) => rows.every((row) => row.id === unfinished || row.status === 'completed'));
    const [forgotten = '', known = ''] = ids;
    api.removeHistory([forgotten]);
    api.categorize([known], 'video');
    await api.remove([...ids, unfinished], { deleteFiles: false });
    const { entries } = await api.findHistory(whole);
    expect(new Map(entries.map(({ id, category }) => [id, category]))).toEqual(
      new Map([
        [known, 'video'],
        [unfinished, null],
      ]),
    );
  });

  test('that are removed in the moment in which they complete are remembered with their files', async () => {
    const { api } = lab.start();
    let removal = Promise.resolve();
    api.onEvent((event) => {
      if (event.type === 'state' && event.state.status === 'finishing') removal = api.remove([event.id], { deleteFiles: false });
    });
    api.add([{ url: lab.offer('/a.bin', 1000) }]);
    await until(api.watch(), (rows) => rows.length === 0);
    await removal;
    const { entries } = await api.findHistory(whole);
    expect(entries).toMatchObject([{ name: 'a.bin', completed: true, present: true, path: join(lab.downloads, 'a.bin') }]);
  });

  test('are remembered as long as the settings say, and not at all when they say so', async () => {
    const { api } = lab.start();
    const links = [lab.offer('/a.bin', 10), lab.offer('/b.bin', 10)];
    api.updateSettings({ keepHistory: false });
    api.add([{ url: links[0] ?? '' }]);
    await until(api.watch(), all('completed'));
    expect((await api.findHistory(whole)).total).toBe(0);

    api.updateSettings({ keepHistory: true, historyDays: 0 });
    api.add([{ url: links[1] ?? '' }]);
    await until(api.watch(), all('completed'));
    expect((await api.findHistory(whole)).total).toBe(1);
  });
});

test('what is older than wished for is forgotten at the start', async () => {
  const lab = await Lab.open();
  const store = openStore(join(lab.folder, 'list.db'), silent);
  const old = {
    id: 'old',
    name: 'old',
    url: 'https://host.example/old',
    path: null,
    size: null,
    sha256: null,
    category: null,
    queue: null,
    completed: true,
  };
  store.history.note([
    { ...old, at: Date.now() - 366 * day },
    { ...old, id: 'new', at: Date.now() - 300 * day },
  ]);
  store.close();
  const { entries } = await lab.start().api.findHistory({ search: '', offset: 0, limit: 10 });
  expect(entries.map(({ id }) => id)).toEqual(['new']);
  await lab.close();
});
