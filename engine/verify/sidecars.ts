/**
 * Checksums that a server publishes beside a file: a Metalink that its answer points to, a sidecar, or a list for the folder. They are asked for one after
 * another, of the link's own origin only, and the search ends with the first that names the file. Downloads that begin at about the same time share the
 * lists of a folder.
 */
import type { Checksum, ChecksumAlgorithm, Pieces } from '../../contract/download.ts';
import { parseChecksumText } from '../../contract/checksum-text.ts';
import { readText } from '../http/body-text.ts';
import { exchange } from '../http/exchange.ts';
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
  /** Null where there is none; undefined when whoever asked for it was interrupted. */
  readonly text: Promise<string | null | undefined>;
}

/** What a search has found of one file. */
export interface Found {
  readonly checksums: readonly Checksum[];
  /** Digests of its parts; null when only those of the whole are known. */
  readonly pieces: Pieces | null;
  /** Other links to it, the best first. */
  readonly mirrors: readonly string[];
}

/** @param metalinks that an answer points to. @returns what was found, or nothing; a search never fails a download. */
export async function findPublished(
  session: HttpSession,
  metalinks: readonly URL[],
  cache: ListCache,
  signal: AbortSignal,
): Promise<Found> {
  const link = new URL(session.request.url);
  const [metalink] = metalinks.filter(({ origin }) => origin === link.origin);
  const found = metalink && (await readMetalink(await fetchText(session, metalink, mostBytes.metalink, signal), link));
  return found ?? { checksums: await findBeside(session, link, cache, signal), pieces: null, mirrors: [] };
}

/** The strongest digest is enough; SHA-256 first, which is computed anyway. */
const preference: readonly ChecksumAlgorithm[] = ['sha256', 'sha512', 'blake3', 'sha1', 'md5'];

/** What a Metalink says of the file that the link leads to; null when it says nothing of use. */
async function readMetalink(text: string | null, link: URL): Promise<Found | null> {
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

async function findBeside(session: HttpSession, link: URL, cache: ListCache, signal: AbortSignal): Promise<readonly Checksum[]> {
  link.search = '';
  const fileName = nameFromUrl(link.href);
  if (fileName === null) return [];
  for (const [ending, algorithm] of sidecars) {
    const address = new URL(link);
    address.pathname += ending;
    const found = read(await fetchText(session, address, mostBytes.sidecar, signal), fileName, algorithm);
    if (found.length > 0) return found;
  }
  for (const [name, algorithm] of lists) {
    const found = read(await findList(session, new URL(name, link), cache, signal), fileName, algorithm);
    if (found.length > 0) return found;
  }
  return [];
}

async function findList(session: HttpSession, address: URL, cache: ListCache, signal: AbortSignal): Promise<string | null> {
  for (;;) {
    const text = await untilAborted(askForList(session, address, cache, signal).text, signal);
    // That another download was interrupted says nothing about the list.
    if (text !== undefined || signal.aborted) return text ?? null;
  }
}

function askForList(session: HttpSession, address: URL, cache: ListCache, signal: AbortSignal): AskedList {
  const at = session.clock.now();
  const known = cache.get(address.href);
  if (known && at - known.at < freshFor) return known;
  const text = fetchText(session, address, mostBytes.list, signal).then((found) => {
    if (!signal.aborted) return found;
    if (cache.get(address.href) === asked) cache.delete(address.href);
    return undefined;
  });
  const asked = { at, text };
  if (cache.size >= mostFolders) cache.clear();
  cache.set(address.href, asked);
  return asked;
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

async function fetchText(session: HttpSession, address: URL, most: number, signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await exchange(session, address, { range: null, ifRange: null, sameOrigin: true }, signal);
    try {
      if (answer.head.status !== 200) return null;
      const text = await readText(answer, most);
      return answer.body.complete ? text : null;
    } finally {
      answer.close();
    }
  } catch {
    return null;
  }
}
