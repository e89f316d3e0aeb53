/**
 * The fast plane: a socket that reads straight into the intake's memory, for the one kind of answer it fully understands: HTTP/1.1, 206, a
 * length, no coding. Anything else it leaves, as an `Oddity`, to the general plane.
 */
import type { Socket } from 'node:net';
import { AnswerError, networkError } from '../http/answer-error.ts';
import { parseHead, type Head } from '../http/head.ts';
import { contentLength, judge } from '../http/judge.ts';
import { Patience } from '../http/patience.ts';
import type { HttpSession } from '../http/session.ts';
import type { Claim } from '../segments.ts';
import type { Channel, Terms } from './channel.ts';
import type { Intake, Verdict } from './intake.ts';
import { Meter } from './meter.ts';

const longestHead = 16 * 1024;
/**
 * A connection slower than this, in bytes a second, is read by turns: what comes in small packets is left to gather in the kernel for
 * a moment, because fetching each by itself costs more than all the rest.
 */
const restsBelow = 8 * 1024 * 1024;
/** Bytes that a rest should let gather, and the milliseconds that it may last: longer, and the sender would notice. */
const restSpan = { bytes: 64 * 1024, shortest: 8, longest: 100 };
/** The same for very slow connections: few enough bytes for the smallest window that a sender may have been given. */
const longRestSpan = { bytes: 32 * 1024, longest: 500 };
/** Rests end at multiples of so many milliseconds, so that one awakening of the process serves several connections. */
const beat = 20;

const noBytes = Buffer.alloc(0);

/** An answer that this plane does not read; the other one should ask again. */
export class Oddity extends Error {}

interface Work {
  readonly claim: Claim;
  readonly seam: number;
  readonly start: number;
  readonly end: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

type Phase = 'closed' | 'connecting' | 'idle' | 'head' | 'body';

export class FastChannel implements Channel {
  readonly #session: HttpSession;
  readonly #url: URL;
  readonly #terms: Terms;
  readonly #intake: Intake;
  readonly #meter: Meter;
  /** What has come of a head that is not whole yet. */
  #head = noBytes;
  #given: Buffer = noBytes;
  #socket: Socket | null = null;
  #phase: Phase = 'closed';
  #work: Work | null = null;
  #patience: Patience | null = null;
  /** Body bytes of this answer still to come. */
  #left = 0;
  #keepAlive = false;
  /** The socket has served an answer: should it be found dead now, the server is not to blame. */
  #used = false;
  #askedAt = 0;
  #cancelRest: (() => void) | null = null;

  constructor(session: HttpSession, url: URL, terms: Terms, intake: Intake) {
    this.#session = session;
    this.#url = url;
    this.#terms = terms;
    this.#intake = intake;
    this.#meter = new Meter(session.clock);
    intake.onReady = (verdict) => this.#ready(verdict);
    intake.onError = (error) => this.#fail(error);
  }

  get rate(): number {
    return this.#meter.rate;
  }

  get prospect(): number {
    return this.#meter.prospect;
  }

  get idle(): boolean {
    return this.#phase === 'idle';
  }

  get latency(): number {
    return this.#meter.latency;
  }

