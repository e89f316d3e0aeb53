/**
 * A world in which nothing happens by itself: time moves from one planned event to the next, and between two events all code that
 * can run has run. The same seed gives the same events in the same order.
 */
import { setImmediate as codeToRun } from 'node:timers/promises';
import type { Clock } from '../../../engine/clock.ts';
import { Random } from './random.ts';

interface PlannedEvent {
  readonly at: number;
  readonly happen: () => void;
}

/** Turns that code may take for itself without waiting for anything: digests of many parts take as many. */
const longestThought = 1000;
/** Turns that it takes as a rule until it waits for something. */
const shortThought = 10;

/** When the world began, in milliseconds since the epoch. */
const epoch = Date.UTC(2030, 0, 1);

export class World {
  readonly random: Random;
  readonly #between: () => void;
  #now = 0;
  /** Sorted by time; events of the same moment in the order of their planning. */
  readonly #events: PlannedEvent[] = [];

  /** @param between happens after each event, once all code has run that could. */
  constructor(seed: number, between: () => void = () => undefined) {
    this.random = new Random(seed);
    this.#between = between;
  }

  /** Milliseconds since the world began. */
  get now(): number {
    return this.#now;
  }

  get wallTime(): number {
    return epoch + Math.floor(this.#now);
  }

  /** Plans an event; the returned function takes it back. */
  plan(delay: number, happen: () => void): () => void {
    const event = { at: this.#now + Math.max(0, delay), happen };
    let index = this.#events.length;
    while (index > 0 && (this.#events[index - 1] as PlannedEvent).at > event.at) index--;
    this.#events.splice(index, 0, event);
    return () => {
      const found = this.#events.indexOf(event);
      if (found >= 0) this.#events.splice(found, 1);
    };
  }

  /** Lets time pass at once, in the middle of an event: what a slow system call does. */
  linger(delay: number): void {
    this.#now += delay;
  }

  /** @returns false when nothing is planned any more. */
  async step(): Promise<boolean> {
    const event = this.#events.shift();
    if (!event) return false;
    this.#now = Math.max(this.#now, event.at);
    event.happen();
    await codeToRun();
    this.#between();
    return true;
  }

  /** Lets time go by. @param goesOn is asked after each event, and once all code has run that could. */
  async pass(span: number, goesOn: () => boolean): Promise<void> {
    const end = this.#now + span;
    // Whoever was told something has to be heard out first: a world in which nothing is planned yet is not one in which nothing will be.
    for (let turn = 0; turn < shortThought; turn++) await codeToRun();
    while (goesOn() && (this.#events[0]?.at ?? Number.POSITIVE_INFINITY) <= end) await this.step();
    if (goesOn()) this.#now = Math.max(this.#now, end);
  }

  /** Runs until `done`. @throws when nothing is planned any more, or `patience` milliseconds have passed, before that. */
  async until(done: () => boolean, patience: number): Promise<void> {
    const end = this.#now + patience;
    await codeToRun();
    let idle = 0;
    while (!done()) {
      if (this.#now > end) throw new Error(`hung: not done after ${patience} ms`);
      if (await this.step()) idle = 0;
      else if (++idle > longestThought) throw new Error('hung: nothing is planned any more');
      else await codeToRun();
    }
  }

  /** A clock whose timers all end with `stop`, as a process's do when it is killed. */
  newClock(): Clock & { stop(): void } {
    const pending = new Set<() => void>();
    let stopped = false;
    const after = (delay: number, action: () => void): (() => void) => {
      if (stopped) return () => undefined;
      const cancel = this.plan(delay, () => {
        pending.delete(cancel);
        action();
      });
      pending.add(cancel);
      return () => {
        pending.delete(cancel);
        cancel();
      };
    };
    return {
      now: () => this.now,
      wallTime: () => this.wallTime,
      after,
      every: (period, action) => {
        let cancel = (): void => undefined;
        const again = (): void => {
          cancel = after(period, () => {
            again();
            action();
          });
        };
        again();
        return () => cancel();
      },
      stop: () => {
        stopped = true;
        for (const cancel of pending) cancel();
      },
    };
  }
}
