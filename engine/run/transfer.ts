/** The middle of a run: from the first answer to the last byte in the file. */
import type { Proof } from '../../contract/report.ts';
import type { Rewriter } from '../disk/rewriter.ts';
import type { OpenTarget } from '../disk/target.ts';
import type { PartialState } from '../disk/partial.ts';
import { DownloadError } from '../../contract/errors.ts';
import { addExtent, type Extent } from '../extents.ts';
import { SpeedMeter, type RateLimit } from '../rate.ts';
import { AnswerError } from '../http/answer-error.ts';
import type { HttpSession } from '../http/session.ts';
import { SegmentMap, type Claim } from '../segments.ts';
import { GeneralChannel } from '../transfer/general-channel.ts';
import { auditSeams } from '../transfer/audit.ts';
import type { Channel } from '../transfer/channel.ts';
import { Intake } from '../transfer/intake.ts';
import { Pool } from '../transfer/pool.ts';
import type { FollowedFile } from '../verify/follower.ts';
import type { Environment, Reporter } from './environment.ts';
import { Keeper } from './keeper.ts';
import { noteLength, Stopped } from './memory.ts';
import type { Failover } from './failover.ts';
import { Givers } from './givers.ts';
import { Helpers, isRecognisable } from './helpers.ts';
import { rangePolicy, type Probe } from './probe.ts';
import type { SameFile } from './sameness.ts';
import { tellSpoiled } from './damage.ts';
import type { Recorder } from './recorder.ts';
import type { Source } from './sources.ts';

/** Parts of the smallest size that must be left for a second source to pay. */
const worthHelp = 4;
const tickPeriod = 100;
/** Bytes between two looks at how far the digest can follow: at full speed, a tick's worth is too much to have left at the end. */
const followEvery = 4 * 1024 * 1024;
/**
 * Memory for arriving bytes, per connection: large slabs make few system calls, and many connections get smaller ones. Still larger
 * ones gain nothing: the kernel then gathers large pages, which it has to clear first. What is in them is lost with the process;
 * together with what the journal lags behind, it stays below 8 MiB and 256 KiB a connection.
 */
const largestSlab = 512 * 1024;
const slabBudget = 4 * 1024 * 1024;
const smallestSlab = 128 * 1024;

interface Help {
  readonly failover: Failover;
  /** Whether a digest will tell in the end, by now: it may be found while the file comes. */
  readonly proven: () => boolean;
}

export interface TransferOptions {
  readonly environment: Environment;
  readonly session: HttpSession;
  readonly source: Source;
  /** The download's own limits. */
  readonly limits: readonly RateLimit[];
  readonly target: OpenTarget;
  /** Where the run begins; its extents are in the file. */
  readonly state: PartialState;
  readonly probe: Probe;
  /** What the journal keeps of what the servers have said of the file. */
  readonly announced: () => Pick<PartialState, 'expected' | 'duplicates'>;
  /** Other sources may give the file at the same time, where a digest will tell whether all of it belongs together; null when none may. */
  readonly help: Help | null;
  /** Told how far the file reaches without a gap; null when that says nothing. */
  readonly followed: FollowedFile | null;
  /** All bytes are here and come a second time, into this. */
  readonly again?: Rewriter;
  readonly reporter: Reporter;
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
}

export class Transfer {
  readonly #options: TransferOptions;
  readonly #map: SegmentMap;
  readonly #kept: readonly Extent[];
  readonly #begun: readonly Extent[];
  readonly #keeper: Keeper;
  readonly #meter = new SpeedMeter();
  #pool: Pool | null = null;
  readonly #givers: Givers;
  #helpers: Helpers | null = null;
  /** Whether bytes of several sources are in the file, or may be at the next moment. */
  #mixed: boolean;
  /** One connection beside those of the pool, or instead of them. */
  #single: Channel | null = null;
  #failure: unknown = null;
  #sinceFollowed = 0;
  /** Seams that have been looked at and held. */
  audited = 0;

