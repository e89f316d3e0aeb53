/** Runs the terminal command as users do: in a process of its own, with a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', '..', 'cli', 'main.ts');

export interface Outcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A line of `--json`. */
export type CommandEvent = { readonly event: string } & Readonly<Record<string, unknown>>;

export interface Command {
  readonly process: ChildProcess;
  readonly finished: Promise<Outcome>;
  /** Resolves with the first event that fits, those of the past included; rejects when the command ends without one. */
  event(fits: (event: CommandEvent) => boolean): Promise<CommandEvent>;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly input?: string;
}

export const eventsOf = (stdout: string): CommandEvent[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CommandEvent);

export function startCommand(args: readonly string[], { cwd, input }: CommandOptions): Command {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], { cwd, stdio: 'pipe' });
  const waiting = new Set<() => void>();
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const look of waiting) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A command that never reads its input may be gone before it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const finished = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));

  return {
    process: child,
    finished,
    event(fits) {
      const { promise, resolve, reject } = Promise.withResolvers<CommandEvent>();
      const look = (): void => {
        const found = eventsOf(stdout.slice(0, stdout.lastIndexOf('\n') + 1)).find(fits);
        if (found) resolve(found);
      };
      waiting.add(look);
      void finished.then(({ code }) => reject(new Error(`the command ended with ${code} before such an event: ${stdout}${stderr}`)));
      look();
      return promise.finally(() => waiting.delete(look));
    },
  };
}

export const runCommand = (args: readonly string[], options: CommandOptions): Promise<Outcome> => startCommand(args, options).finished;
