/** Where downloads stand among the others: in which queue, in which place of it, how urgent, and whether they go before all hours and numbers. */
import type { Priority } from '../contract/queue.ts';
import { defaultQueueId } from '../contract/turns.ts';
import { DownloadError } from '../contract/errors.ts';
import type { Engine } from '../engine/types.ts';
import type { Downloads } from './downloads.ts';
import type { Entry } from './entry.ts';
import type { Queues } from './queues.ts';
import type { DownloadRecord } from './store/record.ts';
import type { Store } from './store/store.ts';

const startable: readonly string[] = ['queued', 'paused', 'waiting', 'failed'];

export class Turns {
  readonly #downloads: Downloads;
  readonly #queues: Queues;
  readonly #engine: Engine;
  readonly #store: Store;

  constructor(downloads: Downloads, queues: Queues, engine: Engine, store: Store) {
    this.#downloads = downloads;
    this.#queues = queues;
    this.#engine = engine;
    this.#store = store;
  }

  /** Throws DownloadError NOT_FOUND when there is no such queue. */
  setQueue(ids: Iterable<string>, queue: string): void {
    if (!this.#queues.has(queue)) throw new DownloadError('NOT_FOUND', 'There is no such queue.');
    this.#change(this.#those(ids), { queue });
  }

  setPriority(ids: Iterable<string>, priority: Priority): void {
    this.#change(this.#those(ids), { priority });
  }

  startNow(ids: Iterable<string>): void {
    const entries = this.#those(ids).filter((entry) => startable.includes(entry.status) && entry.fetchable);
    this.#downloads.resume(entries.map((entry) => entry.id));
    this.#change(entries, { startNow: true });
  }

  /** Puts downloads before another one in the queue, or last when `before` is null; among themselves they keep their order. */
  move(ids: readonly string[], before: string | null): void {
    const moved = new Set(ids);
    if (before !== null && moved.has(before)) return;
    const all = [...this.#downloads.entries()].sort((one, other) => one.record.position - other.record.position);
    const order = all.filter((entry) => !moved.has(entry.id));
    const target = before === null ? -1 : order.findIndex((entry) => entry.id === before);
    order.splice(target === -1 ? order.length : target, 0, ...all.filter((entry) => moved.has(entry.id)));

    const changed = order.filter((entry, index) => entry.record.position !== index + 1);
    for (const [index, entry] of order.entries()) entry.record.position = index + 1;
    this.#store.savePositions(changed.map((entry) => entry.record));
    this.#engine.reorder(order.filter((entry) => entry.attached).map((entry) => entry.id));
    this.#downloads.publisher.now(changed.map((entry) => entry.id));
  }

  /** Removes a queue; its downloads go to the default one. Throws DownloadError BAD_INPUT for that one. */
  removeQueue(queue: string): void {
    this.#queues.checkRemovable(queue);
    const entries = [...this.#downloads.entries()].filter((entry) => entry.record.queue === queue);
    this.#change(entries, { queue: defaultQueueId });
    this.#queues.remove(queue);
  }

  #those(ids: Iterable<string>): Entry[] {
    return Array.from(new Set(ids), (id) => this.#downloads.entry(id)).filter((entry) => entry !== null);
  }

  #change(entries: readonly Entry[], changes: Partial<Pick<DownloadRecord, 'queue' | 'priority' | 'startNow'>>): void {
    for (const entry of entries) Object.assign(entry.record, changes);
    this.#store.saveStandings(entries.map((entry) => entry.record));
    for (const entry of entries) if (entry.attached) this.#engine.setStanding(entry.id, entry.standing);
    this.#downloads.publisher.now(entries.map((entry) => entry.id));
  }
}
