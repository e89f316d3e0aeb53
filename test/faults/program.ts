/** One run of a program: started, watched while it runs, and what it left behind in words. */
import { spawn, type ChildProcess } from 'node:child_process';
import { defaults, type Job } from './job.ts';
import type { Tool } from './tools.ts';

/** A line of `--json`. Only what a case looks at is named. */
export interface CommandEvent {
  readonly event: 'added' | 'progress' | 'notice' | 'completed' | 'failed';
  readonly id: string;
  readonly code?: string;
  readonly message?: string;
  readonly kept?: boolean;
  readonly retryable?: boolean;
  readonly path?: string;
  readonly size?: number | null;
  readonly sha256?: string | null;
  readonly checks?: readonly { readonly algorithm: string; readonly origin: string; readonly ok: boolean }[];
  readonly received?: number;
  readonly connections?: number;
  readonly segments?: readonly { readonly start: number; readonly end: number; readonly received: number }[];
}

export interface Run {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from the start to the end of the process. */
  readonly elapsed: number;
  /** It had to be killed at its deadline. */
  readonly hung: boolean;
  /** Its output was read to the end. */
  readonly heard: boolean;
  readonly events: readonly CommandEvent[];
  /** Lines of standard output that are no event. */
  readonly strays: readonly string[];
}

export class Program {
  readonly events: CommandEvent[] = [];
  readonly done: Promise<Run>;
  readonly #child: ChildProcess;
  readonly #strays: string[] = [];
  readonly #speaksJson: boolean;
  readonly #watchers = new Set<() => void>();
  #stdout = '';
  #stderr = '';
  #unread = '';
  #hung = false;
  #heard = true;
  #ended = false;

  constructor(tool: Tool, job: Job, home: string) {
    const [program, ...parameters] = [...(job.wrap ?? []), ...tool.command(job)] as [string, ...string[]];
    const started = performance.now();
    this.#speaksJson = tool.name === 'rangefinder';
    this.#child = spawn(program, parameters, {
      cwd: home,
      // Nothing of the caller's own settings reaches the program: no proxy, no configuration, no saved state.
      env: { PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8', ...job.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    const deadline = setTimeout(() => {
      this.#hung = true;
      this.#killAll();
    }, job.deadline ?? defaults.deadline);

    this.done = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (exit, signal) => {
        clearTimeout(deadline);
        this.#ended = true;
        this.#wake();
        const elapsed = performance.now() - started;
        resolve({
          exit,
          signal,
          stdout: this.#stdout,
          stderr: this.#stderr,
          elapsed,
          hung: this.#hung,
          heard: this.#heard,
          events: this.events,
          strays: this.#strays,
        });
      });
    });
  }

  /** Signals the process that was started, as its user would; what that one has started in turn is its own business. */
  kill(signal: NodeJS.Signals): void {
    if (!this.#ended) this.#child.kill(signal);
  }

  /** Ends all there is of it. */
  #killAll(): void {
    if (this.#child.pid === undefined || this.#ended) return;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch (error) {
      // It ended in this very moment, which is what a kill wants.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Closes the reading end of its standard output, as `| head` does. */
  stopListening(): void {
    this.#heard = false;
    this.#child.stdout?.destroy();
  }

  /** Resolves with the first event that fits, or null when the program ends without one. */
  async event(fits: (event: CommandEvent) => boolean): Promise<CommandEvent | null> {
    for (;;) {
      const found = this.events.find(fits);
      if (found || this.#ended) return found ?? null;
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  #read(text: string): void {
    this.#stdout += text;
    if (!this.#speaksJson) return;
    const lines = (this.#unread + text).split('\n');
    this.#unread = lines.pop() ?? '';
    for (const line of lines) this.#readLine(line);
    this.#wake();
  }

  #readLine(line: string): void {
    try {
      this.events.push(JSON.parse(line) as CommandEvent);
    } catch {
      this.#strays.push(line);
    }
  }

  #wake(): void {
    for (const watcher of this.#watchers) watcher();
    this.#watchers.clear();
  }
}
