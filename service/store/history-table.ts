/** The history, in the database alone: it may be long, and hardly any of it is ever looked at. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { HistoryEntry, HistoryQuery } from '../../contract/history.ts';
import { together } from './transaction.ts';

/** Whether the file is there is looked up when somebody asks. */
export type StoredEntry = Omit<HistoryEntry, 'present' | 'host'>;

export interface HistoryTable {
  /** Adds entries or replaces those of the same ids. */
  note(entries: readonly StoredEntry[]): void;
  find(query: HistoryQuery): { readonly total: number; readonly entries: StoredEntry[] };
  get(ids: readonly string[]): StoredEntry[];
  remove(ids: readonly string[]): void;
  clear(): void;
  /** Forgets what is older. */
  forgetBefore(at: number): void;
}

export function historyTable(database: DatabaseSync): HistoryTable {
  const upsert = database.prepare(`
    INSERT INTO history (id, name, url, path, size, sha256, category, queue, at, completed, words)
      VALUES ($id, $name, $url, $path, $size, $sha256, $category, $queue, $at, $completed, $words)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url, path = excluded.path, size = excluded.size, sha256 = excluded.sha256,
      category = excluded.category, queue = excluded.queue, at = excluded.at, completed = excluded.completed, words = excluded.words`);
  const select = database.prepare('SELECT * FROM history WHERE id = ?');
  const remove = database.prepare('DELETE FROM history WHERE id = ?');
  const clear = database.prepare('DELETE FROM history');
  const forget = database.prepare('DELETE FROM history WHERE at < ?');
  return {
    note(entries) {
      together(database, () => {
        for (const entry of entries) {
          const words = [entry.name, entry.url, entry.path, entry.sha256].join('\n').toLocaleLowerCase();
          upsert.run({ ...entry, completed: entry.completed ? 1 : 0, words });
        }
      });
    },
    find({ search, offset, limit }) {
      const words = search
        .toLocaleLowerCase()
        .split(/\s+/)
        .filter((word) => word !== '');
      // Words were made small on their way in as well: instr compares bytes, and knows no letters but those of ASCII.
      const where = words.map(() => 'instr(words, ?) > 0').join(' AND ') || 'TRUE';
      const count = database.prepare(`SELECT count(*) AS total FROM history WHERE ${where}`).get(...words);
      const page = database
        .prepare(`SELECT * FROM history WHERE ${where} ORDER BY at DESC, id LIMIT ? OFFSET ?`)
        .all(...words, limit, offset);
      return { total: Number(count?.['total']), entries: page.map(entryOf) };
    },
    get: (ids) =>
      ids.flatMap((id) => {
        const row = select.get(id);
        return row ? [entryOf(row)] : [];
      }),
    remove(ids) {
      together(database, () => {
        for (const id of ids) remove.run(id);
      });
    },
    clear: () => void clear.run(),
    forgetBefore: (at) => void forget.run(at),
  };
}

/** A row as the table is declared. */
type Row = Omit<StoredEntry, 'completed'> & { readonly completed: 0 | 1 };

const entryOf = (row: Record<string, SQLOutputValue>): StoredEntry => {
  const { id, name, url, path, size, sha256, category, queue, at, completed } = row as unknown as Row;
  return { id, name, url, path, size, sha256, category, queue, at, completed: completed === 1 };
};
