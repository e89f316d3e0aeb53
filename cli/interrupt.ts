/** Ctrl-C and its like: the first stops in good order, within a second; the next at once. */
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A stop that takes longer than this is cut short: what is not durable by then is fetched again by the next run. */
const patience = 900;

/** A terminal sends Ctrl-C to this process and to the one that started it, which may pass it on: both are one request. */
const sameRequest = 200;

/** Calls `stop` on the first signal, and ends the process with 128 + the signal's number when it is done. */
export function onInterrupt(stop: () => Promise<void>): void {
  let first: number | null = null;
  for (const signal of signals) {
    process.on(signal, () => {
      const exit = (): never => process.exit(128 + constants.signals[signal]);
      if (first !== null) {
        if (performance.now() - first > sameRequest) exit();
        return;
      }
      first = performance.now();
      setTimeout(exit, patience);
      void stop().then(exit, exit);
    });
  }
}
