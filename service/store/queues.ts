/** The queues, as they are kept. */
import type { DatabaseSync } from 'node:sqlite';
import { parseQueue, type Queue } from '../../contract/queue.ts';
import { parseJson } from './record.ts';

export interface QueueStore {
  /** In the order in which they were made. */
  queues(): Queue[];
  saveQueue(queue: Queue): void;
  removeQueue(id: string): void;
}

export function openQueueStore(database: DatabaseSync): QueueStore {
  const select = database.prepare('SELECT id, definition FROM queues ORDER BY position');
  const upsert = database.prepare(`
    INSERT INTO queues (id, position, definition) VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM queues), ?)
    ON CONFLICT (id) DO UPDATE SET definition = excluded.definition`);
  const remove = database.prepare('DELETE FROM queues WHERE id = ?');

  return {
    queues: () => select.all().flatMap((row) => parseQueue(String(row['id']), parseJson(row['definition'])) ?? []),
    saveQueue({ id, ...definition }) {
      upsert.run(id, JSON.stringify(definition));
    },
    removeQueue(id) {
      remove.run(id);
    },
  };
}
