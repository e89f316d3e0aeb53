/** The general plane: one request through Node's HTTP client, redirects followed under our own rules. */
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../contract/errors.ts';
import { AnswerError, networkError } from './answer-error.ts';
import { redirectTarget } from './address.ts';
import { http, https } from './clients.ts';
import { duplicatesIn, metalinksIn } from './described-by.ts';
import { Head } from './head.ts';
import { refuseLocal } from './local-network.ts';
import { Patience } from './patience.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { asksForWhole, proxyAuthorization, type Proxy } from './proxies.ts';
import type { RecordTap } from './record-tap.ts';
import type { HttpSession } from './session.ts';
import { unreachable } from './tunnel.ts';

const mostRedirects = 20;
/** Informational answers (1xx) before the real one; more is a server that keeps us busy. */
const mostInterim = 32;

export interface Exchange {
  /** After redirects. */
  readonly url: URL;
  readonly redirects: readonly string[];
  /** Metalinks that the answer, or a redirect on the way to it, points to. */
  readonly metalinks: readonly URL[];
  /** Other addresses of the same file that the answer, or a redirect on the way to it, names; the best first. */
  readonly duplicates: readonly string[];
  readonly head: Head;
  /** Milliseconds from asking, over a connection that was there by then, to the head of the answer. */
  readonly latency: number;
  /** The body, not yet flowing. */
  readonly body: IncomingMessage;
  readonly patience: Patience;
  /** Whether a proxy stood in between: what follows must not go past it. */
  readonly proxied: boolean;
  /** Whether the connection has ended in a way that leaves no doubt about a body without a length. */
  readonly endedInOrder: () => boolean;
  /** Drops the connection; nothing is asked of it any more. */
  close(): void;
  /** The body has been read whole: the connection may serve the next request. */
  release(): void;
}

export interface Ask {
  readonly range: { readonly start: number; readonly end: number } | null;
  readonly ifRange: string | null;
  /** Goes over a connection whose end can be told from a cut; slower, and needed only where nothing else tells the end of the body. */
  readonly proveEnd?: boolean;
  /** Refuses to be led to another origin. */
  readonly sameOrigin?: boolean;
}

/** Asks for `start`, following redirects. @throws DownloadError, UNSAFE_ADDRESS for a local one where that is not allowed; after `signal` aborts, its reason. */
export async function exchange(session: HttpSession, start: URL, ask: Ask, signal: AbortSignal): Promise<Exchange> {
  const redirects: string[] = [];
  const metalinks: URL[] = [];
  const duplicates: string[] = [];
  const seen = new Set<string>();
  for (let url = start; ;) {
    if (session.request.publicOnly) refuseLocal(url);
    const answer = await requestOnce(session, url, ask, signal);
    await session.cookies.store(answer.head.all('set-cookie'), url);
    metalinks.push(...metalinksIn(answer.head, url));
    duplicates.push(...duplicatesIn(answer.head, url));
    if (!isRedirect(answer.head.status)) return { ...answer, url, redirects, metalinks, duplicates };
    answer.close();
    const cookies = session.cookies.headerFor(url);
    // The same address with other cookies is how some servers let one in; with the same cookies it is a loop.
    const visit = `${url.href} ${cookies}`;
    if (seen.has(visit) || redirects.length >= mostRedirects) {
      throw new AnswerError('fail', 'TOO_MANY_REDIRECTS', `The server redirects in a circle, or more than ${mostRedirects} times`);
    }
    seen.add(visit);
    const locations = new Set(answer.head.all('location'));
    if (locations.size > 1) throw new AnswerError('fail', 'BAD_REDIRECT', 'The server redirects to several addresses at once');
    url = redirectTarget(answer.head.get('location'), url);
    if (ask.sameOrigin && url.origin !== start.origin)
      throw new AnswerError('fail', 'UNSAFE_REDIRECT', 'The server redirects to another one');
    redirects.push(url.href);
  }
}

const isRedirect = (status: number): boolean => status === 301 || status === 302 || status === 303 || status === 307 || status === 308;

type Answer = Omit<Exchange, 'url' | 'redirects' | 'metalinks' | 'duplicates'>;

