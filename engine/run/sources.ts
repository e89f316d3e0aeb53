/**
 * The sources of one download: its link, the other links to the same file that the user or a Metalink has named, and those that its servers tell of. Which
 * one is in use, what each one's server has taught, and what has become of those that failed, over all runs of the download in this process.
 */
import { createHash } from 'node:crypto';
import { longestLink } from '../../contract/bounds.ts';
import type { Checksum, Connections, SourceState } from '../../contract/download.ts';
import { asDownloadError, type DownloadError, type ErrorCode } from '../../contract/errors.ts';
import type { Clock } from '../clock.ts';
import { parseLink } from '../http/address.ts';
import { AnswerError } from '../http/answer-error.ts';
import { ExchangeableLimit, TokenBucket } from '../rate.ts';
import type { DownloadRequest, Mirror } from '../types.ts';
import { newMemory, type RunMemory } from './memory.ts';

/**
 * - `passing`: may be over by the next run.
 * - `differs`: it has another file than the one that was begun, and perhaps the right one.
 * - `final`: it is not asked again.
 */
export type TroubleKind = 'passing' | 'differs' | 'final';

export interface Trouble {
  readonly kind: TroubleKind;
  readonly error: DownloadError;
  /** On the engine's clock. */
  readonly since: number;
  /** When the server wants to be asked again at the earliest, on the engine's clock; null when it has not said. */
  readonly until: number | null;
}

/** @param now on the engine's clock. */
export function troubleOf(kind: TroubleKind, error: DownloadError, now: number): Trouble {
  const wait = error instanceof AnswerError ? error.retryAfter : null;
  return { kind, error, since: now, until: wait === null ? null : now + wait };
}

export interface Source {
  /** Without credentials. */
  readonly url: string;
  /** What a journal knows it by, so that it tells no secret that stands in a query. */
  readonly key: string;
  /** What is asked of it: nothing in it is meant for another server. */
  request: DownloadRequest;
  readonly memory: RunMemory;
  trouble: Trouble | null;
  /** Times in a row that it failed and had brought nothing. */
  failures: number;
  /** Whether it gives the file along with the one in use. */
  helping: boolean;
  /** Times in a row that it was lost while others went on, and had brought nothing. */
  losses: number;
}

/** Links that servers tell of, on top of those that the user names. */
const mostFound = 16;
/** Milliseconds that a source is left alone when it is lost while others go on. Each time that it comes back and brings nothing, the pause is twice as long. */
const firstPause = 5000;
/** Characters of one that is kept for later runs. */
const longestKept = 1024;

export const keyOf = (url: string): string => createHash('sha256').update(url).digest('hex');

