/**
 * Checksums that a server publishes beside a file: a Metalink that its answer points to, a sidecar, or a list for the folder. They are asked for one after
 * another, of the link's own origin only, and the search ends with the first that names the file. Downloads that begin at about the same time share the
 * lists of a folder.
 */
import type { Checksum, ChecksumAlgorithm, Pieces } from '../../contract/download.ts';
import { parseChecksumText } from '../../contract/checksum-text.ts';
import { DownloadError } from '../../contract/errors.ts';
import { networkError } from '../http/answer-error.ts';
import { readText } from '../http/body-text.ts';
import { exchange } from '../http/exchange.ts';
import { judge } from '../http/judge.ts';
import type { HttpSession } from '../http/session.ts';
import { nameFromUrl } from '../naming/index.ts';

/** Bytes: checksum files are small, and a server that answers everything with a page or a film must not cost us one. */
const mostBytes = { sidecar: 16 * 1024, list: 2 * 1024 * 1024, metalink: 2 * 1024 * 1024 };
const mostFolders = 200;
/** Milliseconds that a list holds for: the same link may lead to another file tomorrow, and its list is another one then. */
const freshFor = 60_000;

const sidecars: readonly (readonly [ending: string, algorithm: ChecksumAlgorithm])[] = [
  ['.sha256', 'sha256'],
  ['.sha512', 'sha512'],
  ['.md5', 'md5'],
];
const lists: readonly (readonly [name: string, algorithm: ChecksumAlgorithm | undefined])[] = [
  ['SHA256SUMS', 'sha256'],
  ['SHA512SUMS', 'sha512'],
  ['CHECKSUM', undefined],
  ['MD5SUMS', 'md5'],
];

/** The lists of folders that have been asked for lately, by address. */
export type ListCache = Map<string, AskedList>;

interface AskedList {
  readonly at: number;
  /** Undefined when whoever asked for it was interrupted. */
  readonly answer: Promise<Answer | undefined>;
}

/** What came of one question. */
interface Answer {
  /** Null where there is none. */
  readonly text: string | null;
  /** Why there may be one all the same; null when there is no doubt. */
  readonly problem: DownloadError | null;
}

/** What a search has found of one file. */
export interface Found {
  readonly checksums: readonly Checksum[];
  /** Digests of its parts; null when only those of the whole are known. */
  readonly pieces: Pieces | null;
  /** Other links to it, the best first. */
  readonly mirrors: readonly string[];
  /** Where nothing was found: what may be there, but could not be read for a reason that passes. */
  readonly unread: readonly Unread[];
}

/** A text that could not be read. */
export interface Unread {
  /** Its name, which is no secret. */
  readonly name: string;
  readonly problem: DownloadError;
}

/**
 * @param metalinks that an answer points to. @param signal ends the search.
 * @returns what was found, or nothing; a search never fails a download.
 */
export async function findPublished(
  session: HttpSession,
  metalinks: readonly URL[],
  cache: ListCache,
  signal: AbortSignal,
): Promise<Found> {
  const link = new URL(session.request.url);
  const search = new Search(session, cache, signal);
  const [metalink] = metalinks.filter(({ origin }) => origin === link.origin);
  const found = metalink && (await readMetalink(await search.read(metalink, mostBytes.metalink), link));
  if (found) return { ...found, unread: [] };
  const checksums = await findBeside(search, link);
  return { checksums, pieces: null, mirrors: [], unread: checksums.length > 0 ? [] : search.unread };
}

/** The strongest digest is enough; SHA-256 first, which is computed anyway. */
const preference: readonly ChecksumAlgorithm[] = ['sha256', 'sha512', 'blake3', 'sha1', 'md5'];

/** What a Metalink says of the file that the link leads to; null when it says nothing of use. */
async function readMetalink(text: string | null, link: URL): Promise<Omit<Found, 'unread'> | null> {
  if (text === null) return null;
  // Loaded when there is one to read: most downloads never see any.
  const { parseMetalink } = await import('../../contract/metalink.ts');
  const metalink = parseMetalink(text);
  if (!metalink.ok) return null;
  const { files } = metalink;
  const file = files.length === 1 ? files[0] : files.find(({ name }) => name === nameFromUrl(link.href));
  if (!file) return null;
  const strongest = preference.map((algorithm) => file.checksums.find((checksum) => checksum.algorithm === algorithm)).find(Boolean);
  return strongest ? { checksums: [strongest], pieces: file.pieces, mirrors: file.sources.map(({ url }) => url) } : null;
}

