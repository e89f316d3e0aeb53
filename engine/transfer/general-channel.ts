/**
 * The general plane as a channel: through Node's HTTP client, with redirects, any framing and any coding. It also carries on the body of the
 * first request, and single streams whose end only the server knows.
 */
import { AnswerError, networkError } from '../http/answer-error.ts';
import { decoded, encodingsOf } from '../http/codings.ts';
import { exchange, type Exchange } from '../http/exchange.ts';
import { endsWithConnection, judge, type Acceptance } from '../http/judge.ts';
import type { HttpSession } from '../http/session.ts';
import type { Claim } from '../segments.ts';
import type { Channel, Terms } from './channel.ts';
import type { Intake, Verdict } from './intake.ts';
import { Meter } from './meter.ts';

/** A decoded body that is this many times its size on the wire, and large, is an attack. */
const bombRatio = 200;
const bombSize = 64 * 1024 * 1024;

export class GeneralChannel implements Channel {
  readonly #session: HttpSession;
  readonly #url: URL;
  readonly #terms: Terms | null;
  readonly #intake: Intake;
  readonly #meter: Meter;
  #abort: AbortController | null = null;
  #flowing = false;

  /** @param terms null while nothing is known of the file yet: then only `carryOn` may be used. */
  constructor(session: HttpSession, url: URL, terms: Terms | null, intake: Intake) {
    this.#session = session;
    this.#url = url;
    this.#terms = terms;
    this.#intake = intake;
    this.#meter = new Meter(session.clock);
  }

  get rate(): number {
    return this.#meter.rate;
  }

  get prospect(): number {
    return this.#meter.prospect;
  }

  async fetch(claim: Claim, seam: number): Promise<void> {
    const terms = this.#terms;
    if (!terms) throw new RangeError('a channel without terms only carries on');
    const abort = new AbortController();
    this.#abort = abort;
    const range = { start: claim.written - seam, end: claim.end };
    const { ifRange } = terms;
    const compared = terms.seamsProve && seam > 0;
    const answer = await this.#ask(range, ifRange, abort.signal);
    let accepted: Acceptance;
    try {
      accepted = judge(answer.head, {
        range,
        conditional: ifRange !== null,
        known: terms,
        progressed: true,
        compared,
        wallTime: this.#session.clock.wallTime(),
      });
      if (accepted.kind !== 'part') throw new AnswerError('one-stream', 'PROTOCOL', 'The server ignores ranges');
    } catch (error) {
      answer.close();
      throw error;
    }
    await this.carryOn(answer, accepted, claim, seam);
  }

  /** A server that has answered well before and now talks nonsense may be one of many, or have too much to do. */
  async #ask(range: { start: number; end: number }, ifRange: string | null, signal: AbortSignal): Promise<Exchange> {
    try {
      return await exchange(this.#session, this.#url, { range, ifRange }, signal);
    } catch (error) {
      if (error instanceof AnswerError && error.code === 'PROTOCOL')
        throw new AnswerError('fewer', error.code, error.message, { cause: error });
      throw error;
    }
  }

  /**
   * Fetches the body of an answer that has been accepted already.
   * Resolves when the claim is done, or the body has ended as it should; a body without a length then ends the claim where it is.
   */
  async carryOn(answer: Exchange, accepted: Acceptance, claim: Claim, seam: number): Promise<void> {
    this.#abort ??= new AbortController();
    this.#intake.begin(claim, accepted.start, seam);
    this.#meter.restart();
    this.#flowing = true;
    const expected = accepted.end === null ? null : accepted.end - accepted.start;
    try {
      const whole = await this.#pump(answer, claim, expected, this.#abort.signal);
      await this.#intake.complete();
      if (whole) answer.release();
      else answer.close();
      if (whole && accepted.end === null) claim.end = claim.written;
    } catch (error) {
      answer.close();
      await this.#intake.end();
      throw networkError(error, answer.url.host);
    } finally {
      this.#flowing = false;
      this.#intake.forsake();
    }
  }

