/**
 * Whose turn it is: how many may run, how many of each group, and who goes first. It knows neither time nor what a download is.
 * Asking is cheap however long the queue is: nothing is searched or sorted for it, so that ten thousand that wait cost no more than ten.
 */
import type { GroupLimits, Standing, Priority } from './types.ts';

/** `waiting` is for a turn, not for better times; `idle` is whatever neither runs nor wants to. */
export type Activity = 'waiting' | 'running' | 'idle';

interface Candidate {
  readonly id: string;
  standing: Standing;
  activity: Activity;
  /** Its place in the order of all; no two have the same. */
  rank: number;
}

interface Group {
  limits: Omit<GroupLimits, 'id'>;
  running: number;
  readonly line: Candidate[];
}

/** However many are to start at once, more than this at a time would only hinder each other. */
const mostAtOnce = 100;

const noLimits: Group['limits'] = { open: true, maxActive: 0, limitRate: 0 };
const urgency: Readonly<Record<Priority, number>> = { high: 0, normal: 1, low: 2 };

/** Those to start now go before all others of their line. */
const compare = (a: Candidate, b: Candidate): number =>
  Number(b.standing.now) - Number(a.standing.now) || urgency[a.standing.priority] - urgency[b.standing.priority] || a.rank - b.rank;

export class Admission {
  readonly #candidates = new Map<string, Candidate>();
  readonly #groups = new Map<string | null, Group>();
  #maxActive = 0;
  #described = new Map<string, GroupLimits>();
  #running = 0;
  #lastRank = 0;

  configure(maxActive: number, groups: readonly GroupLimits[]): void {
    this.#maxActive = maxActive;
    this.#described = new Map(groups.map((limits) => [limits.id, limits]));
    for (const [id, group] of this.#groups) group.limits = this.#limitsOf(id);
  }

  /** Last in the order. */
  add(id: string, standing: Standing, activity: Activity): void {
    const candidate: Candidate = { id, standing, activity: 'idle', rank: ++this.#lastRank };
    this.#candidates.set(id, candidate);
    this.#setActivity(candidate, activity);
  }

  delete(id: string): void {
    this.note(id, 'idle');
    this.#candidates.delete(id);
  }

  note(id: string, activity: Activity): void {
    const candidate = this.#candidates.get(id);
    if (candidate) this.#setActivity(candidate, activity);
  }

  setStanding(id: string, changes: Partial<Standing>): void {
    const candidate = this.#candidates.get(id);
    if (!candidate) return;
    const { activity } = candidate;
    // It leaves the line as it was, and joins one as it is now.
    this.#setActivity(candidate, 'idle');
    candidate.standing = { ...candidate.standing, ...changes };
    this.#setActivity(candidate, activity);
  }

  standingOf(id: string): Standing | undefined {
    return this.#candidates.get(id)?.standing;
  }

  /** Those that are named come first, in this order; the others keep theirs behind them. */
  reorder(ids: readonly string[]): void {
    const named = new Set(ids.flatMap((id) => this.#candidates.get(id) ?? []));
    const others = [...this.#candidates.values()].filter((candidate) => !named.has(candidate)).sort((a, b) => a.rank - b.rank);
    for (const [index, candidate] of [...named, ...others].entries()) candidate.rank = index + 1;
    this.#lastRank = this.#candidates.size;
    for (const { line } of this.#groups.values()) line.sort(compare);
  }

  /**
   * Who may start now; null when nobody may. Groups take turns: the one with the fewest running goes first, so that a long queue does
   * not keep a short one from its share. Whoever is to start now waits for no hours and no numbers.
   */
  next(): string | null {
    let next: Candidate | null = null;
    let fewest = Number.POSITIVE_INFINITY;
    for (const group of this.#groups.values()) {
      const [first] = group.line;
      if (!first || (next?.standing.now && !first.standing.now) || !this.#mayStart(first, group)) continue;
      const urgent = first.standing.now && !next?.standing.now;
      const fairer = group.running < fewest || (group.running === fewest && first.rank < (next as Candidate).rank);
      if (!urgent && !fairer) continue;
      next = first;
      fewest = group.running;
    }
    return next?.id ?? null;
  }

  #mayStart({ standing }: Candidate, { limits, running }: Group): boolean {
    if (standing.now) return this.#running < Math.max(mostAtOnce, this.#maxActive);
    return limits.open && this.#running < this.#maxActive && (limits.maxActive === 0 || running < limits.maxActive);
  }

  /** Whether it is outside of its group's hours, and nobody wants it to run all the same. */
  isShutOut(id: string): boolean {
    const standing = this.standingOf(id);
    return standing !== undefined && !standing.now && !this.#groupOf(standing.group).limits.open;
  }

  /** Those that run although they are shut out. */
  trespassers(): string[] {
    return [...this.#candidates.values()].filter(({ id, activity }) => activity === 'running' && this.isShutOut(id)).map(({ id }) => id);
  }

  #setActivity(candidate: Candidate, activity: Activity): void {
    if (candidate.activity === activity) return;
    const group = this.#groupOf(candidate.standing.group);
    if (candidate.activity === 'waiting') group.line.splice(indexIn(group.line, candidate), 1);
    if (candidate.activity === 'running') this.#count(group, -1);
    candidate.activity = activity;
    if (activity === 'waiting') group.line.splice(indexIn(group.line, candidate), 0, candidate);
    if (activity === 'running') this.#count(group, 1);
  }

  #count(group: Group, change: number): void {
    group.running += change;
    this.#running += change;
  }

  #groupOf(id: string | null): Group {
    const known = this.#groups.get(id);
    if (known) return known;
    const group: Group = { limits: this.#limitsOf(id), running: 0, line: [] };
    this.#groups.set(id, group);
    return group;
  }

  #limitsOf(id: string | null): Group['limits'] {
    return (id === null ? undefined : this.#described.get(id)) ?? noLimits;
  }
}

/** Where a candidate is in a sorted line, or belongs. */
function indexIn(line: readonly Candidate[], candidate: Candidate): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(line[middle] as Candidate, candidate) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
