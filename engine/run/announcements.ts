/**
 * What servers say of the file besides sending it: its digests, and where else it can be had. The two are kept together, for a link that a server tells of
 * is to be trusted only where its digest tells whether the right file has come from there.
 */
import type { PartialState } from '../disk/partial.ts';
import type { Exchange } from '../http/exchange.ts';
import { findPublished } from '../verify/sidecars.ts';
import type { Environment, Reporter } from './environment.ts';
import type { Expectations } from './expectations.ts';
import type { Failover } from './failover.ts';
import type { Recorder } from './recorder.ts';
import type { Sources } from './sources.ts';

export interface AnnouncementOptions {
  readonly environment: Environment;
  readonly sources: Sources;
  readonly failover: Failover;
  readonly expectations: Expectations;
  readonly reporter: Reporter;
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
}

export class Announcements {
  readonly #options: AnnouncementOptions;
  /** Whether a server has pointed to a text that may tell of other sources. */
  #mayTell = false;

  constructor(options: AnnouncementOptions) {
    this.#options = options;
  }

  /** What the journal keeps of it. */
  get kept(): Required<Pick<PartialState, 'expected' | 'duplicates'>> {
    const { sources, expectations } = this.#options;
    return { expected: expectations.published, duplicates: sources.duplicates };
  }

  /** Takes what was said when what is here was begun. */
  recall({ expected, duplicates = [] }: Pick<PartialState, 'expected' | 'duplicates'>): void {
    const { failover, expectations } = this.#options;
    expectations.recall(expected);
    if (expectations.published.length > 0) failover.add(duplicates);
  }

  /** Takes what stands in the head of an answer. */
  read(answer: Exchange): void {
    const { failover, expectations } = this.#options;
    expectations.readFrom(answer);
    // Other servers are taken at their word only where this one has said what the file is.
    if (expectations.announced) failover.add(answer.duplicates);
  }

  /** Looks for what lies beside the file, or where the answer points to. @param answer null when no server is asked for the file. */
  search(answer: Exchange | null): void {
    const { environment, failover, expectations, reporter, recorder, signal } = this.#options;
    const metalinks = answer?.metalinks ?? [];
    this.#mayTell ||= metalinks.length > 0;
    expectations.searchWith(async (giveUp) => {
      const found = await findPublished(failover.session, metalinks, environment.lists, AbortSignal.any([signal, giveUp]));
      failover.add(found.mirrors);
      const { unread } = found;
      if (signal.aborted) return found;
      recorder.searched(unread);
      const [first] = unread;
      if (first) reporter.notice('checksum_unread', `${unread.map(({ name }) => name).join(', ')}: ${first.problem.message}`);
      return found;
    });
  }

  /** A text that may name other sources is worth waiting for where there is none left. */
  async settle(): Promise<void> {
    const { environment, failover, expectations } = this.#options;
    if (this.#mayTell && !failover.hasOther) await expectations.settle(environment.clock);
  }
}
