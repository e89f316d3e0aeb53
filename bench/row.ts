/** A line of the table: what some work was held to, and what it reached. */
import { spreadOf, type Spread } from './statistics.ts';

/** Ratios compare two contenders of the same round; the others stand for themselves. */
export type Unit = 'ratio' | 'ms' | 'MiB' | 'kB/s' | 'kB' | '%' | '/s';

export interface Goal<Round> {
  readonly name: string;
  readonly unit: Unit;
  /** What the figure may be at most; null where there is nothing to reach, only something to know. */
  readonly atMost: number | null;
  readonly of: (round: Round) => number;
}

export interface Row extends Spread {
  readonly scene: string;
  readonly name: string;
  readonly unit: Unit;
  readonly atMost: number | null;
  /** Null where there is no goal. */
  readonly ok: boolean | null;
  /** One for each round. */
  readonly values: readonly number[];
}

/** What the rounds of a scene come to: each goal's figure in each round, and of these the median. What no round has measured, NaN, has no row. */
export function rowsOf<Round>(scene: string, goals: readonly Goal<Round>[], rounds: readonly Round[]): Row[] {
  return goals.flatMap(({ name, unit, atMost, of }) => {
    const values = rounds.map(of).filter((value) => !Number.isNaN(value));
    if (values.length === 0) return [];
    const spread = spreadOf(values);
    return { scene, name, unit, atMost, ok: atMost === null ? null : spread.median <= atMost, values, ...spread };
  });
}

export function formatValue(value: number, unit: Unit): string {
  if (unit === 'ratio') return value.toFixed(2);
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}
