/** Whether what is in the file can be gone on with from the source in use, and what is done where it cannot. */
import { DownloadError } from '../../contract/errors.ts';
import { noValidators } from '../disk/journal.ts';
import type { PartialState } from '../disk/partial.ts';
import { removeExtent } from '../extents.ts';
import { compareValidators } from '../http/validators.ts';
import type { DownloadRequest } from '../types.ts';
import type { Announcements } from './announcements.ts';
import type { Reporter } from './environment.ts';
import { ChecksumError, type Expectations } from './expectations.ts';
import type { Failover } from './failover.ts';
import { holdsAll, type Probe } from './probe.ts';
import type { Recorder } from './recorder.ts';
import { noteLength } from './memory.ts';
import { proveSame } from './sameness.ts';
import type { Sources } from './sources.ts';
import type { Workpiece } from './workpiece.ts';

export interface ContinuityOptions {
  readonly request: DownloadRequest;
  readonly sources: Sources;
  readonly failover: Failover;
  readonly workpiece: Workpiece;
  readonly expectations: Expectations;
  readonly announcements: Announcements;
  readonly reporter: Reporter;
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
}

export class Continuity {
  readonly #options: ContinuityOptions;
  /** Whether what was said of the file when it was begun has been made binding for the source in use. */
  #bound = false;

  constructor(options: ContinuityOptions) {
    this.#options = options;
  }

  /** Whether what is here came from another source than the one in use. */
  get isForeign(): boolean {
    const { workpiece, failover } = this.#options;
    const { state } = workpiece;
    return state !== null && state.extents.length > 0 && (state.from ?? state.source) !== failover.source.key;
  }

  /** Whether what is here is another source's, and nothing would tell in the end that the two fit together. */
  get isStrange(): boolean {
    return this.isBrothers && !this.#options.expectations.prove;
  }

  /**
   * Whether what is here came from another source of the same download, even from one that nobody tells of any more. What was begun from a link that the
   * user has replaced is another matter: then its successor may prove to be the same file.
   */
  get isBrothers(): boolean {
    const { sources, workpiece } = this.#options;
    const { source = '', from = source } = workpiece.state ?? {};
    return this.isForeign && (sources.byKey(from) !== null || source === sources.first.key);
  }

  /**
   * What the journal says of the source in use, once it goes on.
   * @param proven whether what is here has been compared with what this one sends; where it has the whole only, that is done while it comes.
   */
  origin(proven: boolean): Pick<PartialState, 'source' | 'from' | 'mixed'> {
    const { sources, failover, workpiece } = this.#options;
    const isBrothers = this.isBrothers;
    const { from, source = '' } = workpiece.state ?? {};
    const key = isBrothers && !proven ? (from ?? source) : failover.source.key;
    return { source: sources.first.key, from: key, ...(isBrothers && { mixed: true }) };
  }

  /** Gives up bytes that no answer could be known to belong to. */
  async forgetWhatCannotGoOn(): Promise<void> {
    const { request, workpiece, failover, expectations, announcements } = this.#options;
    workpiece.giveBackSpoiled();
    const { state } = workpiece;
    if (!state) return;
    announcements.recall(state);
    if (state.extents.length === 0) return;
    const { source, from = source } = state;
    failover.settle(from);
    // Whoever said it when this was begun is not asked any more, or not alone.
    const others = state.mixed === true || from !== source || this.isBrothers;
    if (!this.#bound && others) expectations.pass();
    this.#bound ||= others;
    const { size = null } = request;
    if (state.size === null) await this.#forgetUnsized();
    else if (size !== null && state.size !== size) await this.startOver(`What is here is of a file of ${state.size} bytes, not ${size}`);
    else if (state.mixed && !expectations.prove) await this.startOver('Nothing would tell that the parts of several sources fit together');
    // Its seams have yet to be looked at, which comes at the end of a transfer: the last byte is fetched again.
    else if (state.seams.length > 0 && holdsAll(state))
      workpiece.state = { ...state, extents: removeExtent(state.extents, state.size - 1, state.size) };
  }

  /** Where several sources break by turns, having had less before is no reason to call the same bytes progress. */
  async #forgetUnsized(): Promise<void> {
    const { sources, failover, workpiece } = this.#options;
    const { most } = sources;
    const { extents = [], validators = noValidators } = workpiece.state ?? {};
    // It need not come again, but whatever ends before it is not the file.
    if (!this.isForeign) noteLength(failover.memory, { size: extents.at(-1)?.[1] ?? 0, validators, exact: false });
    await this.startOver('Nothing tells how long the file is');
    if (sources.count > 1) sources.most = most;
  }

