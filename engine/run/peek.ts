/**
 * A look at what a link leads to, before anything is begun: the same question as a run's first, for a single byte, and nothing of the
 * answer but its head is used. Nothing is written anywhere.
 */
import { DownloadError } from '../../contract/errors.ts';
import { AnswerError } from '../http/answer-error.ts';
import { parseLink } from '../http/address.ts';
import { exchange } from '../http/exchange.ts';
import { judge } from '../http/judge.ts';
import { HttpSession } from '../http/session.ts';
import type { DownloadRequest, Sight } from '../types.ts';
import { nameFor } from './description.ts';
import type { Environment } from './environment.ts';
import { newMemory } from './memory.ts';
import { nextStep } from './remedies.ts';

/** A server that takes longer than this, over all its redirects, has nothing to show to somebody who is typing. */
const longestLook = 20_000;

/** @throws DownloadError; after `signal` aborts, its reason. */
export async function peek({ connector, clock }: Environment, request: DownloadRequest, signal: AbortSignal): Promise<Sight> {
  const { url, credentials } = parseLink(request.url);
  const session = new HttpSession({ ...request, url, credentials: request.credentials ?? credentials }, connector, clock);
  const abort = new AbortController();
  const forget = clock.after(longestLook, () =>
    abort.abort(new DownloadError('STALLED', `${URL.parse(url)?.host} did not answer within ${longestLook / 1000} seconds`)),
  );
  const either = AbortSignal.any([signal, abort.signal]);
  try {
    return await look(session, true, either);
  } catch (error) {
    // Where ranges are refused, the whole may still be had: a run would ask for that next.
    if (!(error instanceof AnswerError) || nextStep(error, newMemory(request), false) !== 'whole') throw error;
    return await look(session, false, either);
  } finally {
    forget();
  }
}

async function look(session: HttpSession, ranged: boolean, signal: AbortSignal): Promise<Sight> {
  const { request, clock } = session;
  const range = ranged ? { start: 0, end: 1 } : null;
  const answer = await exchange(session, new URL(request.url), { range, ifRange: null }, signal);
  try {
    const expected = { range, conditional: false, known: null, progressed: false, compared: false, wallTime: clock.wallTime() };
    const { kind, size } = judge(answer.head, expected);
    if (kind === 'part' && size === null) throw new AnswerError('one-stream', 'PROTOCOL', 'The server does not say how long the file is');
    return {
      name: nameFor(request, answer),
      size,
      resumable: kind === 'part',
      finalUrl: answer.url.href,
      contentType: answer.head.get('content-type'),
    };
  } finally {
    answer.close();
  }
}
