/**
 * Tells every reader what has become of the list: a change of status at once, progress a few times a second, and only the
 * fields that differ. While nobody watches, it costs nothing.
 */
import type { ListChange, RowPatch } from '../../contract/change.ts';
import type { DownloadDetail, DownloadRow } from '../../contract/download.ts';
import { Bell } from './bell.ts';
import { Feed, type Pace } from './feed.ts';
import { firstLooked } from './first-looked.ts';

/** What is published. A row that is gone is null. */
export interface RowSource {
  rows(): DownloadRow[];
  row(id: string): DownloadRow | null;
  detail(id: string): DownloadDetail | null;
}

/** Between two reports of progress. */
const defaultInterval = 200;

export class Publisher {
  readonly #source: RowSource;
  readonly #interval: number;
  readonly #feeds = new Set<Feed>();
  /** Those whose readers have given themselves a name. */
  readonly #named = new Map<string, Feed>();
  readonly #detailBells = new Map<string, Set<Bell>>();
  /** The rows as all feeds were last told. */
  #published = new Map<string, DownloadRow>();
  #due = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(source: RowSource, interval = defaultInterval) {
    this.#source = source;
    this.#interval = interval;
  }

  /** These rows changed in a way that a reader wants to know at once: added, removed, another status. */
  now(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#due.delete(id);
      this.#publish(id, true);
    }
  }

  /** This row made progress: told with the next beat, together with whatever else did. */
  soon(id: string): void {
    if (this.#feeds.size === 0 && !this.#detailBells.has(id)) return;
    this.#due.add(id);
    this.#timer ??= setTimeout(() => this.#beat(), this.#interval).unref();
  }

  /** One snapshot, then what changes. In parts, the snapshot is short, and the rest of the rows wait for `tellRest`. Ends when the signal says so. */
  async *watch(signal?: AbortSignal, reader?: string, inParts = false): AsyncGenerator<ListChange, void> {
    const feed = new Feed();
    if (reader !== undefined) this.#named.set(reader, feed);
    const all = this.#join(feed);
    const { rows, others } = inParts && reader !== undefined ? firstLooked(all) : { rows: all, others: [] };
    feed.untold = others.map(({ id }) => id);
    try {
      yield { kind: 'snapshot', seq: 0, rows };
      while (await feed.bell.rung(signal)) yield feed.take();
    } finally {
      if (reader !== undefined && this.#named.get(reader) === feed) this.#named.delete(reader);
      this.#leave(feed);
    }
  }

  /** Tells a reader of the rows that its snapshot left out, as if they were added now. */
  tellRest(reader: string): void {
    const feed = this.#named.get(reader);
    if (!feed) return;
    for (const id of feed.untold) {
      const row = this.#published.get(id);
      if (row) feed.add(row);
    }
    feed.untold = [];
  }

  /** How soon a reader hears of progress. One that has gone, or has not come yet, is passed over. */
  setPace(reader: string, pace: Pace): void {
    const feed = this.#named.get(reader);
    if (feed) feed.pace = pace;
  }

  /** The details of one download, now and whenever they change. Ends when the download is removed. */
  async *watchDetail(id: string, signal?: AbortSignal): AsyncGenerator<DownloadDetail, void> {
    const bell = new Bell();
    const bells = this.#detailBells.get(id) ?? new Set();
    this.#detailBells.set(id, bells.add(bell));
    try {
      do {
        const detail = this.#source.detail(id);
        if (!detail) return;
        yield detail;
      } while (await bell.rung(signal));
    } finally {
      bells.delete(bell);
      if (bells.size === 0) this.#detailBells.delete(id);
    }
  }

  close(): void {
    this.#stopTimer();
    this.#due.clear();
  }

  #beat(): void {
    this.#stopTimer();
    const due = this.#due;
    this.#due = new Set();
    for (const id of due) this.#publish(id, false);
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #publish(id: string, urgent: boolean): void {
    for (const bell of this.#detailBells.get(id) ?? []) bell.ring();
    if (this.#feeds.size === 0) return;

    const before = this.#published.get(id);
    const row = this.#source.row(id);
    if (!row) {
      if (this.#published.delete(id)) for (const feed of this.#feeds) feed.remove(id);
      return;
    }
    this.#published.set(id, row);
    if (!before) {
      for (const feed of this.#feeds) feed.add(row);
      return;
    }
    const patch = difference(before, row);
    if (patch) for (const feed of this.#feeds) feed.change(patch, urgent);
  }

  /** A new feed starts from what the others were last told, brought up to date for all of them. */
  #join(feed: Feed): DownloadRow[] {
    if (this.#feeds.size === 0) this.#published = new Map(this.#source.rows().map((row) => [row.id, row]));
    else this.#beat();
    this.#feeds.add(feed);
    return [...this.#published.values()];
  }

  #leave(feed: Feed): void {
    this.#feeds.delete(feed);
    feed.close();
    if (this.#feeds.size === 0) this.#published.clear();
  }
}

/** The fields that differ, or null when none does. */
export function difference(before: DownloadRow, after: DownloadRow): RowPatch | null {
  const changed = Object.entries(after).filter(([field, value]) => before[field as keyof DownloadRow] !== value);
  return changed.length > 0 ? { id: after.id, ...Object.fromEntries(changed) } : null;
}
