/** Runs a command as a user would and tells what it cost. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

export type Command = readonly string[];

/** Milliseconds and bytes, over the command and all processes that it started. */
export interface Usage {
  readonly wall: number;
  readonly cpu: number;
  /** The sum of what each process held at most. */
  readonly memory: number;
}

/** The shell's own clock, so that neither starting the shell nor hearing of its end is counted. Its report goes to descriptor 3. */
const timed = 'TIMEFORMAT="%3R %3U %3S"; exec 4>&2 2>&3; time "$@" 2>&4 3>&- 4>&-';
/** Milliseconds between two looks at the memory. The kernel keeps the maximum, so only what came after the last look is missed. */
const lookPeriod = 25;

/** @throws when the command fails, with what it wrote to standard error. */
export async function measure(command: Command): Promise<Usage> {
  const shell = spawn('bash', ['-c', timed, 'bash', ...command], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  const peaks = new Map<string, number>();
  const looking = setInterval(() => notePeaks(String(shell.pid), peaks), lookPeriod);
  const complaints = text(shell.stderr as Readable);
  const report = text(shell.stdio[3] as Readable);
  const [code] = (await once(shell, 'close')) as [number | null];
  clearInterval(looking);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${await complaints}`);
  const [wall = 0, user = 0, system = 0] = (await report).trim().split(' ').map(Number);
  return { wall: wall * 1000, cpu: (user + system) * 1000, memory: [...peaks.values()].reduce((sum, peak) => sum + peak, 0) };
}

/** Notes the peak of every process below `parent`, which is the shell and counts for nothing. */
function notePeaks(parent: string, peaks: Map<string, number>): void {
  for (const child of read(`/proc/${parent}/task/${parent}/children`).split(' ').filter(Boolean)) {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${child}/status`))?.[1];
    if (peak) peaks.set(child, Number(peak) * 1024);
    notePeaks(child, peaks);
  }
}

/** A process may end between two looks. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Runs a program to its end, outside of any measurement. @returns what it printed. @throws when it fails. */
export async function run(command: Command): Promise<string> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${complaints}`);
  return output;
}