  fetch(claim: Claim, seam: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const start = claim.written - seam;
    this.#work = { claim, seam, start, end: claim.end, resolve, reject };
    this.#intake.begin(claim, start, seam);
    if (this.#phase === 'idle') this.#ask();
    else this.#dial();
    return promise;
  }

  #dial(): void {
    this.#phase = 'connecting';
    this.#head = noBytes;
    this.#used = false;
    this.#meter.restart();
    const { request, connector, clock } = this.#session;
    this.#patience = new Patience(clock, request, this.#url.host, (error) => this.#fail(error));
    const onread = { buffer: () => this.#space(), callback: (count: number) => this.#read(socket, count) };
    const socket = connector.connect(this.#url, request, onread, () => {
      if (socket !== this.#socket) return;
      this.#patience?.connected();
      this.#ask();
    });
    this.#socket = socket;
    socket.on('error', (error) => {
      if (socket === this.#socket) this.#lost(error);
    });
    socket.on('close', () => {
      if (socket === this.#socket) this.#lost(null);
    });
  }

  #ask(): void {
    const { start, end } = this.#work as Work;
    const fields = this.#session.headersFor(this.#url, { start, end }, this.#terms.ifRange);
    const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    this.#phase = 'head';
    this.#head = noBytes;
    this.#askedAt = this.#session.clock.now();
    this.#patience?.hold(false);
    // Reading may have been stopped when the last answer ended.
    this.#socket?.resume();
    this.#socket?.write(`GET ${this.#url.pathname}${this.#url.search} HTTP/1.1\r\n${lines}\r\n`, 'latin1');
  }

  /** Where the next bytes go. The socket asks right after each read and keeps the answer, whatever happens until the next. */
  #space(): Buffer {
    this.#given = this.#phase === 'body' ? this.#intake.space : this.#intake.headSpace;
    return this.#given;
  }

  /** @returns false to stop reading. */
  #read(socket: Socket, count: number): boolean {
    if (socket !== this.#socket) return false;
    // A head has to be whole in time: byte by byte, it could take for ever.
    if (this.#phase === 'body') this.#heard(count);
    try {
      if (this.#phase === 'body') return this.#readBody(count);
      if (this.#phase === 'head') return this.#readHead(count);
      // Bytes that nobody asked for: the connection is out of step.
      this.#drop();
      return false;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #heard(count: number): void {
    // Where nothing is tried again, any byte will do.
    if (this.#session.request.retries > 0) this.#patience?.came(count);
    else this.#patience?.alive();
  }

  #readHead(count: number): boolean {
    const from = Math.max(0, this.#head.length - 3);
    // An answer that ended between two reads leaves the socket with room in the slab: the next head begins there.
    const come = this.#given.subarray(0, count);
    const bytes = this.#head.length === 0 ? come : Buffer.concat([this.#head, come]);
    const end = bytes.indexOf('\r\n\r\n', from, 'latin1');
    if (end > longestHead || (end < 0 && bytes.length > longestHead)) throw new Oddity('a long head');
    if (end < 0) {
      this.#head = Buffer.from(bytes);
      return true;
    }
    this.#head = noBytes;
    this.#meter.latency = this.#session.clock.now() - this.#askedAt;
    this.#accept(parseHead(bytes.toString('latin1', 0, end), this.#url.pathname));
    this.#phase = 'body';
    this.#patience?.alive();
    return this.#copyBody(bytes.subarray(end + 4));
  }

  #accept(head: Head | null): void {
    const work = this.#work as Work;
    if (!head || head.status < 200 || (head.status >= 300 && head.status < 400)) throw new Oddity('not a plain answer');
    if (head.has('set-cookie')) void this.#session.cookies.store(head.all('set-cookie'), this.#url);
    const accepted = judge(head, {
      range: { start: work.start, end: work.end },
      conditional: this.#terms.ifRange !== null,
      known: this.#terms,
      progressed: true,
      compared: this.#terms.seamsProve && work.seam > 0,
      wallTime: this.#session.clock.wallTime(),
    });
    const length = contentLength(head);
    if (accepted.kind !== 'part' || length === null || head.has('transfer-encoding')) throw new Oddity('a framing of its own');
    this.#left = length;
    this.#keepAlive = !/\bclose\b/i.test(head.all('connection').join(','));
  }

  /** What came with the head in one read. */
  #copyBody(bytes: Buffer): boolean {
    let reading = true;
    for (let at = 0; at < bytes.length && this.#phase === 'body';) {
      const copied = bytes.copy(this.#intake.space, 0, at);
      at += copied;
      reading = this.#readBody(copied) && reading;
    }
    return reading;
  }

  #readBody(count: number): boolean {
    // A server that sends more than it announced is cut off; the excess belongs to nothing.
    const usable = Math.min(count, this.#left);
    if (usable < count) this.#keepAlive = false;
    this.#left -= usable;
    this.#meter.add(usable);
    const verdict = this.#intake.filled(usable);
    (this.#work as Work).claim.rate = this.#meter.prospect;
    const reading = this.#act(verdict);
    // A read that filled what it was given was held short, by a limit or for want of room: there is more to fetch at once.
    if (reading && count < this.#given.length) this.#restSoon();
    return reading;
  }

  /**
   * Leaves the socket alone for a while, where its pace says that this pays. It does so once all has been read that is here by now: a rest
   * after a single read would slow a connection down, and the slower it is the longer it would rest.
   */
  #restSoon(): void {
    const { pace } = this.#meter;
    if (this.#cancelRest || pace >= restsBelow || this.#left < 2 * restSpan.bytes) return;
    const { clock } = this.#session;
    const short = Math.min(restSpan.longest, Math.max(restSpan.shortest, (restSpan.bytes / pace) * 1000));
    const length = Math.max(short, Math.min(longRestSpan.longest, (longRestSpan.bytes / pace) * 1000));
    const toBeat = beat - ((clock.now() + length) % beat);
    const begin = setImmediate(() => {
      this.#socket?.pause();
      this.#cancelRest = clock.after(length + toBeat, () => {
        this.#cancelRest = null;
        this.#socket?.resume();
      });
    });
    this.#cancelRest = () => clearImmediate(begin);
  }

  #endRest(): void {
    this.#cancelRest?.();
    this.#cancelRest = null;
  }

  #act(verdict: Verdict): boolean {
    if (verdict === 'hold') {
      this.#endRest();
      this.#patience?.hold(true);
      return false;
    }
    if (verdict === 'done' || this.#left === 0) {
      this.#finish();
      return this.#socket !== null;
    }
    return true;
  }

  #ready(verdict: 'more' | 'done'): void {
    this.#patience?.hold(false);
    if (this.#phase === 'body' && this.#act(verdict)) this.#socket?.resume();
  }

  /** The answer, or our part of it, is whole. A connection with bytes still under way cannot be asked again. */
  #finish(): void {
    this.#endRest();
    const work = this.#work as Work;
    this.#work = null;
    if (this.#left === 0 && this.#keepAlive) {
      this.#phase = 'idle';
      this.#head = noBytes;
      this.#used = true;
      // Nothing is owed while nothing is asked.
      this.#patience?.hold(true);
      this.#patience?.connected();
    } else this.#drop();
    this.#intake.complete().then(work.resolve, work.reject);
  }

  #lost(error: Error | null): void {
    const silent = this.#phase === 'head' && this.#head.length === 0;
    if (this.#work && silent && this.#used) {
      // A kept connection had been closed at the other end: one free try on a new one.
      this.#drop();
      this.#dial();
      return;
    }
    const reason = error ?? new AnswerError('retry', 'CONNECTION_LOST', `${this.#url.host} closed the connection early`);
    this.#fail(this.#phase === 'head' && !silent ? new Oddity('a broken head') : networkError(reason, this.#url.host));
  }

  #fail(error: unknown): void {
    const work = this.#work;
    this.#work = null;
    this.#drop();
    if (work) void this.#reject(work, error);
  }

  /** What arrived goes into the file first. */
  async #reject(work: Work, error: unknown): Promise<void> {
    try {
      await this.#intake.end();
      work.reject(error);
    } catch (diskError) {
      work.reject(diskError);
    }
  }

  #drop(): void {
    this.#endRest();
    const socket = this.#socket;
    this.#socket = null;
    this.#phase = 'closed';
    this.#patience?.end();
    this.#patience = null;
    socket?.destroy();
    this.#intake.forsake();
  }

  flush(): void {
    if (this.#phase === 'body') this.#intake.flush();
  }

  close(): void {
    this.#fail(new AnswerError('retry', 'CONNECTION_LOST', 'The connection was closed here'));
  }
}
