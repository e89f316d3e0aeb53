/**
 * The queues and their hours. What is open and how fast it may be is always read from the wall clock, never counted: after the
 * computer has slept, or its clock was set, the next look puts it right.
 */
import { randomUUID } from 'node:crypto';
import { DownloadError } from '../contract/errors.ts';
import { Queue, type QueueInput, type QueuePatch, type QueueState } from '../contract/queue.ts';
import { defaultQueueId } from '../contract/turns.ts';
import { isWithin, nextChange } from '../contract/schedule.ts';
import type { Clock } from '../engine/clock.ts';
import type { GroupLimits } from '../engine/types.ts';
import { Latest } from './publisher/latest.ts';
import type { QueueStore } from './store/queues.ts';

/** Timers stand still while the computer sleeps, so none is trusted for longer than this. */
const longestSleep = 15_000;

export class Queues {
  readonly states: Latest<QueueState[]>;
  readonly #store: QueueStore;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #queues: Map<string, Queue>;
  #cancelLook: (() => void) | null = null;

  /** @param onChange is called when limits or hours have become others, by a change or by the time. */
  constructor(store: QueueStore, clock: Clock, onChange: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onChange = onChange;
    const stored = store.queues();
    const usual = stored.find(({ id }) => id === defaultQueueId) ?? Queue.parse({ id: defaultQueueId });
    this.#queues = new Map([usual, ...stored].map((queue) => [queue.id, queue]));
    this.states = new Latest(this.#statesNow());
    this.#lookAgain();
  }

  has(id: string): boolean {
    return this.#queues.has(id);
  }

  isOpen(id: string): boolean {
    return this.states.value.find((queue) => queue.id === id)?.open ?? true;
  }

  /** What the engine has to keep to. */
  limits(): GroupLimits[] {
    return this.states.value.map(({ id, open, maxActive, rateNow }) => ({ id, open, maxActive, limitRate: rateNow }));
  }

  create(input: QueueInput): string {
    const queue = Queue.parse({ ...input, id: randomUUID() });
    this.#save(queue);
    return queue.id;
  }

  /** Adds queues, or replaces those of the same ids. */
  take(queues: readonly Queue[]): void {
    for (const queue of queues) this.#save(queue);
  }

  /** Throws DownloadError NOT_FOUND when there is no such queue. */
  update(id: string, changes: QueuePatch): void {
    const queue = this.#queues.get(id);
    if (!queue) throw new DownloadError('NOT_FOUND', 'There is no such queue.');
    this.#save(Queue.parse({ ...queue, ...changes }));
  }

  /** Throws DownloadError BAD_INPUT for the default queue. */
  checkRemovable(id: string): void {
    if (id === defaultQueueId) throw new DownloadError('BAD_INPUT', 'The default queue cannot be deleted.');
  }

  /** Whose downloads are elsewhere by now. */
  remove(id: string): void {
    this.checkRemovable(id);
    this.#store.removeQueue(id);
    this.#queues.delete(id);
    this.#look();
  }

  close(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
  }

  #save(queue: Queue): void {
    this.#store.saveQueue(queue);
    this.#queues.set(queue.id, queue);
    this.#look();
  }

  /** Sees what time it is, and tells when that makes a difference. */
  #look(): void {
    const states = this.#statesNow();
    if (JSON.stringify(states) !== JSON.stringify(this.states.value)) {
      this.states.set(states);
      this.#onChange();
    }
    this.#lookAgain();
  }

  #lookAgain(): void {
    this.close();
    const now = this.#clock.wallTime();
    const changes = [...this.#queues.values()]
      .flatMap(({ hours, timedLimit }) => [hours, timedLimit?.hours])
      .map((hours) => (hours ? nextChange(hours, now) : null))
      .filter((change) => change !== null);
    if (changes.length === 0) return;
    this.#cancelLook = this.#clock.after(Math.min(longestSleep, ...changes.map((change) => change - now)), () => this.#look());
  }

  #statesNow(): QueueState[] {
    const now = this.#clock.wallTime();
    return [...this.#queues.values()].map((queue) => stateOf(queue, now));
  }
}

function stateOf(queue: Queue, now: number): QueueState {
  const { on, hours, limitRate, timedLimit } = queue;
  const within = hours === null || isWithin(hours, now);
  const open = on && within;
  const change = hours && on ? nextChange(hours, now) : null;
  return {
    ...queue,
    open,
    opensAt: open ? null : change,
    closesAt: open ? change : null,
    rateNow: timedLimit && isWithin(timedLimit.hours, now) ? timedLimit.limitRate : limitRate,
  };
}
