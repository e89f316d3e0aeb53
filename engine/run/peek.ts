/**
 * A look at what a link leads to, before anything is begun: the same question as a run's first, for a single byte, and nothing of the
 * answer but its head is used; or the text of a list of links. Nothing is written anywhere.
 */
import { DownloadError } from '../../contract/errors.ts';
import { AnswerError, networkError } from '../http/answer-error.ts';
import { readText } from '../http/body-text.ts';
import { parseLink } from '../http/address.ts';
import { exchange, type Ask } from '../http/exchange.ts';
import { judge } from '../http/judge.ts';
import { HttpSession } from '../http/session.ts';
import type { DownloadRequest, LinkText, Sight } from '../types.ts';
import { nameFor } from './description.ts';
import type { Environment } from './environment.ts';
import { newMemory } from './memory.ts';
import { nextStep } from './remedies.ts';

/** A server that takes longer than this, over all its redirects, has nothing to show to somebody who is typing. */
const longestLook = 20_000;

/** Bytes. The largest lists of links name some ten thousand. */
const longestText = 4 * 1024 * 1024;

/** @throws DownloadError; after `signal` aborts, its reason. */
export function peek(environment: Environment, request: DownloadRequest, signal: AbortSignal): Promise<Sight> {
  return visit(environment, request, signal, async (session, either) => {
    try {
      return await look(session, true, either);
    } catch (error) {
      // Where ranges are refused, the whole may still be had: a run would ask for that next.
      if (!(error instanceof AnswerError) || nextStep(error, newMemory(request), false) !== 'whole') throw error;
      return await look(session, false, either);
    }
  });
}

/** The text of a list that a link leads to. @throws DownloadError; after `signal` aborts, its reason. */
export function readList(environment: Environment, request: DownloadRequest, signal: AbortSignal): Promise<LinkText> {
  return visit(environment, request, signal, async (session, either) => {
    const answer = await exchange(session, new URL(session.request.url), { range: null, ifRange: null }, either);
    const abort = (): void => void answer.body.destroy(either.reason as Error);
    either.addEventListener('abort', abort, { once: true });
    try {
      judge(answer.head, expectationOf(session, null));
      return { name: nameFor(request, answer), text: await readText(answer, longestText) };
    } catch (error) {
      either.throwIfAborted();
      throw networkError(error, answer.url.host);
    } finally {
      either.removeEventListener('abort', abort);
      answer.close();
    }
  });
}

/** One question to the link's server, and for as long as somebody may wait for the answer. */
async function visit<Found>(
  { connector, clock }: Environment,
  request: DownloadRequest,
  signal: AbortSignal,
  ask: (session: HttpSession, signal: AbortSignal) => Promise<Found>,
): Promise<Found> {
  const { url, credentials } = parseLink(request.url);
  const session = new HttpSession({ ...request, url, credentials: request.credentials ?? credentials }, connector, clock);
  const abort = new AbortController();
  const forget = clock.after(longestLook, () =>
    abort.abort(new DownloadError('STALLED', `${URL.parse(url)?.host} did not answer within ${longestLook / 1000} seconds`)),
  );
  try {
    return await ask(session, AbortSignal.any([signal, abort.signal]));
  } finally {
    forget();
  }
}

const expectationOf = ({ clock }: HttpSession, range: Ask['range']) => ({
  range,
  conditional: false,
  known: null,
  progressed: false,
  compared: false,
  wallTime: clock.wallTime(),
});

async function look(session: HttpSession, ranged: boolean, signal: AbortSignal): Promise<Sight> {
  const { request } = session;
  const range = ranged ? { start: 0, end: 1 } : null;
  const answer = await exchange(session, new URL(request.url), { range, ifRange: null }, signal);
  try {
    const { kind, size } = judge(answer.head, expectationOf(session, range));
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
