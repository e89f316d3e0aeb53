/** A piece of work that is measured as a whole, for one or more lines of the table. */
import type { Profiler } from './profile/profiler.ts';
import { rowsOf, type Goal, type Row } from './row.ts';
import type { Workspace } from './workspace.ts';

export type Mode = 'quick' | 'full';

/** What a scene is given to work with. */
export interface Stage {
  readonly mode: Mode;
  readonly workspace: Workspace;
  /** How often to measure, by mode; the command line may say otherwise. */
  readonly rounds: (quick: number, full: number) => number;
  /** How long to watch what changes slowly, by mode; the command line may say otherwise. */
  readonly minutes: (quick: number, full: number) => number;
  /** Given when it is asked where our own time goes; nothing is measured then, and scenes have no rounds. */
  readonly profiler: Profiler | null;
  /** Tells those who wait what is going on. */
  readonly say: (text: string) => void;
}

export interface Scene {
  readonly name: string;
  readonly title: string;
  /** Takes minutes, or gigabytes: left out of the quick mode. */
  readonly fullOnly: boolean;
  /** Whether it can tell where our own time goes. */
  readonly profiled: boolean;
  /** Why it cannot be measured on this machine; null when it can. */
  readonly obstacle: () => string | null;
  measure(stage: Stage): Promise<readonly Row[]>;
}

interface SceneDescription<Round> {
  readonly name: string;
  readonly title: string;
  readonly fullOnly?: boolean;
  readonly profiled?: boolean;
  readonly obstacle?: () => string | null;
  readonly play: (stage: Stage) => Promise<readonly Round[]>;
  readonly goals: readonly Goal<NoInfer<Round>>[];
}

export function scene<Round>({
  name,
  title,
  fullOnly = false,
  profiled = false,
  obstacle = () => null,
  play,
  goals,
}: SceneDescription<Round>): Scene {
  return { name, title, fullOnly, profiled, obstacle, measure: async (stage) => rowsOf(name, goals, await play(stage)) };
}
