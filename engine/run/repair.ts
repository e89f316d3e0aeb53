/** The second fetch of a file that has the wrong checksum, to find out which of its bytes are wrong. */
import { Rewriter } from '../disk/rewriter.ts';
import type { Extent } from '../extents.ts';
import { AnswerError } from '../http/answer-error.ts';
import type { Exchange } from '../http/exchange.ts';
import { compareValidators } from '../http/validators.ts';
import { tellReplaced } from './damage.ts';
import type { ChecksumError } from './expectations.ts';
import { probe } from './probe.ts';
import type { Step } from './remedies.ts';
import { Transfer, type TransferOptions } from './transfer.ts';

/** Where the file that holds every byte is, and how to reach its server. */
interface RepairOptions extends Omit<TransferOptions, 'probe' | 'followed' | 'again' | 'help'> {
  /** Told of the answer that begins the second fetch: the server may say something else of the file by now. */
  readonly onAnswer: (answer: Exchange) => void;
}

/** Of one run: a file is fetched a second time, and not a third. */
export class Repair {
  /** What came differently; null while the file has not been fetched a second time. */
  #replaced: readonly Extent[] | null = null;

  /**
   * Fetches the file again and replaces what comes differently.
   * @param adjust applies what helps against an answer, or throws it.
   * @returns whether the file, or another in its place, deserves another look; false where the server sends it only as a whole.
   * @throws `error` when nothing came of it.
   */
  async attempt(error: ChecksumError, options: RepairOptions, adjust: (problem: unknown) => Promise<Step>): Promise<boolean> {
    if (this.#replaced) throw error.afterAll(this.#replaced);
    while (!options.source.memory.oneStream) {
      try {
        this.#replaced = await fetchAgain(options);
        return true;
      } catch (problem) {
        // That it cannot be fetched again is not what is wrong with it.
        if (problem instanceof AnswerError && problem.remedy === 'fail') throw error;
        if ((await adjust(problem)) === 'restart') return true;
      }
    }
    return false;
  }
}

/**
 * Fetches the whole file once more over new connections and lays it over what is here, which stays claimed meanwhile.
 * @returns the blocks that came differently.
 * @throws what a transfer throws, and AnswerError: `one-stream` when the server has no ranges, `restart` when its file is another by now.
 */
async function fetchAgain(options: RepairOptions): Promise<readonly Extent[]> {
  const { session, source, target, state, signal, reporter } = options;
  const { memory } = source;
  session.connector.closeIdle(null);
  const answer = await probe(session, memory, null, signal);
  try {
    if (!answer.ranges) throw new AnswerError('one-stream', 'PROTOCOL', 'The server sends no parts of the file');
    const { size, validators, contentType } = answer;
    const changed = !memory.distrust && compareValidators(state.validators, validators) === 'different';
    if (changed || size === null || size !== state.size)
      throw new AnswerError('restart', 'CONTENT_CHANGED', 'The file on the server has changed');
    options.onAnswer(answer.answer);
    reporter.notice('retrying', 'The checksum is wrong: fetching the file again to find out which bytes are');
    reporter.phase('downloading');
    const again = new Rewriter(target.partial, size);
    try {
      await new Transfer({
        ...options,
        state: { ...state, validators, contentType },
        probe: answer,
        followed: null,
        again,
        help: null,
      }).run();
    } finally {
      tellReplaced(options, again.changed, answer.answer.url.host);
    }
    return again.changed;
  } finally {
    answer.answer.close();
  }
}
