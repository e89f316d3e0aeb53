/** Feeds a target with inputs drawn from a seed, and finds the smallest that breaks it. */
import fc from 'fast-check';
import type { Target } from './targets.ts';

/** Milliseconds that no input may take; none is longer than 64 KiB. */
const slowest = 100;

export interface Hunt {
  readonly inputs: number;
  /** Milliseconds that the slowest of them took. */
  readonly slowest: number;
  /** The smallest input that breaks it, and how; null when none did. */
  readonly failure: string | null;
}

/** Milliseconds that this thread computes for: others that do so too, and slow disks, count for nothing. */
export function processorTime(action: () => void): number {
  const before = process.threadCpuUsage();
  action();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** The shortest of a few times: a pause to collect garbage is nobody's fault. */
function timeOf(action: () => void): number {
  let best = Infinity;
  for (let look = 0; look < 3; look += 1) {
    best = Math.min(best, processorTime(action));
    if (best < slowest / 4) break;
  }
  return best;
}

export function hunt({ feed, inputs }: Target, seed: number, numRuns: number): Hunt {
  let worst = 0;
  const property = fc.property(inputs, (input) => {
    const took = timeOf(() => feed(input));
    worst = Math.max(worst, took);
    if (took > slowest) throw new Error(`${Math.round(took)} ms for ${input.length} characters`);
  });
  const { failed, counterexample, errorInstance } = fc.check(property, { seed, numRuns });
  const failure = failed ? `${JSON.stringify(counterexample?.[0])}: ${String(errorInstance)}` : null;
  return { inputs: numRuns, slowest: worst, failure };
}
