/**
 * One run of one download, from the link to the file: target, probe, transfer, verify, finish. A run ends with a completion or throws; what arrived is then
 * in the partial and its journal, and another run goes on from there.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { asDownloadError, DownloadError } from '../../contract/errors.ts';
import { bytesOnDisk, checkSpace, prepareFolder } from '../disk/space.ts';
import type { PartialState } from '../disk/partial.ts';
import { gapsIn, removeExtent } from '../extents.ts';
import { fs } from '../fs.ts';
import { AnswerError } from '../http/answer-error.ts';
import { parseLink } from '../http/address.ts';
import type { Exchange } from '../http/exchange.ts';
import { HttpSession } from '../http/session.ts';
import { compareValidators } from '../http/validators.ts';
import type { Completion } from '../state.ts';
import type { Demands, DownloadRequest } from '../types.ts';
import { Spoiled, type FollowedFile } from '../verify/follower.ts';
import type { Environment, Reporter } from './environment.ts';
import { mostRestarts, Stopped, type Outcome, type RunMemory } from './memory.ts';
import { holdsAll, probe, rangePolicy, type Probe } from './probe.ts';
import { nextStep, type Step } from './remedies.ts';
import { ChecksumError, demandAll, Expectations } from './expectations.ts';
import { PieceRepair } from './pieces.ts';
import { Repair } from './repair.ts';
import type { Recorder } from './recorder.ts';
import { finish } from './finish.ts';
import { describe } from './description.ts';
import { placeFor } from './placement.ts';
import { findPublished } from '../verify/sidecars.ts';
import { proveSame } from './sameness.ts';
import { Transfer } from './transfer.ts';
import { Workpiece, type FoundFile } from './workpiece.ts';

export interface RunOptions {
  readonly environment: Environment;
  readonly request: DownloadRequest;
  /** What the file is to be, now: it may become something else while the run goes on. */
  readonly demands: Demands;
  readonly memory: RunMemory;
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
    run = new DownloadRun({ ...options, request });
    return { kind: 'completed', completion: await run.run() };
  } catch (thrown) {
    if (thrown instanceof Stopped) return { kind: 'stopped' };
    const { kept, progressed } = run ?? { kept: false, progressed: false };
    return { kind: 'failed', error: asDownloadError(thrown), kept, progressed, reached: options.memory.reached };
  }
}

class DownloadRun {
  readonly #options: RunOptions;
  readonly #session: HttpSession;
  readonly #started: number;
  /** Tells a partial's link without telling the link. */
  readonly #source: string;
  readonly #workpiece: Workpiece;
  readonly #repair = new Repair();
  readonly #pieceRepair = new PieceRepair();
  readonly #expectations: Expectations;
  /** Whether this run has fetched any byte that it did not have. */
  progressed = false;
  /** Whether a partial with bytes in it stays. */
  kept = false;

  constructor(options: RunOptions) {
    this.#options = options;
    const { environment, request, demands, adopt, reporter, recorder } = options;
    this.#session = new HttpSession(request, environment.connector, environment.clock);
    this.#expectations = new Expectations(demands, request.sha256);
    this.#source = createHash('sha256').update(request.url).digest('hex');
    this.#workpiece = new Workpiece({ request, source: this.#source, adopt, reporter, recorder });
    this.#started = environment.clock.now();
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
        await this.#forgetWhatCannotGoOn();
        await this.#proveSame();
        if (piece.state && holdsAll(piece.state)) {
          this.#standStill();
          return null;
        }
        const asked = piece.state;
        const answer = await this.#probe();
        try {
          const early = piece.isOpen ? null : await piece.open(...placeFor(this.#session.request, answer.answer));
          if (early) return early;
          // A partial was found only now, by the name that the server gave: its bytes are worth another question.
          if (piece.state !== asked && piece.extents.length > 0) continue;
          await this.#forgetOther(answer);
          this.#reserve(answer);
          await this.#transfer(answer);
          // Others may have been found spoiled while the last bytes came.
          if (gapsIn(piece.extents, piece.state?.size ?? 0).length === 0) return null;
        } finally {
          answer.answer.close();
        }
      } catch (error) {
        await this.#adjust(error);
      }
    }
  }

