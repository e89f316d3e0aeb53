/** Runs downloads, each at most once at a time, in the thread that it lives in. It decides nothing: it reports how each run ended. */
import type { Failure } from '../contract/errors.ts';
import type { DownloadStatus } from '../contract/download.ts';
import { systemClock, type Clock } from './clock.ts';
import { fs } from './fs.ts';
import { AnswerError } from './http/answer-error.ts';
import { Connector } from './http/connector.ts';
import { asDownloadError } from '../contract/errors.ts';
import { discardPartials, forgetPublished } from './disk/target.ts';
import { TokenBucket } from './rate.ts';
import { lookAt } from './run/destination.ts';
import { runDownload } from './run/download.ts';
import type { Environment, Reporter } from './run/environment.ts';
import { Stopped, type Outcome } from './run/memory.ts';
import { peek, readList } from './run/peek.ts';
import { Recorder } from './run/recorder.ts';
import { Sources } from './run/sources.ts';
import type { Completion } from './state.ts';
import { Hosts } from './transfer/hosts.ts';
import type {
  Adjustment,
  Demands,
  Destination,
  DestinationQuestion,
  DownloadRequest,
  EngineLimits,
  LinkText,
  RunEvent,
  Sight,
} from './types.ts';
import { Follower } from './verify/follower.ts';

/** Plain data, so that it can cross a thread. */
export type RunEnd =
  | { readonly kind: 'completed'; readonly completion: Completion }
  | { readonly kind: 'stopped' }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      readonly kept: boolean;
      readonly progressed: boolean;
      /** Whether the server has been reached, in this run or an earlier one. */
      readonly reached: boolean;
      /** Whether another run may end better. */
      readonly again: boolean;
      /** Milliseconds that the server asked for; null when it did not. */
      readonly retryAfter: number | null;
    };

export type RunnerEvent =
  | {
      readonly type: 'phase';
      readonly id: string;
      readonly status: DownloadStatus & ('probing' | 'downloading' | 'verifying' | 'finishing');
    }
  | RunEvent
  | { readonly type: 'ended'; readonly id: string; readonly end: RunEnd };

export interface Runner {
  /** Ignored while the download runs already. */
  start(request: DownloadRequest, adopt: boolean, group: string | null): void;
  /** Puts a download under the limit of another group, also while it runs. */
  assign(id: string, group: string | null): void;
  /** Ends a run; `ended` follows when nothing of it is left. A run that is finishing ends as completed. */
  stop(id: string, how: 'pause' | 'remove' | 'quit'): void;
  /** What is wanted of one download from now on, also while it runs. */
  adjust(id: string, adjustment: Adjustment): void;
  /** What the file is to be from now on; sources that were given up for having another one are asked again. */
  demand(id: string, demands: Demands): void;
  /** The user wants a download to go on: its sources that had refused are asked once more. */
  retry(id: string): void;
  /** Forgets what was learned of a download's server. */
  forget(id: string): void;
  /** The completion of a download has been noted for good. @param path where its file is. */
  acknowledge(id: string, path: string): Promise<void>;
  /** Deletes the partial of a download that does not run. */
  discard(request: DownloadRequest): Promise<void>;
  /** Deletes a completed file; one that is gone already is as good as deleted. */
  deleteFile(path: string): Promise<void>;
  configure(limits: EngineLimits): void;
  peek(request: DownloadRequest, signal: AbortSignal): Promise<Sight>;
  readList(request: DownloadRequest, signal: AbortSignal): Promise<LinkText>;
  survey(questions: readonly DestinationQuestion[]): Promise<Destination[]>;
  close(): Promise<void>;
}

export class InlineRunner implements Runner {
  readonly #emit: (event: RunnerEvent) => void;
  readonly #environment: Environment;
  readonly #follower = new Follower();
  readonly #running = new Map<string, { abort: AbortController; done: Promise<void>; demands: Demands }>();
  readonly #sources = new Map<string, Sources>();
  /** The limits of groups; the one of a group that is gone limits nothing. */
  readonly #groups = new Map<string | null, TokenBucket>();
  /** Kept longer than those: what is learned of a server can be forgotten, but not where bytes came from. */
  readonly #recorders = new Map<string, Recorder>();

