/** Whether what was begun from one link can be gone on with from another. */
import type { Extent } from '../extents.ts';
import { noValidators } from '../disk/journal.ts';
import type { PartialFile, PartialState } from '../disk/partial.ts';
import { AnswerError, networkError } from '../http/answer-error.ts';
import { exchange, type Exchange } from '../http/exchange.ts';
import { judge } from '../http/judge.ts';
import type { HttpSession } from '../http/session.ts';
import { validatorsOf } from '../http/validators.ts';

/** Bytes at the end of each range that are compared. */
const overlap = 64 * 1024;

export interface SameFile extends Pick<PartialState, 'validators' | 'contentType'>, Pick<Exchange, 'url' | 'latency' | 'proxied'> {
  /** Bytes that were asked for again. */
  readonly compared: number;
}

/**
 * Proves that the link leads to the file that was begun from another one: it must have the same size, and the end of every range that is here must come the
 * same. Validators prove nothing between two servers: equal ones may be chance, and different ones may belong to the same bytes.
 * @returns what the link's server says of the file.
 * @throws AnswerError: `restart` when it is another file, `one-stream` when the server has no ranges to compare.
 */
export async function proveSame(
  session: HttpSession,
  partial: PartialFile,
  state: Pick<PartialState, 'size' | 'contentType' | 'extents'>,
  signal: AbortSignal,
): Promise<SameFile> {
  const known = { size: state.size, validators: noValidators, contentType: state.contentType };
  let proven: Omit<SameFile, 'compared'> | null = null;
  let compared = 0;
  for (const [start, end] of state.extents) {
    const range = { start: Math.max(start, end - overlap), end };
    const answer = await exchange(session, new URL(session.request.url), { range, ifRange: null }, signal);
    try {
      const wallTime = session.clock.wallTime();
      const accepted = judge(answer.head, { range, conditional: false, known, progressed: true, compared: true, wallTime });
      if (accepted.end !== range.end)
        throw new AnswerError('one-stream', 'PROTOCOL', `${answer.url.host} sends parts that are too short to compare with what is here`);
      compared += await compare(partial, [accepted.start, range.end], answer);
      const { url, latency, proxied } = answer;
      proven ??= { url, latency, proxied, validators: validatorsOf(answer.head), contentType: answer.head.get('content-type') };
    } catch (error) {
      // A whole answer of another size leaves nothing to doubt: nobody has asked for a version.
      if (error instanceof AnswerError && error.remedy === 'doubt')
        throw new AnswerError('restart', error.code, error.message, { cause: error });
      throw error;
    } finally {
      answer.close();
    }
  }
  if (!proven) throw new RangeError('there is nothing to compare');
  return { ...proven, compared };
}

/** @returns how many bytes are the same. */
async function compare(partial: PartialFile, [start, end]: Extent, { body, patience, url }: Exchange): Promise<number> {
  patience.onFailure = (error) => body.destroy(error);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      patience.alive();
      chunks.push(chunk);
      length += chunk.length;
      if (length >= end - start) break;
    }
  } catch (error) {
    throw networkError(error, url.host);
  }
  if (length < end - start) throw new AnswerError('retry', 'TRUNCATED', `${url.host} ended a part of the file early`);
  const came = Buffer.concat(chunks).subarray(0, end - start);
  if (came.equals(partial.read(start, end - start))) return came.length;
  throw new AnswerError('restart', 'CONTENT_CHANGED', 'The new link leads to another file: bytes that are here already come differently');
}
