import type { Clock } from '../../engine/clock.ts';

/** A clock that moves when it is told to, and runs on the way whatever falls due. */
export class ManualClock implements Clock {
  #now = 0;
  #timers: { at: number; readonly period: number | null; readonly action: () => void }[] = [];
  #epoch = Date.UTC(2030, 0, 1);

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#epoch + this.#now;
  }

  after(delay: number, action: () => void): () => void {
    return this.#plan(delay, null, action);
  }

  every(period: number, action: () => void): () => void {
    return this.#plan(period, period, action);
  }

  #plan(delay: number, period: number | null, action: () => void): () => void {
    const timer = { at: this.#now + delay, period, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** The computer sleeps: time goes by, and no timer notices. */
  sleep(span: number): void {
    this.#epoch += span;
  }

  advance(span: number): void {
    const end = this.#now + span;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#now = Math.max(this.#now, due.at);
      if (due.period === null) this.#timers = this.#timers.filter((timer) => timer !== due);
      else due.at += due.period;
      due.action();
    }
    this.#now = end;
  }
}