  async #probe(): Promise<Probe> {
    const { memory, signal } = this.#options;
    const answer = await probe(this.#session, memory, this.#workpiece.state, signal);
    memory.reached = true;
    return answer;
  }

  /** Bytes of a file whose size nobody knows cannot be told from bytes of another. */
  async #forgetWhatCannotGoOn(): Promise<void> {
    const piece = this.#workpiece;
    piece.giveBackSpoiled();
    const { state } = piece;
    if (!state || state.extents.length === 0) return;
    if (state.size === null) await this.#startOver('Nothing tells how long the file is');
    // Its seams have yet to be looked at, which comes at the end of a transfer: the last byte is fetched again.
    else if (state.seams.length > 0 && holdsAll(state))
      piece.state = { ...state, extents: removeExtent(state.extents, state.size - 1, state.size) };
  }

  /** What was begun from another link is gone on with once this one is proven to lead to the same file. A whole answer proves it while it comes. */
  async #proveSame(): Promise<void> {
    const { memory, recorder, signal } = this.#options;
    const { state } = this.#workpiece;
    if (!state || state.source === this.#source || memory.oneStream) return;
    const { partial } = this.#workpiece.target;
    const { host, compared, validators, contentType } = await proveSame(this.#session, partial, state, signal);
    this.#workpiece.state = { ...state, source: this.#source, validators, contentType };
    recorder.proven('overlap', host, compared);
  }

  /** A whole answer of another size or version than what is here is another file. */
  async #forgetOther(answer: Probe): Promise<void> {
    const state = this.#state;
    if (answer.ranges || state.extents.length === 0) return;
    if (answer.size === state.size && compareValidators(state.validators, answer.validators) !== 'different') return;
    await this.#startOver('The file on the server has changed');
  }

  /** Throws away what is here. */
  async #startOver(reason: string): Promise<void> {
    const { reporter, recorder, memory } = this.#options;
    reporter.notice('restarted', `${reason}; starting over`);
    recorder.restarted(reason);
    memory.most = 0;
    await this.#workpiece.startOver();
  }

  /** What is in the file, once that is open. */
  get #state(): PartialState {
    return this.#workpiece.state as PartialState;
  }

  /** Settles what the file is, and that there is room for it. */
  #reserve(answer: Probe): void {
    const piece = this.#workpiece;
    const { target } = piece;
    const { reporter, memory } = this.#options;
    this.#expectations.recall(this.#state.expected);
    this.#expectations.readFrom(answer.answer);
    piece.state = { ...this.#state, expected: this.#expectations.published };
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
    this.#expectations.recall(this.#state.expected);
    this.#search(null);
    this.#reportResource(null);
    recorder.standing(this.#workpiece.extents);
    recorder.proven('unverified', null);
    reporter.phase('downloading');
    this.#follow();
  }

  #search(answer: Probe | null): void {
    const { environment, signal } = this.#options;
    this.#expectations.searchWith(() => findPublished(this.#session, answer?.answer.metalinks ?? [], environment.lists, signal));
  }

  #reportResource(answer: Probe | null): void {
    const resource = describe(this.#workpiece.target, this.#state, answer, this.#session.request.url);
    this.#options.reporter.resource(resource);
    this.#options.recorder.described(resource, this.#state.validators, answer?.answer ?? null);
  }

  async #transfer(answer: Probe): Promise<void> {
    const piece = this.#workpiece;
    const { environment, memory, reporter, recorder, signal } = this.#options;
    const { target, followed } = piece;
    const state = this.#state;
    target.partial.note(state);
    recorder.standing(state.extents);
    reporter.phase('downloading');
    this.#search(answer);
    const transfer = new Transfer({
      environment,
      session: this.#session,
      memory,
      target,
      state,
      probe: answer,
      followed,
      reporter,
      recorder,
      signal,
    });
    const before = answer.ranges ? Math.max(transfer.received, memory.most) : memory.furthest;
    try {
      const size = await transfer.run();
      piece.state = { ...transfer.state, size };
    } catch (error) {
      piece.state = transfer.state;
      throw error;
    } finally {
      memory.most = Math.max(memory.most, transfer.received);
      if (transfer.received > before || transfer.audited > 0) {
        this.progressed = true;
        memory.askedAgain = false;
        memory.rangeTrouble = 0;
      }
      // Ranges are the better way wherever they have worked.
      if (!answer.ranges && memory.rangesWork) memory.oneStream = false;
    }
  }

  /** Applies what helps against an answer and returns for another try, or throws what nothing here helps against. */
  async #adjust(error: unknown): Promise<Step> {
    const { memory, reporter, recorder } = this.#options;
    if (!(error instanceof AnswerError)) throw error;
    memory.reached ||= error.details?.['status'] !== undefined;
    const begun = this.#workpiece.extents.length > 0;
    const step = nextStep(error, memory, begun);
    if (step === 'give up') throw error;
    if (step === 'restart') await this.#restart(error);
    else recorder.retried('download', error);
    if (step === 'whole') reporter.notice('single_stream', `${error.message}; asking for the whole file instead`);
    return step;
  }

  async #restart(error: AnswerError): Promise<void> {
    const { memory } = this.#options;
    if (++memory.restarts > mostRestarts)
      throw new DownloadError('CONTENT_CHANGED', 'The file on the server keeps changing', { cause: error });
    // A file that changes again while it is being fetched is safe only in one answer.
    if (memory.restarts > 1) memory.oneStream = true;
    memory.conditional = true;
    memory.distrust = false;
    await this.#startOver(error.message);
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

  /** Makes another try at the end worth while. @throws what nothing here helps against. */
  async #mend(error: unknown): Promise<void> {
    if (error instanceof Spoiled) return this.#workpiece.giveBack(error.extent);
    if (!(error instanceof ChecksumError)) throw error;
    this.#workpiece.unfollow();
    // Another run, which may have nothing left to ask the server for, must not take for right what this one knows to be wrong.
    this.#workpiece.state = { ...this.#state, expected: this.#expectations.published };
    this.#workpiece.target.partial.note(this.#state);
    if (this.#options.request.onlyCompare) throw error;
    if (await this.#giveBackWrongPieces()) return;
    const options = {
      ...this.#options,
      session: this.#session,
      target: this.#workpiece.target,
      state: this.#state,
      onAnswer: (answer: Exchange) => this.#expectations.readFrom(answer),
    };
    if (await this.#repair.attempt(error, options, (problem) => this.#adjust(problem))) return;
    if (this.progressed) throw error;
    await this.#startOver('The bytes of an earlier run do not have the expected checksum');
    this.progressed = true;
  }

  /** @returns whether the server's digests of the parts tell which of them are wrong, so that those are not in the file any more. */
  async #giveBackWrongPieces(): Promise<boolean> {
    const { target, state } = this.#workpiece;
    if (!state || state.size === null) return false;
    const wrong = await this.#pieceRepair.findWrong(target.partial, state.size, this.#expectations.pieces, this.#options.signal);
    if (!wrong) return false;
    this.#workpiece.discredit(wrong);
    this.#options.memory.most = 0;
    return true;
  }

  get #end(): Pick<Completion, 'finishedAt' | 'elapsed'> {
    const { clock } = this.#options.environment;
    return { finishedAt: clock.wallTime(), elapsed: Math.round(clock.now() - this.#started) };
  }

  /** @throws CHECKSUM when the file was published by a run of which less was demanded. */
  async #found({ path: file, sha256, skipped, expected }: FoundFile): Promise<Completion> {
    const { size } = fs.statSync(file);
    this.#expectations.recall(expected);
    const checks = skipped ? [] : await this.#expectations.checkFile(this.#options.environment.follower, file, size);
    demandAll(checks);
    return { path: file, size, sha256, checks, ...this.#end, skipped };
  }
}
