/** Surroundings that only the system can make: another hosts file, a full disk, a limit, a tracer that injects errors. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from './stage.ts';

function needRoot(what: string): void {
  if (process.getuid?.() !== 0) throw new Error(`${what} needs root: run the fault cases as root, in a container for instance`);
}

/** Has the program see these lines in place of the system's hosts file. */
export function withHosts(stage: Stage, lines: readonly string[]): readonly string[] {
  needRoot('A hosts file of its own');
  const hosts = path.join(stage.home, 'hosts');
  writeFileSync(hosts, `${lines.join('\n')}\n`);
  return ['unshare', '--mount', 'sh', '-c', `mount --bind '${hosts}' /etc/hosts && exec "$@"`, 'sh'];
}

/** Puts a small file system in the place of the stage's folder. */
export function mountFolder(stage: Stage, options: string): void {
  needRoot('A file system of its own');
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', stage.folder]);
  stage.cleanUp(() => void execFileSync('umount', [stage.folder]));
}

export function remountReadOnly(stage: Stage): void {
  execFileSync('mount', ['-o', 'remount,ro', stage.folder]);
}

export interface Network {
  /** The address of this side, for a server to listen at. */
  readonly host: string;
  /** Runs a program on the other side. */
  readonly wrap: readonly string[];
  /** Pulls the other side's plug: no route is left, and what was connected hears nothing more. */
  cut(): void;
  mend(): void;
}

/** A network of one cable: the server at this end, the program in a namespace of its own at the other. */
export function layCable(stage: Stage): Network {
  needRoot('A network of its own');
  const number = process.pid % 250;
  const [space, here, there, net] = [`rf-${process.pid}`, `rfh${process.pid}`, `rft${process.pid}`, `10.213.${number}`];
  const ip = (...parameters: readonly string[]): void => void execFileSync('ip', parameters);
  ip('netns', 'add', space);
  stage.cleanUp(() => ip('netns', 'del', space));
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', space);
  ip('addr', 'add', `${net}.1/30`, 'dev', here);
  ip('link', 'set', here, 'up');
  ip('-n', space, 'addr', 'add', `${net}.2/30`, 'dev', there);
  ip('-n', space, 'link', 'set', there, 'up');
  return {
    host: `${net}.1`,
    wrap: ['ip', 'netns', 'exec', space],
    cut: () => ip('-n', space, 'link', 'set', there, 'down'),
    mend: () => ip('-n', space, 'link', 'set', there, 'up'),
  };
}

/** No file may grow beyond this; the system answers EFBIG. */
export const withFileLimit = (kibibytes: number): readonly string[] => ['bash', '-c', `ulimit -f ${kibibytes} && exec "$@"`, 'bash'];

/**
 * Has the system answer, or kill, at certain system calls: `fdatasync:error=EIO:when=2`. One thread for file work, and no
 * io_uring, so that the calls are counted where they are made.
 */
export const withInjection = (...rules: readonly string[]): readonly string[] => [
  'strace',
  '--follow-forks',
  '--quiet=all',
  '--output=/dev/null',
  `--trace=${rules.map((rule) => rule.split(':', 1)[0]).join(',')}`,
  ...rules.map((rule) => `--inject=${rule}`),
];

export const oneFileThread = { UV_THREADPOOL_SIZE: '1', UV_USE_IO_URING: '0' } as const;