  /** What was begun from another link is gone on with once this one is proven to lead to the same file. A whole answer proves it while it comes. */
  async proveSame(): Promise<void> {
    const { workpiece, failover, recorder, signal } = this.#options;
    const { state } = workpiece;
    if (!state || !this.isForeign || this.isStrange || failover.memory.oneStream) return;
    const { url, compared, validators, contentType } = await proveSame(failover.session, workpiece.target.partial, state, signal);
    workpiece.state = { ...state, ...this.origin(true), validators, contentType };
    recorder.proven('overlap', url.host, compared);
  }

  /** The source in use can give the file, from its beginning. What another one had sent is of no more use. */
  async forgetStrange(): Promise<void> {
    if (this.isStrange) await this.#startAnew('What one source has sent cannot be gone on with from another');
  }

  /** A whole answer of another size or version than what is here is another file. Between two servers, versions say nothing. */
  async forgetOther(answer: Probe): Promise<void> {
    const { state } = this.#options.workpiece;
    if (!state || answer.ranges || state.extents.length === 0) return;
    const mayBeSame = this.isBrothers || compareValidators(state.validators, answer.validators) !== 'different';
    if (answer.size === state.size && mayBeSame) return;
    await this.startOver('The file on the server has changed');
  }

  /**
   * Where a digest will tell in the end, the size that one source has told of says nothing of the next one's file; otherwise they must agree. One source's
   * file may become another.
   * @throws CONTENT_CHANGED for a source that has a file of another size.
   */
  demandSize(size: number | null, host: string): void {
    const { request, sources, expectations } = this.#options;
    const wanted = request.size ?? (expectations.prove ? null : sources.sizeElsewhere);
    if (wanted !== null && size !== null && size !== wanted)
      throw new DownloadError('CONTENT_CHANGED', `The file on ${host} has ${size} bytes, and should have ${wanted}`, {
        details: { expected: wanted, actual: size },
      });
    if (size !== null) sources.noteSize(size);
  }

  /** Throws away what is here. */
  async startOver(reason: string): Promise<void> {
    const { sources, workpiece, reporter, recorder } = this.#options;
    reporter.notice('restarted', `${reason}; starting over`);
    recorder.restarted(reason);
    sources.most = 0;
    await workpiece.startOver();
  }

  /**
   * Goes on from another source. What is here stays until that one has shown that it can give the file, and longer only where a digest will tell in the end
   * whether the bytes belong together.
   * @param cleared whether bytes that were wrong are not here any more. @throws `error` when there is no other source, or it would not help.
   */
  async turn(error: unknown, cleared: boolean): Promise<void> {
    const { sources, failover, workpiece, expectations, announcements } = this.#options;
    const { state } = workpiece;
    const begun = workpiece.extents.length > 0;
    if (error instanceof ChecksumError && !cleared && sources.count > 1 && !this.#isAllItsOwn)
      return await this.#startAnew('What is here came from more than one source, and is not the file that it should be');
    const anew = failover.turn(error, { begun, foreign: this.isForeign, proven: expectations.prove });
    expectations.pass();
    if (!state) return;
    workpiece.state = { ...state, ...announcements.kept };
    if (!begun) return;
    if (anew || (error instanceof ChecksumError && !cleared))
      return await this.#startAnew('What is here is not the file that it should be');
    if (!expectations.prove) return;
    // Whoever goes on after a crash must know that a digest has to be asked.
    workpiece.state = { ...workpiece.state, mixed: true };
    workpiece.target.partial.note(workpiece.state);
  }

  /** Whether the source in use has sent every byte that is here: what is wrong with them is its fault then. */
  get #isAllItsOwn(): boolean {
    const { workpiece, failover, recorder } = this.#options;
    const senders = workpiece.extents.flatMap((extent) => [...recorder.sendersOf(extent)]);
    return senders.length > 0 && senders.every((key) => key === failover.source.key);
  }

  /** Throws away what is here for the sake of another source, which is held to what is known of the file all the same. */
  async #startAnew(reason: string): Promise<void> {
    const { sources, workpiece, announcements } = this.#options;
    const { most } = sources;
    const { kept } = announcements;
    await this.startOver(reason);
    // Fetching the same again is no progress: two sources that break by turns would be asked for ever.
    sources.most = most;
    workpiece.state = { ...(workpiece.state as PartialState), ...kept };
  }
}
