/**
 * One run of one download, from the link to the file: target, probe, transfer, verify, finish. A run ends with a completion or throws; what arrived is then
 * in the partial and its journal, and another run goes on from there.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { asDownloadError, DownloadError } from '../../contract/errors.ts';
import { bytesOnDisk, checkSpace, prepareFolder } from '../disk/space.ts';
import { abandon, findPartial, isBegun, openTarget, type Claimant, type OpenTarget } from '../disk/target.ts';
import type { PartialState } from '../disk/partial.ts';
import { gapsIn, removeExtent, type Extent } from '../extents.ts';
import { fs } from '../fs.ts';
import { AnswerError } from '../http/answer-error.ts';
import { parseLink } from '../http/address.ts';
import { HttpSession } from '../http/session.ts';
import { compareValidators } from '../http/validators.ts';
import type { Completion } from '../state.ts';
import type { DownloadRequest } from '../types.ts';
import { followPartial, Spoiled, type FollowedFile } from '../verify/follower.ts';
import type { Environment, Reporter } from './environment.ts';
import { mostRestarts, Stopped, type Outcome, type RunMemory } from './memory.ts';
import { holdsAll, probe, rangePolicy, type Probe } from './probe.ts';
import { nextStep, type Step } from './remedies.ts';
import { ChecksumError, Expectations } from './expectations.ts';
import { Losses, tellSpoiled } from './damage.ts';
import { Repair } from './repair.ts';
import type { Recorder } from './recorder.ts';
import { finish } from './finish.ts';
import { describe, nameFor } from './description.ts';
import { placeFor } from './placement.ts';
import { findSidecars } from '../verify/sidecars.ts';
import { proveSame } from './sameness.ts';
import { Transfer } from './transfer.ts';

export interface RunOptions {
  readonly environment: Environment;
  readonly request: DownloadRequest;
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
  #target: OpenTarget | null = null;
  #state: PartialState | null = null;
  #followed: FollowedFile | null = null;
  readonly #repair = new Repair();
  readonly #losses = new Losses();
  readonly #expectations: Expectations;
  /** Whether this run has fetched any byte that it did not have. */
  progressed = false;
  /** Whether a partial with bytes in it stays. */
  kept = false;

  constructor(options: RunOptions) {
    this.#options = options;
    const { environment, request } = options;
    this.#session = new HttpSession(request, environment.connector, environment.clock);
    this.#expectations = new Expectations(request);
    this.#source = createHash('sha256').update(request.url).digest('hex');
    this.#started = environment.clock.now();
  }

  async run(): Promise<Completion> {
    const { request, reporter, signal } = this.#options;
    reporter.phase('probing');
    try {
      if (request.insecure && request.url.startsWith('https:')) reporter.notice('insecure', 'The certificate of the server is not checked');
      const folder = prepareFolder(request.folder);
      const early = await this.#openEarlier(folder);
      if (early) return early;
      return (await this.#fetchAll()) ?? (await this.#finish());
    } finally {
      this.#followed?.cancel();
      await this.#letGo(signal.reason);
    }
  }

  /** Opens the partial that an earlier run left, so that the probe can ask for what is missing. */
  async #openEarlier(folder: string): Promise<Completion | null> {
    const { request } = this.#options;
    const wanted = request.name === null ? null : nameFor(request, null);
    const named = findPartial(folder, this.#claimant, wanted) ?? wanted;
    return named === null ? null : await this.#open(folder, named);
  }

  get #claimant(): Claimant {
    const { request, adopt } = this.#options;
    return { source: this.#source, owner: request.id, adopt, partialOf: request.partialOf };
  }

  async #open(folder: string, name: string): Promise<Completion | null> {
    const { request, reporter } = this.#options;
    const target = await openTarget({ folder, name, ...this.#claimant, onConflict: request.onConflict, resume: request.resume });
    if (target.kind === 'skipped') {
      reporter.notice('skipped', `${path.basename(target.path)} is there already`);
      return this.#completion(target.path, null, true);
    }
    if (target.kind === 'published') return this.#completion(target.path, target.sha256, false);
    this.#target = target;
    // Nothing has to be proven of no bytes.
    this.#state = target.state.extents.length > 0 ? target.state : { ...target.state, source: this.#source };
    if (target.dropped !== null) reporter.notice('partial_dropped', target.dropped);
    if (target.name !== name) reporter.notice('renamed', `${name} is taken; the file will be ${target.name}`);
    return null;
  }

  /** @returns a completion only when it turns out that nothing is to be done. */
  async #fetchAll(): Promise<Completion | null> {
    for (;;) {
      try {
        await this.#forgetWhatCannotGoOn();
        await this.#proveSame();
        if (this.#state && holdsAll(this.#state)) {
          this.#reportResource(null);
          this.#standStill();
          this.#options.reporter.phase('downloading');
          this.#follow();
          return null;
        }
        const asked = this.#state;
        const answer = await this.#probe();
        try {
          const early = this.#target ? null : await this.#open(...placeFor(this.#session.request, answer.answer));
          if (early) return early;
          // A partial was found only now, by the name that the server gave: its bytes are worth another question.
          if (this.#state !== asked && (this.#state?.extents.length ?? 0) > 0) continue;
          await this.#forgetOther(answer);
          this.#reserve(answer);
          await this.#transfer(answer);
          // Others may have been found spoiled while the last bytes came.
          if (gapsIn(this.#state?.extents ?? [], this.#state?.size ?? 0).length === 0) return null;
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
    const answer = await probe(this.#session, memory, this.#state, signal);
    memory.reached = true;
    return answer;
  }

  /** Bytes of a file whose size nobody knows cannot be told from bytes of another. */
  async #forgetWhatCannotGoOn(): Promise<void> {
    const spoiled = this.#followed?.takeSpoiled();
    if (spoiled) this.#giveBack(spoiled);
    const state = this.#state;
    if (!state || state.extents.length === 0) return;
    if (state.size === null) await this.#startOver('Nothing tells how long the file is');
    // Its seams have yet to be looked at, which comes at the end of a transfer: the last byte is fetched again.
    else if (state.seams.length > 0 && holdsAll(state))
      this.#state = { ...state, extents: removeExtent(state.extents, state.size - 1, state.size) };
  }

  /** What was begun from another link is gone on with once this one is proven to lead to the same file. A whole answer proves it while it comes. */
  async #proveSame(): Promise<void> {
    const { memory, recorder, signal } = this.#options;
    const state = this.#state;
    if (!state || state.source === this.#source || memory.oneStream) return;
    const { host, compared, validators, contentType } = await proveSame(this.#session, (this.#target as OpenTarget).partial, state, signal);
    this.#state = { ...state, source: this.#source, validators, contentType };
    recorder.proven('overlap', host, compared);
  }

  /** A whole answer of another size or version than what is here is another file. */
  async #forgetOther(answer: Probe): Promise<void> {
    const state = this.#state as PartialState;
    if (answer.ranges || state.extents.length === 0) return;
    if (answer.size === state.size && compareValidators(state.validators, answer.validators) !== 'different') return;
    await this.#startOver('The file on the server has changed');
  }

  /** Throws away what is here. */
  async #startOver(reason: string): Promise<void> {
    const { reporter, recorder } = this.#options;
    reporter.notice('restarted', `${reason}; starting over`);
    recorder.restarted(reason);
    const target = this.#target;
    if (!target) return;
    this.#followed?.cancel();
    this.#followed = null;
    this.#options.memory.most = 0;
    await target.partial.restart();
    this.#state = { ...target.partial.emptyState, source: this.#source };
  }

  /** Settles what the file is, and that there is room for it. */
  #reserve(answer: Probe): void {
    const target = this.#target as OpenTarget;
    const { reporter, memory } = this.#options;
    const state = this.#state as PartialState;
    this.#expectations.readFrom(answer.answer);
    if (state.extents.length === 0) {
      const { size, validators, contentType } = answer;
      this.#state = { ...state, size, validators, contentType };
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
    }
    for (const url of answer.answer.redirects.slice(-1)) reporter.notice('redirected', `The link leads to ${new URL(url).host}`);
    this.#reportResource(answer);
    this.#follow();
  }

  #follow(): void {
    if (this.#followed) return;
    const target = this.#target as OpenTarget;
    this.#followed = followPartial(
      this.#options.environment.follower,
      target.partial,
      this.#expectations.algorithms,
      this.#state as PartialState,
    );
  }

  /** Every byte is here already, and nobody is asked about them. */
  #standStill(): void {
    this.#options.recorder.standing(this.#state?.extents ?? []);
    this.#options.recorder.proven('unverified', null);
  }

  #reportResource(answer: Probe | null): void {
    const target = this.#target as OpenTarget;
    const state = this.#state as PartialState;
    const resource = describe(target, state, answer, this.#session.request.url);
    this.#options.reporter.resource(resource);
    this.#options.recorder.described(resource, state.validators, answer?.answer ?? null);
  }

  async #transfer(answer: Probe): Promise<void> {
    const { environment, memory, reporter, recorder, signal } = this.#options;
    const { partial } = this.#target as OpenTarget;
    const state = this.#state as PartialState;
    partial.note(state);
    recorder.standing(state.extents);
    reporter.phase('downloading');
    this.#expectations.searchWith(() => findSidecars(this.#session, environment.lists, signal));
    const transfer = new Transfer({
      environment,
      session: this.#session,
      memory,
      target: this.#target as OpenTarget,
      state,
      probe: answer,
      followed: this.#followed,
      reporter,
      recorder,
      signal,
    });
    const before = answer.ranges ? Math.max(transfer.received, memory.most) : memory.furthest;
    try {
      const size = await transfer.run();
      this.#state = { ...transfer.state, size };
    } catch (error) {
      this.#state = transfer.state;
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
    const begun = (this.#state?.extents.length ?? 0) > 0;
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
    const target = this.#target as OpenTarget;
    const state = this.#state as PartialState;
    try {
      const expectations = this.#expectations;
      const followed = this.#followed as FollowedFile;
      const finished = await finish({ environment, request, target, state, followed, expectations, reporter, signal });
      this.#target = null;
      target.lock.release();
      return { ...finished, size: state.size as number, ...this.#end, skipped: false };
    } catch (error) {
      await this.#mend(error);
    }
    return (await this.#fetchAll()) ?? (await this.#finish());
  }

  /** Makes another try at the end worth while. @throws what nothing here helps against. */
  async #mend(error: unknown): Promise<void> {
    if (error instanceof Spoiled) return this.#giveBack(error.extent);
    if (!(error instanceof ChecksumError)) throw error;
    this.#followed = null;
    const options = { ...this.#options, session: this.#session, target: this.#target as OpenTarget, state: this.#state as PartialState };
    if (await this.#repair.attempt(error, options, (problem) => this.#adjust(problem))) return;
    if (this.progressed) throw error;
    await this.#startOver('The bytes of an earlier run do not have the expected checksum');
    this.progressed = true;
  }

  /** Bytes are not in the file any more. @throws DISK_IO when the disk keeps losing the same ones. */
  #giveBack(extent: Extent): void {
    this.#losses.count(extent);
    const state = this.#state as PartialState;
    this.#state = { ...state, extents: removeExtent(state.extents, ...extent) };
    tellSpoiled(this.#options, extent);
  }

  get #end(): Pick<Completion, 'finishedAt' | 'elapsed'> {
    const { clock } = this.#options.environment;
    return { finishedAt: clock.wallTime(), elapsed: Math.round(clock.now() - this.#started) };
  }

  #completion(finalPath: string, sha256: string | null, skipped: boolean): Completion {
    return { path: finalPath, size: fs.statSync(finalPath).size, sha256, checks: [], ...this.#end, skipped };
  }

  async #letGo(reason: unknown): Promise<void> {
    const target = this.#target;
    this.#target = null;
    if (target) {
      const wanted = (this.#state?.extents.length ?? 0) > 0;
      const removed = reason instanceof Stopped && reason.how === 'remove';
      // An empty partial is of no use to anybody.
      const gone = await abandon(target, { discard: !wanted || removed });
      this.kept = wanted || !gone;
    } else this.kept ||= isBegun(this.#options.request.folder, this.#claimant);
  }
}