  constructor(options: TransferOptions) {
    this.#options = options;
    const { environment, session, state, probe, target } = options;
    this.#mixed = state.mixed ?? false;
    // A whole answer is laid over what is there: missing bytes are written and the others compared, so that a server without ranges costs no progress.
    const whole = !probe.ranges || options.again !== undefined;
    this.#kept = whole ? state.extents : [];
    this.#begun = whole ? [] : state.extents;
    this.#map = new SegmentMap(probe.size, this.#begun, session.request.minSplitSize);
    if (!whole) for (const seam of state.seams) this.#map.seams.add(seam);
    this.#givers = new Givers({
      environment,
      map: this.#map,
      begun: this.#begun,
      newIntake: (source, host) => this.#newIntake(source, host),
    });
    this.#keeper = new Keeper(
      target.partial,
      environment.clock,
      () => this.state,
      (error) => this.#stop(error),
    );
  }

  /** What is in the file now. */
  get state(): PartialState {
    const extents = this.#kept.reduce<readonly Extent[]>((all, [start, end]) => addExtent(all, start, end), this.#map.written);
    const { state, announced } = this.#options;
    const { validators } = state;
    return {
      ...state,
      ...this.#givers.origin,
      ...announced(),
      ...(this.#mixed && { mixed: true }),
      extents,
      seams: isRecognisable(validators) ? [] : [...this.#map.seams],
    };
  }

  get received(): number {
    return this.#map.received;
  }

  /**
   * Fetches all that is missing. @returns the size of the file.
   * However it ends, what arrived is in the file and in the journal.
   * @throws DownloadError, or Stopped.
   */
  async run(): Promise<number> {
    const { environment, signal, probe } = this.#options;
    const stop = (): void => this.#stop(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    this.#tick();
    const stopTicking = environment.clock.every(tickPeriod, () => {
      this.#giveBackSpoiled();
      this.#tick();
    });
    try {
      if (signal.aborted) throw signal.reason;
      const size = probe.ranges ? await this.#inParts() : await this.#inOneStream();
      if (this.#failure !== null) throw this.#failure;
      this.#tick();
      await this.#keeper.idle();
      return size;
    } catch (error) {
      await this.#save(error);
      throw this.#failure ?? error;
    } finally {
      stopTicking();
      this.#options.recorder.proven(this.#proof, probe.answer.url.host);
      signal.removeEventListener('abort', stop);
    }
  }

  /** Leaving in a hurry, a note must do: a sync may take longer than the user waits. */
  async #save(error: unknown): Promise<void> {
    if (error instanceof Stopped && error.how === 'remove') return await this.#keeper.idle();
    if (error instanceof Stopped && error.how === 'quit') return this.#keeper.note();
    if (error instanceof DownloadError && error.code === 'DISK_IO') return await this.#keeper.idle();
    try {
      this.#keeper.note();
      await this.#keeper.settle();
    } catch {
      // The disk is full or gone: what the journal said before still holds, and the first error tells more.
    }
  }

  #stop(reason: unknown): void {
    this.#failure ??= reason;
    this.#pool?.stop(reason);
    this.#single?.close();
  }

  /** The follower reads what an earlier run left; what it finds spoiled is fetched again along with the rest. */
  #giveBackSpoiled(): void {
    const spoiled = this.#pool ? this.#options.followed?.takeSpoiled() : null;
    if (!spoiled) return;
    this.#map.giveBack(...spoiled);
    tellSpoiled(this.#options, spoiled);
  }

  #tick(): void {
    const { environment, followed, reporter, recorder } = this.#options;
    const received = this.#map.received;
    this.#meter.note(environment.clock.now(), received);
    const connections = (this.#pool?.connections ?? 0) + (this.#single ? 1 : 0);
    const segments = environment.tellSegments ? recorder.attribute(this.#map.tiles()) : [];
    reporter.progress({ received, size: this.#map.size, speed: this.#meter.speed, connections, segments, hosts: recorder.hosts });
    this.#pool?.tick(this.#meter.speed);
    if (this.#isWorthHelp) this.#helpers?.look(this.#map.written);
    try {
      if (this.#keeper.due) {
        this.#pool?.flush();
        this.#single?.flush();
      }
      this.#keeper.tick();
      followed?.advance(this.#map.prefix);
    } catch (error) {
      this.#stop(error);
    }
  }

  /** How it is known that the parts belong together. */
  get #proof(): Proof {
    const { probe, state, source } = this.#options;
    if (!probe.ranges) return this.#kept.length > 0 ? 'overlap' : 'single-answer';
    if (state.extents.length === 0 && this.#map.parts <= 1) return 'single-answer';
    if (rangePolicy(state.validators, source.memory).seamsProve) return 'overlap';
    return state.validators.etag === null ? 'last-modified' : 'etag';
  }

  #written(bytes: number): void {
    this.#keeper.written(bytes);
    this.#sinceFollowed += bytes;
    if (this.#sinceFollowed < followEvery) return;
    this.#sinceFollowed = 0;
    this.#options.followed?.advance(this.#map.prefix);
  }

  /** What is left takes longer than looking at another server, and something will tell whether its bytes are the right ones. */
  get #isWorthHelp(): boolean {
    const { probe, session, help } = this.#options;
    return probe.size !== null && probe.size - this.#map.received >= worthHelp * session.request.minSplitSize && (help?.proven() ?? false);
  }

  #newIntake(source: Source, host: string, connections = source.memory.appetite.connections): Intake {
    const { environment, target, limits, recorder, again } = this.#options;
    const sender = recorder.sender(source.key, host);
    const slabSize = Math.max(smallestSlab, Math.min(largestSlab, Math.floor(slabBudget / connections / 65536) * 65536));
    return new Intake({
      partial: again ?? target.partial,
      kept: again ? [] : this.#kept,
      buckets: [environment.bucket, ...limits],
      slabSize,
      clock: environment.clock,
      onWritten: (bytes) => {
        source.losses = 0;
        this.#written(bytes);
      },
      sender: sender.index,
      onEnded: recorder.connect(sender),
    });
  }

  async #inParts(): Promise<number> {
    const { environment, session, source, probe, state, help, reporter, recorder } = this.#options;
    const { memory } = source;
    const size = probe.size as number;
    const map = this.#map;
    const { answer, accepted, seam } = probe;
    const { minSplitSize } = session.request;
    const { validators, contentType } = state;
    const { url, latency, proxied } = answer;
    const supply = this.#givers.add({ source, session, url, latency, proxied, validators, contentType });
    environment.hosts.take(url.origin, true);

    const pool = new Pool({
      map,
      supply,
      most: () => memory.appetite.most,
      minSplit: minSplitSize,
      mayRetry: session.request.retries > 0,
      // Every seam will have to be looked at again, so there should be few.
      inPieces: isRecognisable(validators),
      clock: environment.clock,
      onServed: () => (memory.rangesWork = true),
      onFewer: (left, reason) => reporter.notice('fewer_connections', `${reason.message}; going on with ${left}`),
      onTrouble: (problem) => recorder.retried('connection', problem),
      onLost: (lost, problem) => {
        if (help) this.#givers.lose(lost, problem, help.failover);
        this.#keeper.note();
      },
    });
    this.#pool = pool;
    this.#helpers = this.#seekHelp(pool, size);

    const { appetite } = memory;
    const share = Math.ceil((size - map.received) / appetite.connections);
    const announced = (accepted.end as number) - accepted.start - seam;
    const claim = map.claim(Math.max(minSplitSize, Math.min(announced, share))) as Claim;
    const channel = supply.open('general') as GeneralChannel;
    const body = channel.carryOn(answer, { ...accepted, end: accepted.end }, claim, seam);
    try {
      await pool.run({ channel, claim, body });
    } finally {
      await this.#helpers?.end();
    }
    for (const giver of this.#givers.all) {
      const { learned } = giver.source.memory.appetite;
      if (learned !== null) reporter.learned(new URL(giver.source.url).host, learned);
    }
    if (!isRecognisable(validators)) await this.#audit(supply.open('general'));
    return size;
  }

  async #audit(channel: Channel): Promise<void> {
    this.#single = channel;
    try {
      await auditSeams(this.#map, channel, () => this.audited++);
    } finally {
      this.#single = null;
    }
  }

  /** Only where each answer can be recognised, and more than one connection is wanted. */
  #seekHelp(pool: Pool, size: number): Helpers | null {
    const { help, source, state, target, recorder, signal } = this.#options;
    if (!help || !isRecognisable(state.validators) || source.memory.distrust || source.memory.appetite.most === 1) return null;
    return new Helpers({
      failover: help.failover,
      recorder,
      partial: target.partial,
      size,
      signal,
      join: (...giver) => this.#join(pool, ...giver),
    });
  }

  #join(pool: Pool, source: Source, file: SameFile): void {
    const { help } = this.#options;
    if (!help) return;
    this.#mixed = true;
    // Before a byte of another source is in the file, the journal says that there may be.
    this.#keeper.note();
    pool.join(this.#givers.add({ ...file, source, session: help.failover.sessionOf(source) }));
  }

  /** The whole in one answer: no part of it can be asked for again, so it is taken as long as it comes. */
  async #inOneStream(): Promise<number> {
    const { session, probe, source } = this.#options;
    const { memory } = source;
    const map = this.#map;
    if (probe.size === 0) {
      probe.answer.close();
      return 0;
    }
    const claim = map.claim(Number.POSITIVE_INFINITY) as Claim;
    const stream = new GeneralChannel(session, probe.answer.url, null, this.#newIntake(source, probe.answer.url.host, 1));
    this.#single = stream;
    try {
      await stream.carryOn(probe.answer, probe.accepted, claim, 0);
    } catch (error) {
      if (probe.silent) noteLength(memory, { size: claim.written, validators: probe.validators, exact: false });
      throw error;
    } finally {
      memory.furthest = Math.max(memory.furthest, claim.written);
      map.release(claim);
      this.#single = null;
    }
    const size = claim.written;
    // An end that nothing announces is believed only where it is not before what was told, or sent, of the same file earlier.
    const least = probe.size ?? (probe.silent ? (memory.told?.size ?? 0) : 0);
    if (size < least || (probe.size !== null && size !== probe.size)) {
      throw new AnswerError('retry', 'TRUNCATED', `The server announced ${least} bytes and sent ${size}`);
    }
    return size;
  }
}
