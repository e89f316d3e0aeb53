/** Time as the engine sees it, so that a test can bring its own. All spans are milliseconds. */
export interface Clock {
  /** Monotonic: never jumps when the system's clock is set. */
  now(): number;
  /** Milliseconds since the epoch, for what people and servers read. */
  wallTime(): number;
  /** Runs `action` once after `delay`; the returned function takes it back. */
  after(delay: number, action: () => void): () => void;
  /** Runs `action` every `period`; the returned function ends it. */
  every(period: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  after(delay, action) {
    const timer = setTimeout(action, delay);
    return () => clearTimeout(timer);
  },
  every(period, action) {
    // All that happens with one period happens together, so that a hundred downloads do not wake the process a hundred times.
    let timer = setTimeout(
      () => {
        timer = setInterval(action, period);
        action();
      },
      period - (performance.now() % period),
    );
    return () => clearTimeout(timer);
  },
};
