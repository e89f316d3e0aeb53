/** What a program was doing, asked of the kernel a thousand times a second: in its own code, in the libraries' and in the kernel's. */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run, type Command } from '../process.ts';

/** One place that a thread was found at. */
export interface Sample {
  readonly thread: string;
  /** Milliseconds that it stands for. */
  readonly weight: number;
  /** Names of functions, from the outermost in. */
  readonly frames: readonly string[];
}

/** How often a thread is looked at, in a second of its time. Odd, so as not to keep step with anything. */
const frequency = 997;

/** @param folder of the caller's, for what is recorded. @throws when the command fails. */
export async function sample(folder: string, command: Command): Promise<Sample[]> {
  const record = path.join(folder, 'perf.data');
  const recording: Command = ['perf', 'record', '-q', '-F', String(frequency), '-e', 'cpu-clock', '-g', '-o', record, '--', ...command];
  // V8 then writes down which of its code lies where, for perf to read.
  await run(['env', 'NODE_OPTIONS=--perf-basic-prof', ...recording]);
  const listing = await run(['perf', 'script', '-i', record, '-F', 'comm,pid,tid,period,ip,sym']);
  rmSync(record);
  for (const pid of new Set(Array.from(listing.matchAll(/^\S.*? (\d+)\/\d+ /gm), ([, id]) => id)))
    rmSync(`/tmp/perf-${pid}.map`, { force: true });
  return readSamples(listing);
}

/** Reads what `perf script` prints: for each sample the thread and the period in nanoseconds, and below them the frames from the innermost out. */
export function readSamples(listing: string): Sample[] {
  return listing.split('\n\n').flatMap((entry) => {
    const [head = '', ...lines] = entry.trim().split('\n');
    const [, thread, period] = /^(.+?)\s+\d+\/\d+\s+(\d+)/.exec(head) ?? [];
    if (thread === undefined || lines.length === 0) return [];
    return { thread, weight: Number(period) / 1e6, frames: lines.map((line) => frameOf(line)).reverse() };
  });
}

/** Of V8's own names, `JS:*name file:///…:12:3`, only the function's: where the file lies differs from machine to machine. */
function frameOf(line: string): string {
  const name = line.trim().replace(/^[0-9a-f]+ /, '');
  return /^JS:\S?'?(\S+) /.exec(name)?.[1]?.concat(' (js)') ?? name.replace(/ file:\S+/, '');
}

/** How often a program called the kernel for what, and how long that took in all. */
export interface SystemCall {
  readonly name: string;
  readonly count: number;
  /** Milliseconds of the clock, over all threads, while each call was being watched. */
  readonly wall: number;
}

/** @param folder of the caller's. @throws when the command fails. */
export async function countCalls(folder: string, command: Command): Promise<SystemCall[]> {
  const table = path.join(folder, 'strace.txt');
  await run(['strace', '-f', '-c', '-w', '-o', table, '--', ...command]);
  const calls = readCalls(readFileSync(table, 'utf8'));
  rmSync(table);
  return calls;
}

/** Reads the table of `strace -c`: share, seconds, microseconds a call, calls, errors where there were any, and the name. */
export function readCalls(table: string): SystemCall[] {
  return table.split('\n').flatMap((line) => {
    const [, seconds, count, name] = /^\s*[\d.]+\s+([\d.]+)\s+\d+\s+(\d+)(?:\s+\d+)?\s+(\w+)$/.exec(line) ?? [];
    return name === undefined || name === 'total' ? [] : { name, count: Number(count), wall: Number(seconds) * 1000 };
  });
}