  /** @returns whether the body came to its end, rather than the claim to its own. */
  #pump(answer: Exchange, claim: Claim, expected: number | null, signal: AbortSignal): Promise<boolean> {
    const { promise, ...outcome } = Promise.withResolvers<boolean>();
    /** Nothing is taken any more: what came next would not lie behind what was lost. */
    let over = false;
    const resolve = (whole: boolean): void => {
      over = true;
      outcome.resolve(whole);
    };
    const reject = (error: unknown): void => {
      over = true;
      outcome.reject(error);
    };
    const { body, patience } = answer;
    const source = decoded(body, encodingsOf(answer.head));
    let received = 0;
    let onWire = 0;
    if (source !== body) body.on('data', (chunk: Buffer) => (onWire += chunk.length));

    let ended = false;
    // Neither a length nor chunks tell where the body ends: only the connection does.
    const endless = expected === null && endsWithConnection(answer.head);
    const finish = (): void => {
      if (expected !== null && received < expected)
        reject(new AnswerError('retry', 'TRUNCATED', `${answer.url.host} ended the file early`));
      else if (!body.complete || (endless && !answer.endedInOrder()))
        reject(new AnswerError('retry', 'TRUNCATED', `${answer.url.host} ended the file early`));
      else resolve(true);
    };

    const rest: Buffer[] = [];
    /** @param left whether bytes of the body are here that have not been taken. */
    const act = (verdict: Verdict, left: boolean): boolean => {
      if (verdict === 'done') {
        // With the last announced byte comes the end of the body at once; waiting for it keeps the connection usable.
        // It may have come already, with the last bytes still held back here.
        if (received !== expected || left) resolve(false);
        else if (ended) finish();
        else source.resume();
      } else if (verdict === 'hold') {
        patience.hold(true);
        source.pause();
      }
      return verdict === 'more';
    };
    /** @returns false when it had to stop before the chunk's end; the remainder is kept. */
    const take = (chunk: Buffer): boolean => {
      for (let at = 0; at < chunk.length;) {
        const copied = chunk.copy(this.#intake.space, 0, at);
        at += copied;
        if (act(this.#intake.filled(copied), at < chunk.length)) continue;
        if (at < chunk.length) rest.push(chunk.subarray(at));
        return false;
      }
      return true;
    };
    const guarded = (action: () => void): void => {
      if (over) return;
      try {
        action();
      } catch (error) {
        reject(error);
      }
    };
    this.#intake.onError = reject;
    this.#intake.onReady = (verdict) =>
      guarded(() => {
        patience.hold(false);
        if (!act(verdict, rest.length > 0)) return;
        for (let chunk = rest.shift(); chunk; chunk = rest.shift()) if (!take(chunk)) return;
        source.resume();
        if (ended) finish();
      });
    source.on('data', (chunk: Buffer) =>
      guarded(() => {
        // Where there is no other way to the rest, any byte will do.
        if (this.#terms && this.#session.request.retries > 0) patience.came(chunk.length);
        else patience.alive();
        // What comes beyond the announced length belongs to nothing.
        const usable = expected === null ? chunk : chunk.subarray(0, Math.max(0, expected - received));
        received += usable.length;
        this.#meter.add(usable.length);
        claim.rate = this.#meter.prospect;
        if (source !== body && received > bombSize && received > onWire * bombRatio) {
          throw new AnswerError('fail', 'TOO_LARGE', 'The server sends a small file that unpacks without end');
        }
        take(usable);
      }),
    );
    source.on('end', () => {
      ended = true;
      if (rest.length === 0) guarded(finish);
    });
    /** A connection that breaks, or talks on, after the last announced byte takes nothing away from the file. */
    const lost = (error: unknown): void => {
      if (expected !== null && received === expected && rest.length === 0) resolve(false);
      else reject(error);
    };
    source.on('error', lost);
    body.on('error', lost);
    const closedEarly = (): void => {
      if (!body.readableEnded) lost(new AnswerError('retry', 'CONNECTION_LOST', `${answer.url.host} closed the connection early`));
    };
    body.on('aborted', closedEarly);
    body.on('close', closedEarly);
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    patience.onFailure = lost;
    // It may have broken between its head and now, while the file was made ready; those events are over.
    const { failure } = patience;
    if (body.destroyed || body.readableEnded || (failure && !body.complete)) {
      lost(failure ?? new AnswerError('retry', 'CONNECTION_LOST', `${answer.url.host} closed the connection early`));
    }
    return promise;
  }

  flush(): void {
    if (this.#flowing) this.#intake.flush();
  }

  close(): void {
    this.#abort?.abort(new AnswerError('retry', 'CONNECTION_LOST', 'The connection was closed here'));
  }
}
