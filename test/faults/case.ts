/** What a fault case is made of. */
import type { ErrorCode } from '../../contract/errors.ts';
import type { NoticeCode } from '../../contract/notices.ts';
import type { Handler, HostileOptions } from '../hostile/server.ts';
import type { Job } from './job.ts';
import type { Stage } from './stage.ts';

interface Expectation {
  /** Exit codes that are right. 0 always means as well: the server's file, whole, under its final name, and nothing else left. */
  readonly exit: number | readonly number[];
  /** Error codes that are right when it fails. */
  readonly codes?: readonly ErrorCode[];
  /** What became of the partial when it failed. */
  readonly partial?: 'kept' | 'gone';
  /** The name of the finished file. */
  readonly name?: string;
  /** Partials that may be left even so: another download's, or what someone else put in the way. */
  readonly leaves?: readonly string[];
  /** Notices that the user must get. */
  readonly notices?: readonly NoticeCode[];
  /** Notices that would be wrong. */
  readonly without?: readonly NoticeCode[];
  /** Milliseconds that the last run may take. */
  readonly within?: number;
}

export interface FaultCase {
  /** The number of the fault, and a letter where it has several cases. */
  readonly id: string;
  readonly name: string;
  /** What is there before the first run. */
  readonly prepare?: (stage: Stage) => void;
  /** How the server behaves; made anew for each run of the case. Without it, the server is honest. */
  readonly serve?: (stage: Stage) => Handler;
  /** How the server listens: TLS, address, what it does to a connection before its first request. */
  readonly listen?: HostileOptions | ((stage: Stage) => HostileOptions);
  /** Bytes of the file. */
  readonly size?: number;
  readonly job?: Partial<Job> | ((stage: Stage) => Partial<Job>);
  /** What is done, where that is more than one run of the program. */
  readonly script?: (stage: Stage) => Promise<unknown>;
  readonly expect: Expectation;
  /** Further complaints about what happened; one line each, none when all is right. */
  readonly check?: (stage: Stage) => Iterable<string> | AsyncIterable<string>;
  /** False where the case makes no sense for another program. */
  readonly peers?: false;
}

export interface CaseGroup {
  readonly title: string;
  readonly cases: readonly FaultCase[];
}