/** Asks anew for every address which proxy leads to it: a redirect may go where another one does, or none. */
async function requestOnce(session: HttpSession, url: URL, ask: Ask, signal: AbortSignal): Promise<Answer> {
  const { proxies } = session.connector;
  for (;;) {
    // It may take long to find out: a system's script may have to be fetched first.
    const proxy = await unlessAborted(proxies.for(url), signal);
    try {
      return await requestThrough(proxy, session, url, ask, signal);
    } catch (error) {
      const away = proxy !== null && error instanceof AnswerError && error.code === 'PROXY' && error.remedy === 'retry';
      if (!away || !(await proxies.failed(proxy, url))) throw error;
    }
  }
}

async function requestThrough(proxy: Proxy | null, session: HttpSession, url: URL, ask: Ask, signal: AbortSignal): Promise<Answer> {
  try {
    return await attempt(proxy, session, url, ask, signal, true);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    // A kept connection had been closed at the other end before our request got there: that tells nothing about the server.
    return await attempt(proxy, session, url, ask, signal, false);
  }
}

class StaleConnection extends Error {}

/** Where a proxy is asked for the address itself, what cannot be reached is the proxy; nothing ever goes past it. */
function reasonFor(error: NodeJS.ErrnoException, url: URL, proxy: Proxy | null): Error {
  const reason = networkError(error, url.host);
  const away: readonly ErrorCode[] = ['DNS', 'CONNECT', 'CONNECT_TIMEOUT', 'NETWORK_AWAY'];
  return proxy && asksForWhole(proxy, url) && away.includes(reason.code) ? unreachable(proxy, error) : reason;
}

function attempt(proxy: Proxy | null, session: HttpSession, url: URL, ask: Ask, signal: AbortSignal, reuse: boolean): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  const secure = url.protocol === 'https:';
  let tap: RecordTap | null = null;
  let broken = false;
  let answered = false;
  const whole = proxy !== null && asksForWhole(proxy, url);
  const fields = session.headersFor(url, ask.range, ask.ifRange);
  if (whole) fields.push(...proxyAuthorization(proxy));
  const request = (secure ? https : http).request(url, {
    method: 'GET',
    agent: ask.proveEnd
      ? session.connector.tappedAgentFor(url, session.request, proxy, (made) => (tap = made))
      : reuse
        ? session.connector.agentFor(url, session.request, proxy)
        : session.connector.newAgentFor(url, session.request, proxy),
    headers: fields.flat(),
    ...(whole && { path: url.href }),
    setDefaultHeaders: false,
    maxHeaderSize: 64 * 1024,
  });

  const release = (): void => {
    patience.end();
    signal.removeEventListener('abort', abort);
  };
  const close = (): void => {
    release();
    request.destroy();
  };
  const fail = (error: unknown): void => {
    close();
    reject(error);
  };
  const abort = (): void => fail(signal.reason);
  const patience = new Patience(session.clock, session.request, url.host, fail);
  signal.addEventListener('abort', abort, { once: true });

  let askedAt = 0;
  const connected = (): void => {
    askedAt = session.clock.now();
    patience.connected();
  };
  request.on('socket', (socket) => {
    if (!socket.connecting) connected();
    else socket.once(secure ? 'secureConnect' : 'connect', connected);
  });
  let interim = 0;
  request.on('information', () => {
    patience.alive();
    if (++interim > mostInterim) fail(new AnswerError('fail', 'PROTOCOL', `${url.host} sends one interim answer after another`));
  });
  request.on('error', (error) => {
    const dead = reuse && request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
    const stale = dead && !answered && !signal.aborted;
    broken = true;
    // Once there is an answer, its reader is told, and decides: the body may be here in full.
    patience.onFailure(stale ? new StaleConnection() : reasonFor(error, url, proxy));
  });
  request.on('upgrade', () => fail(new AnswerError('fail', 'PROTOCOL', `${url.host} wants to change the protocol`)));
  request.on('response', (body) => {
    patience.connected();
    patience.keepFailures();
    answered = true;
    const endedInOrder = (): boolean => !broken && (tap?.closedInOrder ?? !secure);
    resolve({
      head: new Head(body.statusCode ?? 0, body.rawHeaders, url.pathname),
      latency: session.clock.now() - askedAt,
      body,
      patience,
      proxied: proxy !== null,
      endedInOrder,
      close,
      release,
    });
  });
  request.end();
  return promise;
}
