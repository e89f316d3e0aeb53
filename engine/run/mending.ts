/** What is done about a file that is whole and wrong: its wrong parts are looked for and fetched again, from whoever can be expected to have them. */
import { addExtent, type Extent } from '../extents.ts';
import type { Exchange } from '../http/exchange.ts';
import type { DownloadRequest } from '../types.ts';
import { Spoiled } from '../verify/follower.ts';
import type { Announcements } from './announcements.ts';
import type { Continuity } from './continuity.ts';
import type { Environment, Reporter } from './environment.ts';
import { ChecksumError, type Expectations } from './expectations.ts';
import type { Failover } from './failover.ts';
import { Untold } from './finish.ts';
import { PieceRepair } from './pieces.ts';
import type { Recorder } from './recorder.ts';
import type { Step } from './remedies.ts';
import { Repair } from './repair.ts';
import type { Sources } from './sources.ts';
import type { Workpiece } from './workpiece.ts';

export interface MendingOptions {
  readonly environment: Environment;
  readonly request: DownloadRequest;
  readonly sources: Sources;
  readonly failover: Failover;
  readonly continuity: Continuity;
  readonly workpiece: Workpiece;
  readonly expectations: Expectations;
  readonly announcements: Announcements;
  readonly reporter: Reporter;
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
  /** Applies what helps against an answer. @throws what nothing helps against. */
  readonly adjust: (problem: unknown) => Promise<Step>;
  /** Goes on from another source; the wrong bytes are not here any more. */
  readonly turn: (error: ChecksumError) => Promise<void>;
}

export class Mending {
  readonly #options: MendingOptions;
  /** Of the source in use. */
  #repair = new Repair();
  #pieces = new PieceRepair();

  constructor(options: MendingOptions) {
    this.#options = options;
  }

  /** Another source deserves as many tries. */
  renew(): void {
    this.#repair = new Repair();
    this.#pieces = new PieceRepair();
  }

  /**
   * Makes another try at the end worth while. @param progressed whether this run has fetched anything.
   * @returns whether all that was here has been thrown away. @throws what nothing here helps against.
   */
  async mend(error: unknown, progressed: boolean): Promise<boolean> {
    const { failover, continuity, workpiece, expectations, announcements, adjust } = this.#options;
    if (error instanceof Spoiled) {
      workpiece.giveBack(error.extent);
      return false;
    }
    if (error instanceof Untold) {
      await continuity.startOver('Nothing tells any more whether the parts of several sources fit together');
      return true;
    }
    const { state } = workpiece;
    if (!(error instanceof ChecksumError) || !state) throw error;
    workpiece.unfollow();
    // Another run, which may have nothing left to ask the server for, must not take for right what this one knows to be wrong.
    const known = { ...state, ...announcements.kept };
    workpiece.state = known;
    workpiece.target.partial.note(known);
    if (this.#options.request.onlyCompare) throw error;
    if (await this.#giveBackWrongPieces(error)) return false;
    // What came from several at once was wrong, and nothing told whose it was.
    this.#oneByOne();
    const options = {
      ...this.#options,
      ...failover.means,
      target: workpiece.target,
      state: known,
      announced: () => announcements.kept,
      onAnswer: (answer: Exchange) => expectations.readFrom(answer),
    };
    if (await this.#repair.attempt(error, options, adjust)) return false;
    if (progressed) throw error;
    await continuity.startOver('The bytes of an earlier run do not have the expected checksum');
    return true;
  }

  /**
   * Where digests of the parts tell which of them are wrong, those are not in the file any more, and not fetched again from whoever sent them, unless
   * nobody else has them. @returns whether it was so.
   */
  async #giveBackWrongPieces(error: ChecksumError): Promise<boolean> {
    const { sources, failover, workpiece, expectations, recorder, signal, turn } = this.#options;
    const { target, state } = workpiece;
    if (!state || state.size === null) return false;
    const wrong = await this.#pieces.findWrong(target.partial, state.size, expectations.pieces, signal);
    if (!wrong) return false;
    const guilty = new Set(wrong.flatMap((piece) => this.#guiltyOf(recorder.sendersOf(piece))));
    workpiece.discredit(wrong.reduce<readonly Extent[]>((all, [start, end]) => addExtent(all, start, end), []));
    sources.most = 0;
    const current = failover.source.key;
    for (const key of guilty) if (key !== current) failover.ban(key, error);
    if (guilty.has(current) && failover.hasOther) await turn(error);
    return true;
  }

  /** Of a piece that several have sent, nothing tells who was wrong: from one alone it will be known. */
  #guiltyOf(senders: ReadonlySet<string | null>): readonly string[] {
    const [only = null] = senders;
    if (senders.size === 1 && only !== null) return [only];
    this.#oneByOne();
    return [];
  }

  /** From now on one source at a time gives the file. */
  #oneByOne(): void {
    const { sources, workpiece, reporter } = this.#options;
    const isNews = !sources.alone && workpiece.state?.mixed === true;
    sources.alone = true;
    if (isNews)
      reporter.notice('one_source', 'What several sources sent is not the file that it should be, and nothing tells whose bytes are wrong');
  }
}
