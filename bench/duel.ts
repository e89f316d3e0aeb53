/** Contenders at the same work, by turns: what the machine does meanwhile then happens to all of them alike. */
import path from 'node:path';
import { settleMemory } from './balloon.ts';
import type { Contender, Job } from './contenders.ts';
import { measure, type Command, type Usage } from './process.ts';
import type { Stage } from './scene.ts';
import { mebibyte, type Content } from './workspace.ts';

/** What each contender took in one round. */
export type DuelRound<Name extends string> = Readonly<Record<Name, Usage>>;

export interface Duel<Name extends string> {
  readonly contenders: Readonly<Record<Name, Contender>>;
  readonly content: Content;
  /** Of a file by its name among those that are served. */
  readonly urlOf: (name: string) => string;
  readonly certificate?: string | null;
  readonly rounds: number;
  /** Made before each run, so that all find the server in the same state. */
  readonly reset?: () => void;
  /** Whose time is looked into when it is asked where ours goes. */
  readonly own?: readonly NoInfer<Name>[];
  /** Put before each command, to run it somewhere else. */
  readonly prefix?: Command;
}

/** A small file that loads each program's code into memory. */
const warmUpSize = 4 * mebibyte;

/**
 * Each contender downloads `content` once in each round, in an order that moves on with the rounds. Outputs are new files, compared with what was served
 * and removed outside the timing. @throws when one differs.
 */
export async function duel<Name extends string>(stage: Stage, options: Duel<Name>): Promise<DuelRound<Name>[]> {
  const { contenders, content, rounds } = options;
  const names = Object.keys(contenders) as Name[];
  const small = await stage.workspace.content(Math.min(warmUpSize, content.size));
  for (const name of names) await once(stage, options, contenders[name], small, measure);

  if (stage.profiler) {
    const { own = names.filter((name) => name === 'ours') } = options;
    for (const name of own) await stage.profiler.profile(name, (execute) => once(stage, options, contenders[name], content, execute));
    return [];
  }

  const results: DuelRound<Name>[] = [];
  for (let round = 0; round < rounds; round++) {
    const turn = round % names.length;
    const usages: Partial<Record<Name, Usage>> = {};
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const usage = await once(stage, options, contenders[name], content, measure);
      usages[name] = usage;
      stage.say(
        `${round + 1}/${rounds} ${name}: ${inSeconds(usage.wall)}, CPU ${inSeconds(usage.cpu)}, ${Math.round(usage.memory / mebibyte)} MiB`,
      );
    }
    results.push(usages as DuelRound<Name>);
  }
  return results;
}

async function once<Name extends string, Outcome>(
  { workspace, mode, profiler }: Stage,
  options: Duel<Name>,
  contender: Contender,
  content: Content,
  execute: (command: Command) => Promise<Outcome>,
): Promise<Outcome> {
  const { urlOf, certificate = null, reset, prefix = [] } = options;
  const folder = workspace.newFolder();
  const job: Job = { url: urlOf(content.name), file: path.join(folder, 'file.bin'), content, certificate };
  try {
    // In the quick mode there is no time for it; the spread is then larger.
    if (mode === 'full' || profiler) await settleMemory();
    workspace.touchMemory(content.size);
    reset?.();
    const outcome = await execute([...prefix, ...contender(job)]);
    await workspace.demandSame(job.file, content);
    return outcome;
  } finally {
    workspace.remove(folder);
  }
}

const inSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
