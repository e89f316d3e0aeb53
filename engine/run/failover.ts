/** Which source a run fetches from, and when it turns to another. What that means for the bytes that are here is not its matter. */
import { DownloadError } from '../../contract/errors.ts';
import { AnswerError } from '../http/answer-error.ts';
import { HttpSession } from '../http/session.ts';
import type { Environment, Reporter } from './environment.ts';
import { ChecksumError } from './expectations.ts';
import type { RunMemory } from './memory.ts';
import type { Recorder } from './recorder.ts';
import { troubleOf, type Source, type Sources, type Trouble, type TroubleKind } from './sources.ts';
import type { TransferOptions } from './transfer.ts';

/** Milliseconds that a server may ask us to leave it alone before another one is turned to meanwhile. */
const longestPause = 1000;
/** Runs in a row that may bring nothing before bytes are given up that only their own source can go on with. */
const patience = 3;

interface Situation {
  /** Whether bytes of the file are here. */
  readonly begun: boolean;
  /** Whether those bytes came from another source than the one in use. */
  readonly foreign: boolean;
  /** Whether something will tell in the end that all bytes are right, whoever sent them. */
  readonly proven: boolean;
}

export interface FailoverOptions {
  readonly sources: Sources;
  readonly environment: Environment;
  readonly reporter: Reporter;
  readonly recorder: Recorder;
  /** Times that a failure is followed by another try. */
  readonly retries: number;
}

export class Failover {
  readonly #options: FailoverOptions;
  /** Each server's cookies are its own. */
  readonly #sessions = new Map<Source, HttpSession>();
  /** Whether the source in use has brought anything in this run. */
  #hasBrought = false;

  constructor(options: FailoverOptions) {
    this.#options = options;
    this.tell();
  }

  get source(): Source {
    return this.#options.sources.current;
  }

  get memory(): RunMemory {
    return this.source.memory;
  }

  get session(): HttpSession {
    return this.sessionOf(this.source);
  }

  sessionOf(source: Source): HttpSession {
    const { connector, clock } = this.#options.environment;
    const session = this.#sessions.get(source) ?? new HttpSession(source.request, connector, clock);
    this.#sessions.set(source, session);
    return session;
  }

  /** How bytes come from the source in use, and under which limits of the download's own. */
  get means(): Pick<TransferOptions, 'session' | 'source' | 'limits'> {
    const { group, bucket } = this.#options.sources;
    return { session: this.session, source: this.source, limits: [group, bucket] };
  }

  /** Goes on where an earlier run of the program was. @param key of the source whose bytes are here. */
  settle(key: string): void {
    const { sources } = this.#options;
    if (sources.settled) return;
    const earlier = sources.byKey(key);
    if (earlier && earlier.trouble === null) sources.use(earlier);
    this.tell();
  }

  /** The source in use has brought something. */
  brought(): void {
    this.#hasBrought = true;
    this.source.failures = 0;
  }

  /** Servers tell of other places where the file is. */
  add(links: readonly string[]): void {
    const { sources } = this.#options;
    const { request } = sources.first;
    if (links.length > 0 && sources.add(request, links)) this.tell();
  }

  /** Whether something else is to be had when the source in use is given up. */
  get hasOther(): boolean {
    return this.#options.sources.hasOther(this.source);
  }

  /** Those that could give the file as well, the best first. */
  get reserve(): readonly Source[] {
    return this.#options.sources.reserve;
  }

  /** Those that were lost for a reason that passes, and are due for another look. Until that has gone well they are not turned to. */
  get returning(): readonly Source[] {
    const { sources, environment } = this.#options;
    return sources.returning(environment.clock.now()).filter((source) => source !== this.source);
  }

  /** A source gives the file along with the one in use, or does not any more. What had spoken against it is over. */
  setHelping(source: Source, helping: boolean): void {
    source.helping = helping;
    if (helping) source.trouble = null;
    this.tell();
  }

  /** A source that was not alone has failed. @param successor which one is in use from now on, where it was this one. */
  lose(source: Source, problem: DownloadError, successor: Source): void {
    const { sources, recorder, reporter } = this.#options;
    source.helping = false;
    // Where a redirect had led may be over; the link itself has not been asked again.
    const expired = problem instanceof AnswerError && problem.remedy === 'ask-again';
    const kind = expired ? 'passing' : (kindOf(problem, { begun: true, foreign: true }) ?? 'final');
    // One that was away and still is, is no news.
    const isNews = source.trouble === null;
    source.trouble = this.#trouble(kind, problem);
    source.losses++;
    if (source === this.source) sources.use(successor);
    if (!isNews) return this.tell();
    recorder.retried('download', problem);
    reporter.notice('source_changed', `${problem.message}; going on without ${new URL(source.url).host}`);
    this.tell();
  }

  /** Says of a source that it is not to be asked again. */
  ban(key: string, error: DownloadError): void {
    const banned = this.#options.sources.byKey(key);
    if (!banned) return;
    banned.trouble = this.#trouble('final', error);
    this.#options.reporter.notice('source_changed', `${error.message}; going on without ${new URL(banned.url).host}`);
    this.tell();
  }

  /**
   * Turns to another source. @returns whether it may have another file than the one that was begun, which then has to be given up.
   * @throws `error` when that is not a matter of the source, or when there is no other; where there were several, what became of each.
   */
  turn(error: unknown, situation: Situation): boolean {
    const { sources, recorder, reporter } = this.#options;
    const before = this.source;
    const kind = kindOf(error, situation);
    if (kind === null || sources.count < 2) throw error;
    const reason = error as DownloadError;
    if (kind === 'passing' && this.#mayPass(reason, situation)) throw error;
    before.trouble = this.#trouble(kind, reason);
    const next = sources.next();
    const other = next ?? (situation.proven ? sources.reconsider() : null);
    this.tell();
    if (!other) throw sources.failure(this.#options.environment.clock.now());
    sources.use(other);
    this.#hasBrought = false;
    recorder.retried('download', reason);
    reporter.notice('source_changed', `${reason.message}; going on with ${new URL(other.url).host}`);
    this.tell();
    return next === null;
  }

  /**
   * A source that has served until now is given another try, and the more so where all that it sent would be lost. One that wants to be left alone for a
   * while does not hold up the others.
   */
  #mayPass(reason: DownloadError, { begun, foreign, proven }: Situation): boolean {
    const { source } = this;
    const { retries } = this.#options;
    const wouldLose = begun && !foreign && !proven;
    const pauses = reason instanceof AnswerError && (reason.retryAfter ?? 0) > longestPause;
    if (this.#hasBrought) return retries > 0 && (wouldLose || !pauses || !this.hasOther);
    source.failures++;
    return wouldLose && source.failures < Math.min(patience, retries + 1);
  }

  #trouble(kind: TroubleKind, error: DownloadError): Trouble {
    return troubleOf(kind, error, this.#options.environment.clock.now());
  }

  tell(): void {
    const { sources, reporter } = this.#options;
    if (sources.count > 1) reporter.sources(sources.states());
  }
}

/** What an error says of the source; null when it is a matter of the disk, of the user or of ours. */
function kindOf(error: unknown, { begun, foreign }: Pick<Situation, 'begun' | 'foreign'>): TroubleKind | null {
  if (error instanceof ChecksumError) return 'final';
  if (error instanceof AnswerError) {
    if (error.remedy === 'retry' || error.remedy === 'fewer') return 'passing';
    return error.remedy === 'restart' && begun && foreign ? 'differs' : 'final';
  }
  return error instanceof DownloadError && error.code === 'CONTENT_CHANGED' ? 'final' : null;
}
