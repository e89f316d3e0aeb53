/** What completes or leaves the list is remembered, for as long as the settings say. */
import type { HistoryPage, HistoryQuery } from '../contract/history.ts';
import { DownloadError } from '../contract/errors.ts';
import type { Settings } from '../contract/settings.ts';
import type { Entry } from './entry.ts';
import type { Log } from './log.ts';
import { isPresent } from './presence.ts';
import { Latest } from './publisher/latest.ts';
import type { HistoryTable, StoredEntry } from './store/history-table.ts';

const day = 86_400_000;

export class History {
  /** Counts the changes, for those who show a part of it. */
  readonly changes = new Latest(0);
  readonly #table: HistoryTable;
  readonly #settings: () => Settings;
  readonly #log: Log;

  constructor(table: HistoryTable, settings: () => Settings, log: Log) {
    this.#table = table;
    this.#settings = settings;
    this.#log = log;
    this.forgetOld();
  }

  /** Remembers downloads that are taken out of the list. One that was completed has been remembered then; if it was forgotten since, it stays so. */
  noteRemoved(entries: readonly Entry[]): void {
    this.#write(() => {
      const known = new Set(this.#table.get(entries.map(({ id }) => id)).map(({ id }) => id));
      this.note(entries.filter(({ id, status }) => status !== 'completed' || known.has(id)));
    });
  }

  /** Remembers downloads as they are now. */
  note(entries: readonly Entry[]): void {
    if (!this.#settings().keepHistory || entries.length === 0) return;
    this.#write(() => this.#table.note(entries.map(entryOf)));
    this.forgetOld();
  }

  async find(query: HistoryQuery): Promise<HistoryPage> {
    const { total, entries } = this.#table.find(query);
    const shown = entries.map(async (entry) => ({
      ...entry,
      host: URL.parse(entry.url)?.host ?? '',
      present: entry.path !== null && (await isPresent(entry.path)),
    }));
    return { total, entries: await Promise.all(shown) };
  }

  links(ids: readonly string[]): string[] {
    return this.#table.get(ids).map(({ url }) => url);
  }

  /** @throws NOT_FOUND when the file is gone, or never was. */
  async pathOf(id: string): Promise<string> {
    const path = this.#table.get([id])[0]?.path ?? null;
    if (path === null || !(await isPresent(path))) throw new DownloadError('NOT_FOUND', 'The file is not there any more.');
    return path;
  }

  remove(ids: readonly string[]): void {
    this.#table.remove(ids);
    this.#changed();
  }

  clear(): void {
    this.#table.clear();
    this.#changed();
  }

  /** To be called when the settings have changed. */
  forgetOld(): void {
    const { historyDays } = this.#settings();
    if (historyDays > 0) this.#write(() => this.#table.forgetBefore(Date.now() - historyDays * day));
    this.#changed();
  }

  #write(work: () => void): void {
    try {
      work();
    } catch (error) {
      // A full disk, as a rule. The downloads themselves, and the start of the program, must not suffer for want of a memory.
      this.#log('error', 'the history could not be written', { error });
    }
  }

  #changed(): void {
    this.changes.set(this.changes.value + 1);
  }
}

function entryOf({ record, path, size, proposedName }: Entry): StoredEntry {
  const { id, url, state, resource, choices, queue } = record;
  const completion = state.status === 'completed' ? state.completion : null;
  const name = resource?.name ?? proposedName;
  return {
    id,
    url,
    name,
    path,
    size,
    sha256: completion?.sha256 ?? null,
    category: choices.placing?.category ?? null,
    queue,
    at: completion?.finishedAt ?? Date.now(),
    completed: completion !== null,
  };
}
