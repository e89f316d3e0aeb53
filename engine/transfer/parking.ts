/** Where connections wait that have nothing to do: all look again when something has changed, and each by itself after a while. */
import type { Clock } from '../clock.ts';

/** Milliseconds after which a connection without work looks for some again. */
const idleLook = 100;

export class Parking {
  readonly #clock: Clock;
  readonly #parked = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wait(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        this.#parked.delete(wake);
        resolve();
      };
      const cancel = this.#clock.after(idleLook, wake);
      this.#parked.add(wake);
    });
  }

  wakeAll(): void {
    for (const wake of this.#parked) wake();
  }
}
