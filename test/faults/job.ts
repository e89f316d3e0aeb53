/** What a case asks of a program, in words that every download program has some option for. */

export interface Job {
  readonly urls: readonly string[];
  /** The folder that the file is to be put into. */
  readonly folder: string;
  readonly name?: string;
  readonly connections?: number;
  /** With a unit: 64K. */
  readonly minSplit?: string;
  readonly retries?: number;
  /** Seconds. */
  readonly retryWait?: number;
  /** Seconds without a byte. */
  readonly timeout?: number;
  readonly headers?: readonly string[];
  readonly cookie?: string;
  /** name:password */
  readonly user?: string;
  readonly referer?: string;
  readonly authority?: string;
  readonly insecure?: boolean;
  /** `algorithm=hex` each. */
  readonly checksums?: readonly string[];
  readonly conflict?: 'rename' | 'overwrite' | 'skip' | 'fail';
  /** Further arguments that only Rangefinder is given. */
  readonly extra?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What stands in front of the program: a tracer, a namespace, a limit. */
  readonly wrap?: readonly string[];
  /** How long it may take before it counts as hung; milliseconds. */
  readonly deadline?: number;
}

/** Small delays, so that a case of many retries still takes seconds. */
export const defaults = {
  connections: 4,
  minSplit: '64K',
  retries: 3,
  retryWait: 0.05,
  timeout: 1,
  deadline: 15_000,
} as const;
