/**
 * One run of one download, from the link to the file: target, probe, transfer, verify, finish. A run ends with a completion or throws; what arrived is then
 * in the partial and its journal, and another run goes on from there.
 */
import path from 'node:path';
import { asDownloadError, DownloadError } from '../../contract/errors.ts';
import { bytesOnDisk, checkSpace, prepareFolder } from '../disk/space.ts';
import type { PartialState } from '../disk/partial.ts';
import { gapsIn } from '../extents.ts';
import { fs } from '../fs.ts';
import { AnswerError } from '../http/answer-error.ts';
import { parseLink } from '../http/address.ts';
import type { HttpSession } from '../http/session.ts';
import type { Completion } from '../state.ts';
import type { Demands, DownloadRequest } from '../types.ts';
import { unlessAborted } from '../unless-aborted.ts';
import type { FollowedFile } from '../verify/follower.ts';
import { Announcements } from './announcements.ts';
import type { Environment, Reporter } from './environment.ts';
import { Continuity } from './continuity.ts';
import { Failover } from './failover.ts';
import { mostRestarts, Stopped, type Outcome, type RunMemory } from './memory.ts';
import { holdsAll, probe, rangePolicy, type Probe } from './probe.ts';
import { nextStep, type Step } from './remedies.ts';
import { demandAll, Expectations } from './expectations.ts';
import { Mending } from './mending.ts';
import type { Recorder } from './recorder.ts';
import { finish } from './finish.ts';
import type { Sources } from './sources.ts';
import { describe } from './description.ts';
import { placeFor } from './placement.ts';
import { Transfer } from './transfer.ts';
import { Workpiece, type FoundFile } from './workpiece.ts';

export interface RunOptions {
  readonly environment: Environment;
  readonly request: DownloadRequest;
  /** What the file is to be, now: it may become something else while the run goes on. */
  readonly demands: Demands;
  /** Where the file can be had, and what has been learned of that. */
  readonly sources: Sources;
  readonly reporter: Reporter;
  readonly recorder: Recorder;
  /** Whether an unfinished download of the same link that nobody owns may be gone on with. */
  readonly adopt: boolean;
  /** Aborted with a `Stopped`. */
  readonly signal: AbortSignal;
}

/** Runs once. Never throws. */
export async function runDownload(options: RunOptions): Promise<Outcome> {
  let run: DownloadRun | null = null;
  try {
    const { url, credentials } = parseLink(options.request.url);
    const request = { ...options.request, url, credentials: options.request.credentials ?? credentials };
    options.recorder.begin(url);
    options.sources.begin(request, options.environment.clock.now());
    run = new DownloadRun({ ...options, request });
    return { kind: 'completed', completion: await run.run() };
  } catch (thrown) {
    if (thrown instanceof Stopped) return { kind: 'stopped' };
    const { kept, progressed } = run ?? { kept: false, progressed: false };
    return { kind: 'failed', error: asDownloadError(thrown), kept, progressed, reached: options.sources.reached };
  }
}

class DownloadRun {
  readonly #options: RunOptions;
  readonly #started: number;
  readonly #failover: Failover;
  readonly #workpiece: Workpiece;
  readonly #mending: Mending;
  readonly #expectations: Expectations;
  readonly #announcements: Announcements;
  readonly #continuity: Continuity;
  /** Whether this run has fetched any byte that it did not have. */
  progressed = false;
  /** Whether a partial with bytes in it stays. */
  kept = false;

