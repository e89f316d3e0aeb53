/**
 * Time left that does not jump. What is steered is the moment of completion, not the number of seconds: while the estimate
 * stays right the number simply counts down, and when it drifts the shown moment follows it gently.
 */

interface Estimate {
  readonly at: number;
  /** When the first speed was told. */
  readonly since: number;
  /** Bytes a second over the last half minute or so. */
  readonly speed: number;
  /** When it is expected to be complete, in milliseconds since the epoch. */
  readonly end: number;
  /** When something arrived last. */
  readonly heard: number;
}

/** The average's memory, in milliseconds: long enough to ride over a stall, short enough to believe a new network. */
const speedMemory = 12_000;
/** A silence longer than this is a stall, of which nobody knows when it ends. */
const longestSilence = 3_000;
/** How long the shown moment takes to make up most of a difference. */
const steering = 6_000;
/**
 * Many servers begin with a burst, which should not be believed for long: at first both remember only the last part of what there has been, and so many
 * milliseconds at least.
 */
const young = { least: 500, part: 1 / 3 };
/** Beyond this the estimate says nothing that a person could plan with. */
const longest = 99 * 86_400_000;

export class TimeLeft {
  #estimate: Estimate | null = null;

  /** Milliseconds left, or null while nothing honest can be said. */
  update(now: number, remaining: number, speed: number): number | null {
    // An end that should have come by now was told by a burst, which says nothing of what is left.
    const last = this.#estimate && this.#estimate.end > now ? this.#estimate : null;
    const elapsed = last ? Math.max(0, now - last.at) : 0;
    const since = last?.since ?? now;
    const recent = Math.max(young.least, (now - since) * young.part);
    const average = last ? mix(last.speed, speed, elapsed, Math.min(speedMemory, recent)) : speed;
    if (average < 1) {
      this.#estimate = null;
      return null;
    }

    const heard = last && speed < 1 ? last.heard : now;
    const target = now + (remaining / average) * 1000;
    // A difference of half the time left is news, not noise: then follow at once.
    const surprised = !last || Math.abs(target - last.end) > Math.max(10_000, (target - now) * 0.5);
    const end = surprised ? target : mix(last.end, target, elapsed, Math.min(steering, recent));
    this.#estimate = { at: now, since, speed: average, end, heard };
    const left = Math.max(0, end - now);
    return left > longest || now - heard > longestSilence ? null : left;
  }
}

/** Moves from one value to another, independently of how often it is called. */
function mix(from: number, to: number, elapsed: number, memory: number): number {
  return to + (from - to) * Math.exp(-elapsed / memory);
}
