import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ListChange } from '../../contract/change.ts';
import { applyChange, emptyList, type ListState } from '../../contract/list-state.ts';
import type { DownloadRow } from '../../contract/download.ts';
import { Latest } from '../../service/publisher/latest.ts';
import { difference, Publisher } from '../../service/publisher/publisher.ts';

const row = (id: string, more: Partial<DownloadRow> = {}): DownloadRow => ({
  id,
  url: `https://host.example/${id}`,
  name: id,
  folder: '/downloads',
  category: null,
  status: 'queued',
  size: null,
  received: 0,
  speed: 0,
  connections: 0,
  limitRate: 0,
  queue: 'default',
  priority: 'normal',
  startNow: false,
  resumable: null,
  addedAt: 1000,
  finishedAt: null,
  position: 1,
  error: null,
  retryAt: null,
  sha256: null,
  checks: [],
  present: true,
  map: null,
  ...more,
});

const rows = new Map<string, DownloadRow>();
let publisher: Publisher;
let stop: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  rows.clear();
  stop = new AbortController();
  publisher = new Publisher({
    rows: () => [...rows.values()],
    row: (id) => rows.get(id) ?? null,
    detail: (id) =>
      rows.has(id)
        ? {
            id,
            segments: [],
            hosts: [],
            sources: [],
            notices: [],
            finalUrl: null,
            validator: String(rows.get(id)?.received),
            contentType: null,
            expected: [],
            published: true,
            comparing: null,
          }
        : null,
  });
});
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

const set = (id: string, more: Partial<DownloadRow> = {}): void => void rows.set(id, { ...(rows.get(id) ?? row(id)), ...more });

/** A reader that applies what it gets, as a window does. */
class Reader {
  readonly changes: ListChange[] = [];
  state: ListState = emptyList;
  readonly #stream: AsyncGenerator<ListChange, void>;

  constructor(name?: string, inParts = false) {
    this.#stream = publisher.watch(stop.signal, name, inParts);
  }

  async read(): Promise<ListChange> {
    const { value, done } = await this.#stream.next();
    if (done) throw new Error('the stream has ended');
    this.changes.push(value);
    const next = applyChange(this.state, value);
    if (!next) throw new Error(`a gap at ${value.seq}`);
    this.state = next;
    return value;
  }

  get list(): Record<string, DownloadRow> {
    return Object.fromEntries(this.state.rows);
  }
}