/** A link as a source has it; what is none, as it is. */
function nakedLink(link: string): string {
  try {
    return parseLink(link).url;
  } catch {
    return link;
  }
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url;

export class Sources {
  /** The limit of this download alone. */
  readonly bucket: TokenBucket;
  /** The limit of its group. */
  readonly group: ExchangeableLimit;
  /** The most bytes that have been here at a time: only beyond that is progress, not where lost ones are fetched again. */
  most = 0;
  /** What those have said of the file that are not in use any more. It binds the others. */
  told: readonly Checksum[] = [];
  /** One source at a time: what came from several was wrong, and nothing told which of them had sent it. */
  alone = false;
  /** How long the file is, by the first source that said so. */
  #size: { readonly source: Source; readonly bytes: number } | null = null;
  /** Connections that the user allows by now, where that is not what the run was begun with. */
  #aim: Connections | null = null;
  #list: readonly Source[] = [];
  #current: Source | null = null;
  #found: readonly Mirror[] = [];
  /** Not among them just now. What is known of one must not be forgotten where it comes back. */
  #shelved: readonly Source[] = [];

  constructor({ limitRate }: DownloadRequest, clock: Clock) {
    this.bucket = new TokenBucket(clock, limitRate);
    this.group = new ExchangeableLimit(new TokenBucket(clock));
  }

  /** A run begins. What may have passed has passed. @param request its link without credentials. @param now on the engine's clock. */
  begin(request: DownloadRequest, now: number): void {
    // Whom a server names is trusted for what that server has said of the file; where that is lost, it will name them again.
    if (this.told.length === 0 && request.checksums.length === 0 && !request.pieces) this.#found = [];
    this.#arrange(request);
    this.#forgive(now);
    if (this.#current?.trouble || !this.#list.includes(this.#current as Source)) this.#current = null;
  }

  /** Those that have asked for a pause get it while there are others. Where there is none, whoever begins a run does not want to wait. */
  #forgive(now: number): void {
    const passing = [...this.#list, ...this.#shelved].filter(({ trouble }) => trouble?.kind === 'passing');
    const due = passing.filter(({ trouble }) => (trouble?.until ?? now) <= now);
    const others = due.length > 0 || this.#list.some(({ trouble }) => trouble === null);
    for (const source of others ? due : passing) source.trouble = null;
  }

  /** The user wants it tried: who had refused for good is asked once more. Who has sent wrong bytes would send them again. */
  retry(): void {
    for (const source of [...this.#list, ...this.#shelved]) if (mayChangeItsMind(source)) source.trouble = null;
  }

  /** The file is expected to be something else from now on: those that were found to have another one may have the right one. */
  reconsiderAll(): void {
    for (const source of this.#list) if (source.trouble?.error.code === 'CHECKSUM') source.trouble = null;
    this.alone = false;
  }

  #arrange(request: DownloadRequest): void {
    const { mirrors = [] } = request;
    const links = [{ url: request.url, credentials: request.credentials, knownConnections: request.knownConnections }, ...mirrors];
    const list: Source[] = [];
    const seen = new Set<string>();
    for (const link of [...links, ...this.#found]) {
      // Named twice, it keeps the login that it was named with first.
      const url = nakedLink(link.url);
      if (!seen.has(url)) list.push(this.#sourceOf(request, link));
      seen.add(url);
    }
    this.#shelved = [...this.#shelved, ...this.#list].filter((source) => !list.includes(source)).slice(-mostFound);
    this.#list = list;
  }

  #sourceOf(request: DownloadRequest, mirror: Mirror): Source {
    try {
      const { url, credentials } = parseLink(mirror.url);
      const own = requestFor(request, { ...mirror, url, credentials: mirror.credentials ?? credentials });
      const known = [...this.#list, ...this.#shelved].find((source) => source.url === url);
      if (!known)
        return { url, key: keyOf(url), request: own, memory: this.#newMemory(own), trouble: null, failures: 0, helping: false, losses: 0 };
      if (mayChangeItsMind(known) && isAskedOtherwise(known.request, own)) known.trouble = null;
      known.request = own;
      return known;
    } catch (thrown) {
      const { url } = mirror;
      const trouble = { kind: 'final', error: asDownloadError(thrown), since: 0, until: null } as const;
      return { url, key: keyOf(url), request, memory: newMemory(request), trouble, failures: 0, helping: false, losses: 0 };
    }
  }

  /** A server tells of other places. Where the way to it is secured, it cannot lead to one that is not. @returns whether any was news. */
  add(request: DownloadRequest, links: readonly string[]): boolean {
    const secure = request.url.startsWith('https:');
    const before = this.#list.length;
    const usable = links.filter(
      (link) => link.length <= longestLink && (secure ? /^https:/i : /^https?:/i).test(link) && URL.canParse(link),
    );
    const urls = new Set([...this.#found.map(({ url }) => url), ...usable]);
    this.#found = [...urls].slice(0, mostFound).map((url) => ({ url }));
    this.#arrange(request);
    return this.#list.length > before;
  }

  /** Of those that servers have told of, the ones that a later run of the program may know: a query may hold a secret, and ends with its time as a rule. */
  get duplicates(): readonly string[] {
    return this.#found.map(({ url }) => url).filter((url) => url.length <= longestKept && !/[?@]/.test(url));
  }

  #newMemory(request: DownloadRequest): RunMemory {
    return newMemory({ ...request, connections: this.#aim ?? request.connections });
  }

  /** How many connections the user allows, from now on; also to those that servers have yet to tell of. */
  aim(connections: Connections): void {
    this.#aim = connections;
    for (const { memory } of this.#list) memory.appetite.aim(connections);
  }

  /** The one in use. @throws before a run has begun. */
  get current(): Source {
    return this.#current ?? this.next() ?? this.first;
  }

  /** Whether one has been in use before in this process, and may be still. */
  get settled(): boolean {
    return this.#current !== null;
  }

  /** The link that the user gave. */
  get first(): Source {
    const [source] = this.#list;
    if (!source) throw new RangeError('a download without a source');
    return source;
  }

  get count(): number {
    return this.#list.length;
  }

  /** Whether a server has been reached of those that may yet give the file. */
  get reached(): boolean {
    return this.#list.some(({ memory, trouble }) => memory.reached && (trouble === null || trouble.kind === 'passing'));
  }

  /** How long the file is by the word of another source than the one in use; null when none has said so that still is one. */
  get sizeElsewhere(): number | null {
    return this.#size && this.#size.source !== this.current && this.#list.includes(this.#size.source) ? this.#size.bytes : null;
  }

  /** The source in use says how long the file is. */
  noteSize(bytes: number): void {
    if (this.sizeElsewhere === null) this.#size = { source: this.current, bytes };
  }

  forgetSize(): void {
    this.#size = null;
  }

  use(source: Source): void {
    this.#current = source;
  }

  byKey(key: string): Source | null {
    return this.#list.find((source) => source.key === key) ?? null;
  }

  /** The best that nothing speaks against; null when there is none. */
  next(): Source | null {
    return this.#list.find(({ trouble }) => trouble === null) ?? null;
  }

  /** Those that nothing speaks against, but for the one in use. */
  get reserve(): readonly Source[] {
    const { current } = this;
    return this.#list.filter((source) => source !== current && source.trouble === null);
  }

  /** Those that are away for a reason that passes, and have been for as long as that deserves. */
  returning(now: number): readonly Source[] {
    return this.#list.filter(({ trouble, losses }) => {
      if (trouble?.kind !== 'passing') return false;
      return now >= Math.max(trouble.until ?? 0, trouble.since + firstPause * 2 ** Math.max(0, losses - 1));
    });
  }

  /** Whether something else than `source` could be turned to. */
  hasOther(source: Source): boolean {
    return this.#list.some((other) => other !== source && other.trouble === null);
  }

  /** Where the file that was begun cannot be had any more, what differs from it deserves a try of its own. */
  reconsider(): Source | null {
    if (this.#list.some(({ trouble }) => trouble?.kind === 'passing')) return null;
    const other = this.#list.find(({ trouble }) => trouble?.kind === 'differs') ?? null;
    if (other) other.trouble = null;
    return other;
  }

  /** What is to be reported of each. */
  get all(): readonly Source[] {
    return this.#list;
  }

  states(): SourceState[] {
    const current = this.#list.length > 0 ? this.current : null;
    return this.#list.map((source) => ({
      link: source.url,
      status: source.trouble ? 'failed' : source === current || source.helping ? 'in_use' : 'waiting',
      failure: source.trouble?.error.toFailure() ?? null,
    }));
  }

  /** What ended them all, in one error. It is worth another run when that is so for any of them, as soon as the first may be asked again. */
  failure(now: number): DownloadError {
    const failed = this.#list.flatMap(({ url, trouble }) => (trouble ? [{ host: hostOf(url), ...trouble }] : []));
    const passing = failed.filter(({ kind }) => kind === 'passing');
    // A server that is gone for good must not make it look as if the network were away.
    const worst =
      passing.find(({ error }) => !looksAway.includes(error.code)) ??
      passing[0] ??
      failed.find(({ error }) => error.code === 'CHECKSUM') ??
      failed[0];
    if (!worst) throw new RangeError('no source has failed');
    const { error } = worst;
    const each = failed.map((one) => `${one.host}: ${one.error.message}`).join('; ');
    return new AnswerError(passing.length > 0 ? 'retry' : 'fail', error.code, `None of ${failed.length} sources gives the file. ${each}`, {
      cause: error,
      retryAfter: passing.length > 0 ? earliest(passing, now) : null,
      details: { ...error.details, sources: failed.length },
    });
  }
}

/** Milliseconds until one of them may be asked; null when one has not said. */
function earliest(troubles: readonly Trouble[], now: number): number | null {
  const waits = troubles.flatMap(({ until }) => (until === null ? [] : [Math.max(0, until - now)]));
  return waits.length === troubles.length ? Math.min(...waits) : null;
}

const looksAway: readonly ErrorCode[] = ['DNS', 'NETWORK_AWAY'];

/** A refusal was an answer to one question at one time; wrong bytes were the source's own. */
const mayChangeItsMind = ({ trouble }: Source): boolean => trouble?.kind === 'final' && trouble.error.code !== 'CHECKSUM';

/** What of a request decides whether a server lets us in. */
const isAskedOtherwise = (before: DownloadRequest, now: DownloadRequest): boolean => letter(before) !== letter(now);
const letter = ({ headers, cookie, referer, userAgent, credentials }: DownloadRequest): string =>
  JSON.stringify([headers, cookie, referer, userAgent, credentials]);

/** What is asked of a mirror. What the user has entrusted to the link's server goes to no other: not as a header, and not as a login. */
function requestFor(request: DownloadRequest, { url, credentials = null, knownConnections = null }: Mirror): DownloadRequest {
  if (url === request.url) return request;
  const own = { ...request, url, knownConnections };
  const home = URL.parse(url)?.origin === URL.parse(request.url)?.origin;
  return home
    ? { ...own, credentials: credentials ?? request.credentials }
    : { ...own, credentials, headers: [], referer: null, cookie: null };
}
