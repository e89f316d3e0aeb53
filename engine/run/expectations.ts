/** What a file is expected to be: the checksums that the user gave, that came with the answer, and that were found beside the file. */
import type { Check, Checksum, ChecksumAlgorithm, Pieces } from '../../contract/download.ts';
import { parseDigestHeader } from '../../contract/checksum-text.ts';
import { DownloadError } from '../../contract/errors.ts';
import type { Clock } from '../clock.ts';
import type { Extent } from '../extents.ts';
import { encodingsOf } from '../http/codings.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Demands, DownloadRequest } from '../types.ts';
import type { Sources } from './sources.ts';
import type { Follower } from '../verify/follower.ts';
import type { Digests } from '../verify/hashing.ts';
import type { Found } from '../verify/sidecars.ts';

/** Digests that are taken from one answer: more than there are algorithms, and few enough to be kept in the journal. */
const mostDigests = 8;

/** Milliseconds that a file which is whole waits for what may be published of it: there are servers that let a question for what they don't have hang. */
const longestWait = 20_000;

const nothing: Found = { checksums: [], pieces: null, mirrors: [], unread: [] };

export class Expectations {
  readonly #demands: Demands;
  readonly #request: Pick<DownloadRequest, 'sha256' | 'pieces'>;
  readonly #sources: Pick<Sources, 'told'>;
  #fromAnswer: readonly Checksum[] = [];
  #recalled: readonly Checksum[] = [];
  #found: Found = nothing;
  #search: Promise<Found> | null = null;
  readonly #giveUp = new AbortController();

  /** @param demands may become others at any time. */
  constructor(demands: Demands, request: Pick<DownloadRequest, 'sha256' | 'pieces'>, sources: Pick<Sources, 'told'>) {
    this.#demands = demands;
    this.#request = request;
    this.#sources = sources;
  }

  get #all(): readonly Checksum[] {
    return [...this.#demands.checksums, ...this.published];
  }

  /** What the server says: today, or else what it said in an earlier run. What other sources had said before it holds as well. */
  get published(): readonly Checksum[] {
    return this.#demands.findChecksums === 'off' ? [] : this.#said;
  }