describe('the list', () => {
  test('begins with a snapshot and goes on with what differs', async () => {
    set('one');
    const reader = new Reader();
    expect(await reader.read()).toEqual({ kind: 'snapshot', seq: 0, rows: [row('one')] });

    set('one', { status: 'probing' });
    set('two');
    publisher.now(['one', 'two']);
    expect(await reader.read()).toEqual({
      kind: 'patch',
      seq: 1,
      added: [row('two')],
      changed: [{ id: 'one', status: 'probing' }],
      removed: [],
    });

    rows.delete('one');
    publisher.now(['one']);
    expect(await reader.read()).toEqual({ kind: 'patch', seq: 2, added: [], changed: [], removed: ['one'] });
    expect(reader.list).toEqual({ two: row('two') });
  });

  test('comes in parts when asked to: what is under way and the newest first, and nothing is lost on the way', async () => {
    for (let index = 0; index < 5000; index++) set(String(index), { status: 'completed', addedAt: index });
    set('7', { status: 'downloading' });
    const reader = new Reader('window', true);
    const first = await reader.read();
    expect(first.kind === 'snapshot' && first.rows.slice(0, 2).map(({ id }) => id)).toEqual(['7', '4999']);
    expect(reader.state.rows.size).toBeLessThan(1000);

    rows.delete('3');
    set('4', { present: false });
    set('7', { status: 'paused' });
    publisher.now(['3', '4', '7']);
    await reader.read();
    expect(reader.state.rows.size).toBeLessThan(1000);
    publisher.tellRest('nobody');
    publisher.tellRest('window');
    while (reader.state.rows.size < 4999) await reader.read();
    expect(reader.list).toEqual(Object.fromEntries(rows));
  });

  test('tells a status at once and progress with the next beat', async () => {
    set('one');
    const reader = new Reader();
    await reader.read();

    let told = 0;
    void reader.read().then(() => (told += 1));
    set('one', { received: 10 });
    publisher.soon('one');
    set('one', { received: 20 });
    publisher.soon('one');
    await vi.advanceTimersByTimeAsync(199);
    expect(told).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toBe(1);
    expect(reader.changes.at(-1)).toMatchObject({ changed: [{ id: 'one', received: 20 }] });

    set('one', { status: 'paused' });
    publisher.now(['one']);
    await reader.read();
    expect(reader.list['one']?.status).toBe('paused');
  });

  test('a reader that nobody looks at hears of progress once a second, of the rest at once, and is told all when it is seen again', async () => {
    set('one');
    const [hidden, seen] = [new Reader('hidden'), new Reader('seen')];
    await Promise.all([hidden.read(), seen.read()]);
    publisher.setPace('hidden', 'slow');
    publisher.setPace('nobody', 'slow');

    let count = { hidden: 0, seen: 0 };
    const follow = async (reader: Reader, name: 'hidden' | 'seen'): Promise<never> => {
      for (;;) {
        await reader.read();
        count[name]++;
      }
    };
    void follow(hidden, 'hidden').catch(() => {});
    void follow(seen, 'seen').catch(() => {});
    const progress = async (beats: number): Promise<void> => {
      for (let beat = 0; beat < beats; beat++) {
        set('one', { received: (rows.get('one')?.received ?? 0) + 1 });
        publisher.soon('one');
        await vi.advanceTimersByTimeAsync(200);
      }
    };
    await progress(30);
    expect(count.seen).toBe(30);
    expect(count.hidden).toBeGreaterThanOrEqual(4);
    expect(count.hidden).toBeLessThanOrEqual(6);

    count = { hidden: 0, seen: 0 };
    set('one', { status: 'paused' });
    publisher.now(['one']);
    await vi.advanceTimersByTimeAsync(0);
    expect(count).toEqual({ hidden: 1, seen: 1 });

    await progress(1);
    count = { hidden: 0, seen: 0 };
    publisher.setPace('hidden', 'full');
    await vi.advanceTimersByTimeAsync(0);
    expect(count).toEqual({ hidden: 1, seen: 0 });
    expect(hidden.list).toEqual(seen.list);
    await progress(5);
    expect(count).toEqual({ hidden: 6, seen: 5 });
  });

  test('gives a reader who is slow one merged change, without a gap', async () => {
    set('one');
    set('two');
    const reader = new Reader();
    await reader.read();

    for (let step = 1; step <= 1000; step++) {
      set('one', { received: step });
      publisher.soon('one');
      await vi.advanceTimersByTimeAsync(200);
    }
    set('three');
    publisher.now(['three']);
    set('three', { name: 'renamed' });
    publisher.now(['three']);
    rows.delete('two');
    publisher.now(['two']);

    expect(await reader.read()).toEqual({
      kind: 'patch',
      seq: 1,
      added: [row('three', { name: 'renamed' })],
      changed: [{ id: 'one', received: 1000 }],
      removed: ['two'],
    });
  });

  test('shows a row that went and came back', async () => {
    set('one');
    const reader = new Reader();
    await reader.read();
    rows.delete('one');
    publisher.now(['one']);
    set('one', { status: 'failed' });
    publisher.now(['one']);
    await reader.read();
    expect(reader.list).toEqual({ one: row('one', { status: 'failed' }) });
  });

  test('is the same for readers who came at different times', async () => {
    set('one');
    const early = new Reader();
    await early.read();
    set('one', { received: 5 });
    publisher.soon('one');
    const late = new Reader();
    await late.read();
    await early.read();
    expect(late.list).toEqual(early.list);
    expect(late.list['one']?.received).toBe(5);
  });

  test('says nothing when nothing differs, and ends when its signal does', async () => {
    set('one');
    const reader = new Reader();
    await reader.read();
    const next = reader.read();
    publisher.now(['one']);
    stop.abort();
    await expect(next).rejects.toThrow('the stream has ended');
  });
});

describe('the details', () => {
  test('follow one download until it is removed', async () => {
    set('one');
    const stream = publisher.watchDetail('one', stop.signal);
    expect((await stream.next()).value).toMatchObject({ validator: '0' });
    set('one', { received: 5 });
    publisher.soon('one');
    const next = stream.next();
    await vi.advanceTimersByTimeAsync(200);
    expect((await next).value).toMatchObject({ validator: '5' });
    rows.delete('one');
    publisher.now(['one']);
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });
});

test('a patch has the fields that differ and no others', () => {
  expect(difference(row('one'), row('one', { checks: [] }))).toEqual({ id: 'one', checks: [] });
  const before = row('one');
  expect(difference(before, { ...before })).toBeNull();
  expect(difference(before, { ...before, speed: 5, size: 10 })).toEqual({ id: 'one', speed: 5, size: 10 });
});

test('a watched value is read as it is, then as it becomes', async () => {
  const latest = new Latest(1);
  const stream = latest.watch(stop.signal);
  expect((await stream.next()).value).toBe(1);
  latest.set(2);
  latest.set(3);
  expect((await stream.next()).value).toBe(3);
  stop.abort();
  expect((await stream.next()).done).toBe(true);
});