async function findBeside(search: Search, link: URL): Promise<readonly Checksum[]> {
  link.search = '';
  const fileName = nameFromUrl(link.href);
  if (fileName === null) return [];
  for (const [ending, algorithm] of sidecars) {
    const address = new URL(link);
    address.pathname += ending;
    const found = read(await search.read(address, mostBytes.sidecar), fileName, algorithm);
    if (found.length > 0) return found;
  }
  for (const [name, algorithm] of lists) {
    const found = read(await search.readShared(new URL(name, link), mostBytes.list), fileName, algorithm);
    if (found.length > 0) return found;
  }
  return [];
}

/** The questions of one search, and which of them have no sure answer. */
class Search {
  readonly #session: HttpSession;
  readonly #cache: ListCache;
  readonly #signal: AbortSignal;
  readonly unread: Unread[] = [];

  constructor(session: HttpSession, cache: ListCache, signal: AbortSignal) {
    this.#session = session;
    this.#cache = cache;
    this.#signal = signal;
  }

  async read(address: URL, most: number): Promise<string | null> {
    return this.#note(address, await fetchText(this.#session, address, most, this.#signal));
  }

  /** As `read`, of a text that other downloads may be asking for as well. */
  async readShared(address: URL, most: number): Promise<string | null> {
    for (;;) {
      const answer = await untilAborted(this.#ask(address, most).answer, this.#signal);
      // That another download was interrupted says nothing about the list.
      if (answer !== undefined || this.#signal.aborted) return this.#note(address, answer ?? interrupted);
    }
  }

  #ask(address: URL, most: number): AskedList {
    const at = this.#session.clock.now();
    const known = this.#cache.get(address.href);
    if (known && at - known.at < freshFor) return known;
    const answer = fetchText(this.#session, address, most, this.#signal).then((found) => {
      if (!this.#signal.aborted) return found;
      if (this.#cache.get(address.href) === asked) this.#cache.delete(address.href);
      return undefined;
    });
    const asked = { at, answer };
    if (this.#cache.size >= mostFolders) this.#cache.clear();
    this.#cache.set(address.href, asked);
    return asked;
  }

  #note({ pathname }: URL, { text, problem }: Answer): string | null {
    if (problem) this.unread.push({ name: pathname.slice(pathname.lastIndexOf('/') + 1), problem });
    return text;
  }
}

/** What `work` brings; undefined when the signal aborts first. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const abort = (): void => resolve(undefined);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function read(text: string | null, fileName: string, algorithm: ChecksumAlgorithm | undefined): readonly Checksum[] {
  if (text === null) return [];
  const parsed = parseChecksumText(text, { fileName, origin: 'sidecar', algorithm });
  return parsed.ok ? parsed.checksums : [];
}

async function fetchText(session: HttpSession, address: URL, most: number, signal: AbortSignal): Promise<Answer> {
  // What was not even asked for is not told of: whatever ended the search is.
  if (signal.aborted) return nothing;
  const wallTime = session.clock.wallTime();
  try {
    const answer = await exchange(session, address, { range: null, ifRange: null, sameOrigin: true }, signal);
    try {
      judge(answer.head, { range: null, conditional: false, known: null, progressed: false, compared: false, wallTime });
      const text = await readText(answer, most);
      // Larger than any, it is none, however it would have ended.
      if (text === null || answer.body.complete) return { text, problem: null };
      throw new DownloadError('TRUNCATED', `${address.host} ended it early`);
    } finally {
      answer.close();
    }
  } catch (error) {
    if (signal.aborted) return interrupted;
    const problem = networkError(error, address.host);
    return problem.retryable ? { text: null, problem } : nothing;
  }
}

const nothing: Answer = { text: null, problem: null };
const interrupted: Answer = { text: null, problem: new DownloadError('STALLED', 'It did not come for as long as the file waited for it') };