  get #said(): readonly Checksum[] {
    const fresh = [...this.#fromAnswer, ...this.#found.checksums];
    const said = new Map<string, Checksum>();
    for (const checksum of [...this.#sources.told, ...(fresh.length > 0 ? fresh : this.#recalled)])
      said.set(`${checksum.algorithm} ${checksum.value} ${checksum.origin}`, checksum);
    return [...said.values()];
  }

  /** Another source goes on. What it says of its own file must not stand in the place of what has been said, unless the user has said what the file is. */
  pass(): void {
    const settled = this.#demands.checksums.length > 0 || (this.#request.pieces ?? null) !== null;
    this.#sources.told = settled ? [] : this.#said;
    this.#fromAnswer = this.#recalled = [];
  }

  /** Whether the answer says what the file is. */
  get announced(): boolean {
    return this.#fromAnswer.length > 0 && this.#demands.findChecksums !== 'off';
  }

  /** Whether anything will tell in the end that the bytes are the right ones, whoever sent them. */
  get prove(): boolean {
    return this.#all.length > 0 || this.pieces !== null;
  }

  /** Takes what the server said when what is here was begun. */
  recall(published: readonly Checksum[]): void {
    this.#recalled = published;
  }

  /** The digests that the file needs, as far as is known. */
  get algorithms(): readonly ChecksumAlgorithm[] {
    const algorithms = new Set(this.#all.map(({ algorithm }) => algorithm));
    if (this.#request.sha256) algorithms.add('sha256');
    return [...algorithms];
  }

  /** Digests of the whole file that came with the answer (RFC 9530; RFC 3230 before it). Of a coded body they describe other bytes than the file's. */
  readFrom({ head }: Exchange): void {
    // The content of a whole answer is the file.
    const fields = ['repr-digest', 'digest', ...(head.status === 200 ? ['content-digest'] : [])];
    const values = encodingsOf(head).length === 0 ? fields.flatMap((field) => head.all(field)) : [];
    this.#fromAnswer = values
      .slice(0, mostDigests)
      .flatMap((value) => parseDigestHeader(value))
      .slice(0, mostDigests);
  }

  /** Looks beside the file while it comes, unless the user or the server has said what it must be. */
  searchWith(search: (signal: AbortSignal) => Promise<Found>): void {
    const told = this.#demands.checksums.length + this.#fromAnswer.length > 0;
    if (this.#demands.findChecksums !== 'everywhere' || told) return;
    if (this.#search) return;
    this.#search = search(this.#giveUp.signal).then((found) => (this.#found = found));
    // A fault of ours in it is for whoever waits for it; until then nobody may hear of it, and the thread must not die of that.
    this.#search.catch(() => undefined);
  }

  /** Waits for the search to end, and ends it where that takes long. @returns what it found. */
  async settle(clock: Clock): Promise<readonly Checksum[]> {
    const forget = clock.after(longestWait, () => this.#giveUp.abort());
    try {
      await this.#search;
    } finally {
      forget();
    }
    return this.#found.checksums;
  }

  /** What is known of the file's parts, once the search has ended. */
  get pieces(): Pieces | null {
    return this.#request.pieces ?? this.#found.pieces;
  }

  /** Compares a file that is not being written any more. @throws DISK_IO. */
  async checkFile(follower: Follower, path: string, size: number): Promise<Check[]> {
    const digests = await this.complete({}, (algorithms) =>
      follower.follow({ path, algorithms, size, known: new Map(), onBlocks: () => undefined }).finish(size),
    );
    return this.compare(digests);
  }

  /** Has digests computed until there are all that a comparison needs: while some are, others may come to be asked for. */
  async complete(digests: Digests, compute: (algorithms: readonly ChecksumAlgorithm[]) => Promise<Digests>): Promise<Digests> {
    const missing = new Set(this.#all.map(({ algorithm }) => algorithm).filter((algorithm) => digests[algorithm] === undefined));
    return missing.size === 0 ? digests : this.complete({ ...digests, ...(await compute([...missing])) }, compute);
  }

  /** Compares one by one; the same expectation from two origins counts twice. */
  compare(digests: Digests): Check[] {
    return this.#all.map(({ algorithm, value, origin }) => {
      const actual = digests[algorithm] ?? '';
      return { algorithm, expected: value, actual, origin, ok: actual === value };
    });
  }
}

/** A file is not what it was expected to be. */
export class ChecksumError extends DownloadError {
  /** All that was compared. */
  readonly checks: readonly Check[];
  readonly #wrong: Check;

  readonly #part: Extent | null;

  /**
   * @param replaced what came differently when the file was fetched a second time; null when it was not.
   * @param part whose digest it is; null for the whole file's.
   */
  constructor(
    checks: readonly Check[],
    wrong: Check,
    { replaced = null, part = null }: { readonly replaced?: readonly Extent[] | null; readonly part?: Extent | null } = {},
  ) {
    const { algorithm, expected, actual, origin } = wrong;
    const what = part ? `The ${algorithm} of bytes ${part[0]} to ${part[1] - 1}` : `The file's ${algorithm}`;
    const again =
      replaced && (replaced.length > 0 ? 'parts of it came differently when it was fetched again' : 'fetched again, it came the same');
    const ranges = replaced && { replaced: replaced.map(([start, end]) => `${start}-${end - 1}`).join(', ') };
    const message = `${what} is ${actual} and should be ${expected}${again ? `; ${again}` : ''}`;
    super('CHECKSUM', message, {
      details: { algorithm, expected, actual, origin, ...(part && { part: `${part[0]}-${part[1] - 1}` }), ...ranges },
    });
    this.checks = checks;
    this.#wrong = wrong;
    this.#part = part;
  }

  /** The same, when fetching the file a second time has not helped. */
  afterAll(replaced: readonly Extent[]): ChecksumError {
    return new ChecksumError(this.checks, this.#wrong, { replaced, part: this.#part });
  }
}

/** @throws ChecksumError for the first that differs. */
export function demandAll(checks: readonly Check[]): void {
  const wrong = checks.find((check) => !check.ok);
  if (wrong) throw new ChecksumError(checks, wrong);
}