  constructor(options: RunOptions) {
    this.#options = options;
    const { environment, request, demands, sources, adopt, reporter, recorder } = options;
    this.#failover = new Failover({ sources, environment, reporter, recorder, retries: request.retries });
    this.#expectations = new Expectations(demands, request, sources);
    this.#workpiece = new Workpiece({ request, source: sources.first.key, adopt, reporter, recorder });
    this.#announcements = new Announcements({ ...options, failover: this.#failover, expectations: this.#expectations });
    this.#continuity = new Continuity({
      ...options,
      failover: this.#failover,
      workpiece: this.#workpiece,
      expectations: this.#expectations,
      announcements: this.#announcements,
    });
    this.#mending = new Mending({
      ...options,
      failover: this.#failover,
      continuity: this.#continuity,
      workpiece: this.#workpiece,
      expectations: this.#expectations,
      announcements: this.#announcements,
      adjust: (problem) => this.#adjust(problem),
      turn: (problem) => this.#turn(problem, true),
    });
    this.#started = environment.clock.now();
  }

  get #session(): HttpSession {
    return this.#failover.session;
  }

  get #memory(): RunMemory {
    return this.#failover.memory;
  }

  async run(): Promise<Completion> {
    const { request, reporter, signal } = this.#options;
    reporter.phase('probing');
    try {
      if (request.insecure && request.url.startsWith('https:')) reporter.notice('insecure', 'The certificate of the server is not checked');
      const folder = prepareFolder(request.folder);
      const early = (await this.#workpiece.openEarlier(folder)) ?? (await this.#fetchAll());
      return early ? await this.#found(early) : await this.#finish();
    } catch (error) {
      this.kept = await this.#workpiece.letGo(signal.reason);
      throw error;
    } finally {
      this.#workpiece.unfollow();
    }
  }

  /** @returns a file only when it turns out that nothing is to be done. */
  async #fetchAll(): Promise<FoundFile | null> {
    const piece = this.#workpiece;
    for (;;) {
      try {
        await this.#continuity.forgetWhatCannotGoOn();
        await this.#continuity.proveSame();
        if (piece.state && holdsAll(piece.state)) {
          this.#standStill();
          return null;
        }
        const answer = await this.#probe(this.#continuity.isStrange ? null : piece.state);
        const late = !piece.isOpen;
        try {
          this.#continuity.demandSize(answer.size, answer.answer.url.host);
          const early = late ? await piece.open(...placeFor(this.#options.request, answer.answer)) : null;
          if (early) return early;
          // A partial was found only now, by the name that the server gave: its bytes are worth another question.
          if (late && piece.extents.length > 0) continue;
          await this.#continuity.forgetStrange();
          await this.#continuity.forgetOther(answer);
          this.#reserve(answer);
          await this.#transfer(answer);
          // Others may have been found spoiled while the last bytes came.
          if (gapsIn(piece.extents, piece.state?.size ?? 0).length === 0) return null;
        } finally {
          answer.answer.close();
        }
      } catch (error) {
        await this.#goOnAfter(error);
      }
    }
  }

  async #probe(known: PartialState | null): Promise<Probe> {
    const answer = await probe(this.#session, this.#memory, known, this.#options.signal);
    this.#memory.reached = true;
    return answer;
  }

  /** What is in the file, once that is open. */
  get #state(): PartialState {
    return this.#workpiece.state as PartialState;
  }

  /** Settles what the file is, and that there is room for it. */
  #reserve(answer: Probe): void {
    const piece = this.#workpiece;
    const { target } = piece;
    const { reporter } = this.#options;
    const memory = this.#memory;
    memory.vouched = true;
    this.#announcements.recall(this.#state);
    this.#announcements.read(answer.answer);
    piece.state = { ...this.#state, ...this.#continuity.origin(answer.ranges), ...this.#announcements.kept };
    if (piece.extents.length === 0) {
      const { size, validators, contentType } = answer;
      piece.state = { ...this.#state, size, validators, contentType };
    } else {
      reporter.notice('resumed', `Going on with ${target.name}`);
    }
    if (answer.ranges && rangePolicy(answer.validators, memory).seamsProve) {
      reporter.notice('unverified', 'The server gives nothing to recognise the file by: parts are compared where they meet');
    }
    if (!answer.ranges) {
      if (!memory.oneStream && (answer.size ?? Infinity) > 0)
        reporter.notice('single_stream', 'The server sends the file only as a whole: one connection, and a break starts it over');
      // The next question need not be for a range.
      memory.oneStream = true;
      memory.tentative = false;
    }
    if (answer.size !== null) {
      checkSpace(path.dirname(target.path), answer.size - bytesOnDisk(target.partial.fd));
      target.partial.setSize(answer.size);
      target.partial.reserve(answer.size);
    }
    for (const url of answer.answer.redirects.slice(-1)) reporter.notice('redirected', `The link leads to ${new URL(url).host}`);
    this.#reportResource(answer);
    this.#follow();
  }

  #follow(): void {
    this.#workpiece.follow(this.#options.environment.follower, this.#expectations.algorithms);
  }

  /** Every byte is here already, and nobody is asked about them. */
  #standStill(): void {
    const { recorder, reporter } = this.#options;
    this.#announcements.recall(this.#state);
    this.#announcements.search(null);
    this.#reportResource(null);
    recorder.standing(this.#workpiece.extents);
    recorder.proven('unverified', null);
    reporter.phase('downloading');
    this.#follow();
  }

  #reportResource(answer: Probe | null): void {
    const resource = describe(this.#workpiece.target, this.#state, answer, this.#session.request.url);
    this.#options.reporter.resource(resource);
    this.#options.recorder.described(resource, this.#state.validators, answer?.answer ?? null);
  }

  async #transfer(answer: Probe): Promise<void> {
    const piece = this.#workpiece;
    const { environment, sources, reporter, recorder, signal } = this.#options;
    const memory = this.#memory;
    const { target, followed } = piece;
    const state = this.#state;
    target.partial.note(state);
    recorder.standing(state.extents);
    reporter.phase('downloading');
    this.#announcements.search(answer.answer);
    const transfer = new Transfer({
      environment,
      ...this.#failover.means,
      target,
      state,
      probe: answer,
      announced: () => this.#announcements.kept,
      help: sources.alone ? null : { failover: this.#failover, proven: () => this.#expectations.prove },
      followed,
      reporter,
      recorder,
      signal,
    });
    const before = answer.ranges ? Math.max(transfer.received, sources.most) : memory.furthest;
    try {
      const size = await transfer.run();
      this.#continuity.demandSize(size, answer.answer.url.host);
      piece.state = { ...transfer.state, size };
    } catch (error) {
      piece.state = transfer.state;
      throw error;
    } finally {
      sources.most = Math.max(sources.most, transfer.received);
      if (transfer.received > before || transfer.audited > 0) {
        this.progressed = true;
        this.#failover.brought();
        memory.askedAgain = false;
        memory.rangeTrouble = 0;
      }
      // Ranges are the better way wherever they have worked.
      if (!answer.ranges && memory.rangesWork) memory.oneStream = false;
    }
  }

  /** Makes another try worth while, from the same source or another one. @throws what nothing helps against. */
  async #goOnAfter(error: unknown): Promise<void> {
    try {
      await this.#adjust(error);
    } catch (hopeless) {
      await this.#turn(hopeless);
    }
  }

  /** Goes on from another source. @param cleared whether bytes that were wrong are not here any more. @throws `error` when that is no help. */
  async #turn(error: unknown, cleared = false): Promise<void> {
    if (error instanceof AnswerError) await this.#announcements.settle();
    await this.#continuity.turn(error, cleared);
    this.#mending.renew();
  }

  /** Applies what helps against an answer and returns for another try, or throws what nothing here helps against. */
  async #adjust(error: unknown): Promise<Step> {
    const { reporter, recorder } = this.#options;
    const memory = this.#memory;
    if (!(error instanceof AnswerError)) throw error;
    memory.reached ||= error.details?.['status'] !== undefined;
    const begun = this.#workpiece.extents.length > 0;
    const step = nextStep(error, memory, begun);
    if (step === 'give up') throw error;
    if (step === 'restart') {
      // Elsewhere there may be the file that was begun; and another source of it must not make it another file.
      const { isBrothers, isForeign } = this.#continuity;
      if (isBrothers || (this.#failover.hasOther && (isForeign || this.#expectations.prove))) throw error;
      await this.#restart(error);
    } else recorder.retried('download', error);
    if (step === 'whole') reporter.notice('single_stream', `${error.message}; asking for the whole file instead`);
    return step;
  }

  async #restart(error: AnswerError): Promise<void> {
    const memory = this.#memory;
    if (++memory.restarts > mostRestarts)
      throw new DownloadError('CONTENT_CHANGED', 'The file on the server keeps changing', { cause: error });
    // A file that changes again while it is being fetched is safe only in one answer.
    if (memory.restarts > 1) memory.oneStream = true;
    memory.conditional = true;
    memory.distrust = false;
    memory.otherVersions.clear();
    this.#options.sources.forgetSize();
    await this.#continuity.startOver(error.message);
  }

  async #finish(): Promise<Completion> {
    const { environment, reporter, request, signal } = this.#options;
    const { target, followed } = this.#workpiece;
    const state = this.#state;
    try {
      const expectations = this.#expectations;
      const finished = await finish({
        environment,
        request,
        target,
        state,
        followed: followed as FollowedFile,
        expectations,
        reporter,
        signal,
      });
      this.#workpiece.published();
      return { ...finished, size: state.size as number, ...this.#end, skipped: false };
    } catch (error) {
      await this.#mend(error);
    }
    const found = await this.#fetchAll();
    return found ? await this.#found(found) : await this.#finish();
  }

  async #mend(error: unknown): Promise<void> {
    try {
      if (await this.#mending.mend(error, this.progressed)) this.progressed = true;
    } catch (hopeless) {
      if (this.#options.request.onlyCompare) throw hopeless;
      await this.#turn(hopeless);
    }
  }

  get #end(): Pick<Completion, 'finishedAt' | 'elapsed'> {
    const { clock } = this.#options.environment;
    return { finishedAt: clock.wallTime(), elapsed: Math.round(clock.now() - this.#started) };
  }

  /** @throws CHECKSUM when the file was published by a run of which less was demanded. */
  async #found({ path: file, sha256, skipped, expected }: FoundFile): Promise<Completion> {
    const { size } = fs.statSync(file);
    this.#expectations.recall(expected);
    const { environment, signal } = this.#options;
    const checks = skipped ? [] : await unlessAborted(this.#expectations.checkFile(environment.follower, file, size), signal);
    demandAll(checks);
    return { path: file, size, sha256, checks, ...this.#end, skipped };
  }
}