  /** @param world where time and sockets come from, so that a test can bring its own. */
  constructor(
    limits: EngineLimits,
    emit: (event: RunnerEvent) => void,
    world: { readonly clock?: Clock; readonly connector?: Connector; readonly tellSegments?: boolean } = {},
  ) {
    const { clock = systemClock, connector = new Connector(), tellSegments = true } = world;
    this.#emit = emit;
    this.#environment = {
      clock,
      connector,
      hosts: new Hosts(limits),
      follower: this.#follower,
      lists: new Map(),
      bucket: new TokenBucket(clock, limits.limitRate),
      tellSegments,
    };
    this.#limitGroups(limits);
  }

  start(request: DownloadRequest, adopt: boolean, group: string | null): void {
    const { id } = request;
    if (this.#running.has(id)) return;
    const abort = new AbortController();
    const demands = { checksums: request.checksums, findChecksums: request.findChecksums };
    const sources = this.#sources.get(id) ?? new Sources(request, this.#environment.clock);
    this.#sources.set(id, sources);
    sources.group.current = this.#groupLimit(group);
    const recorder = this.#recorders.get(id) ?? new Recorder(() => this.#environment.clock.wallTime());
    this.#recorders.set(id, recorder);
    const done = runDownload({
      environment: this.#environment,
      request,
      demands,
      sources,
      recorder,
      reporter: this.#reporterFor(id),
      adopt,
      signal: abort.signal,
    })
      // A fault of ours must not leave the download running for ever.
      .catch(brokenBy)
      .then((outcome) => this.#ended(id, recorder, outcome));
    this.#running.set(id, { abort, done, demands });
  }

  #ended(id: string, recorder: Recorder, outcome: Outcome): void {
    this.#running.delete(id);
    let end = endOf(outcome);
    try {
      this.#emit({ type: 'report', id, report: recorder.report(outcome, this.#sources.get(id)?.all ?? []) });
    } catch (fault) {
      if (outcome.kind !== 'completed') end = endOf(brokenBy(fault));
    }
    if (outcome.kind === 'completed') {
      this.#sources.delete(id);
      this.#recorders.delete(id);
    }
    this.#emit({ type: 'ended', id, end });
  }

  #reporterFor(id: string): Reporter {
    return {
      phase: (status) => this.#emit({ type: 'phase', id, status }),
      resource: (resource) => this.#emit({ type: 'resource', id, resource }),
      progress: (progress) => this.#emit({ type: 'progress', id, progress }),
      learned: (host, connections) => this.#emit({ type: 'learned', id, host, connections }),
      sources: (sources) => this.#emit({ type: 'sources', id, sources }),
      notice: (code, message) => this.#emit({ type: 'notice', id, notice: { code, message, at: this.#environment.clock.wallTime() } }),
    };
  }

  stop(id: string, how: 'pause' | 'remove' | 'quit'): void {
    this.#running.get(id)?.abort.abort(new Stopped(how));
  }

  adjust(id: string, { limitRate, connections }: Adjustment): void {
    const sources = this.#sources.get(id);
    if (!sources) return;
    sources.bucket.rate = limitRate;
    sources.aim(connections);
  }

  demand(id: string, demands: Demands): void {
    const running = this.#running.get(id);
    if (running) Object.assign(running.demands, demands);
    this.#sources.get(id)?.reconsiderAll();
  }

  assign(id: string, group: string | null): void {
    const sources = this.#sources.get(id);
    if (sources) sources.group.current = this.#groupLimit(group);
  }

  #groupLimit(group: string | null): TokenBucket {
    const known = this.#groups.get(group);
    if (known) return known;
    const bucket = new TokenBucket(this.#environment.clock);
    this.#groups.set(group, bucket);
    return bucket;
  }

  #limitGroups({ groups = [] }: EngineLimits): void {
    const rates = new Map(groups.map(({ id, limitRate }) => [id, limitRate]));
    for (const id of rates.keys()) this.#groupLimit(id);
    for (const [id, bucket] of this.#groups) bucket.rate = (id === null ? undefined : rates.get(id)) ?? 0;
  }

  retry(id: string): void {
    this.#sources.get(id)?.retry();
  }

  forget(id: string): void {
    this.#sources.delete(id);
  }

  async acknowledge(id: string, path: string): Promise<void> {
    try {
      forgetPublished(path, id);
    } catch {
      // A journal that cannot be deleted now is in nobody's way: it tells of this one file.
    }
  }

  async discard(request: DownloadRequest): Promise<void> {
    this.#recorders.delete(request.id);
    await discardPartials(request.folder, request.id);
  }

  async deleteFile(path: string): Promise<void> {
    await fs.promises.rm(path, { force: true });
  }

  configure(limits: EngineLimits): void {
    this.#environment.hosts.configure(limits);
    this.#environment.bucket.rate = limits.limitRate;
    this.#limitGroups(limits);
  }

  peek(request: DownloadRequest, signal: AbortSignal): Promise<Sight> {
    return peek(this.#environment, request, signal);
  }

  readList(request: DownloadRequest, signal: AbortSignal): Promise<LinkText> {
    return readList(this.#environment, request, signal);
  }

  async survey(questions: readonly DestinationQuestion[]): Promise<Destination[]> {
    return lookAt(questions);
  }

  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort(new Stopped('quit'));
    await Promise.all(running.map(({ done }) => done));
    this.#environment.connector.close();
    await this.#follower.close();
  }
}

const brokenBy = (fault: unknown): Outcome => ({
  kind: 'failed',
  error: asDownloadError(fault),
  kept: true,
  progressed: false,
  reached: true,
});

function endOf(outcome: Outcome): RunEnd {
  if (outcome.kind !== 'failed') return outcome;
  const { error, kept, progressed, reached } = outcome;
  const again = error instanceof AnswerError ? error.remedy === 'retry' || error.remedy === 'fewer' : false;
  const retryAfter = error instanceof AnswerError ? error.retryAfter : null;
  return { kind: 'failed', failure: error.toFailure(), kept, progressed, reached, again, retryAfter };
}
