/** Where our own time goes in a scene: a run that is sampled, and one whose system calls are counted. */
import { spawnSync } from 'node:child_process';
import type { Command } from '../process.ts';
import { countCalls, sample, type Sample, type SystemCall } from './sample.ts';

export interface Profile {
  /** Of the scene, and of the contender where it has several of ours. */
  readonly name: string;
  readonly title: string;
  readonly samples: readonly Sample[];
  readonly calls: readonly SystemCall[];
}

/** Prepares a run, has `execute` run its command, and tidies up. */
type Run = <Outcome>(execute: (command: Command) => Promise<Outcome>) => Promise<Outcome>;

export interface Profiler {
  /** @throws when a run fails. */
  profile(contender: string, run: Run): Promise<void>;
}

interface Subject {
  readonly name: string;
  readonly title: string;
}

/** @param folder for what is recorded meanwhile. */
export const createProfiler = ({ name, title }: Subject, folder: string, onProfile: (profile: Profile) => void): Profiler => ({
  async profile(contender, run) {
    const samples = await run((command) => sample(folder, command));
    const calls = await run((command) => countCalls(folder, command));
    const only = contender === 'ours';
    onProfile({ name: only ? name : `${name}-${contender}`, title: only ? title : `${title}: ${contender}`, samples, calls });
  },
});

/** Why nothing can be profiled here; null when it can. */
export function profileObstacle(): string | null {
  const missing = ['perf', 'strace'].filter((program) => spawnSync(program, ['--version']).error);
  return missing.length === 0 ? null : `there is no ${missing.join(' and no ')}`;
}
