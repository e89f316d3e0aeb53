/**
 * Metalinks: a file's name, size, checksums and sources in one small XML text, of version 4 (RFC 5854) or 3 (metalinker.org). Pure text
 * to data; nothing here throws. Names and links are as they were written: who uses them makes the names safe and judges the links.
 * A document type is refused before anything is read, so that there are no entities to expand and nothing else to fetch.
 */
import { parseXml, XmlDocumentType, XmlElement } from '@rgrove/parse-xml';
import { algorithmNamed, digestLength } from './digest.ts';
import { longestLink, mostMirrors, mostPieces } from './bounds.ts';
import type { Checksum, ChecksumAlgorithm, Pieces } from './download.ts';

interface MetalinkSource {
  readonly url: string;
  /** 1 is tried first, 999,999 last. */
  readonly priority: number;
  /** The country that it stands in, as two letters; null when nobody says. */
  readonly location: string | null;
}

interface MetalinkFile {
  readonly name: string;
  /** Bytes; null when it does not say. */
  readonly size: number | null;
  readonly checksums: readonly Checksum[];
  readonly pieces: Pieces | null;
  /** The best first. */
  readonly sources: readonly MetalinkSource[];
}

/** One file as it can be downloaded. */
export interface MetalinkDownload {
  readonly url: string;
  /** Other links to it, the best first. */
  readonly mirrors: string[];
  /** Without folders; null when it says none that can be used. */
  readonly name: string | null;
  readonly size: number | null;
  readonly checksums: Checksum[];
  readonly pieces: Pieces | null;
}

type MetalinkProblem =
  /** More than anybody writes by hand or by program. */
  | 'too_large'
  /** It has a document type, which could make a short text a long one. */
  | 'unsafe'
  /** Not XML, or broken. */
  | 'broken'
  /** XML of something else. */
  | 'other';

export type Metalink =
  | { readonly ok: true; readonly files: readonly MetalinkFile[] }
  | { readonly ok: false; readonly problem: MetalinkProblem };

/** Characters of text; the largest ones list some thousand files, or the pieces of a few. */
const longestMetalink = 8 * 1024 * 1024;

const lowestPriority = 999_999;
/** Version 3 says what a link is: a torrent is not the file. */
const transfers: readonly string[] = ['http', 'https', 'ftp', 'ftps', 'sftp'];

export function parseMetalink(text: string): Metalink {
  if (text.length > longestMetalink) return { ok: false, problem: 'too_large' };
  try {
    const { children, root } = parseXml(text, { preserveDocumentType: true });
    if (children.some((child) => child instanceof XmlDocumentType)) return { ok: false, problem: 'unsafe' };
    if (!root || localName(root) !== 'metalink') return { ok: false, problem: 'other' };
    const lists = [root, ...childrenOf(root, 'files')];
    return { ok: true, files: lists.flatMap((list) => childrenOf(list, 'file')).map(readFile) };
  } catch {
    // Also an undeclared entity, and elements nested deeper than the stack.
    return { ok: false, problem: 'broken' };
  }
}

/** @param isLink whether a text is an address at all. @returns null when it has no source that can be downloaded from. */
export function downloadOf(
  { name, size, checksums, pieces, sources }: MetalinkFile,
  isLink: (text: string) => boolean,
): MetalinkDownload | null {
  const links = new Set(sources.map(({ url }) => url).filter((url) => isUsable(url) && !isOverlong(url) && isLink(url)));
  const [url, ...mirrors] = links;
  if (url === undefined) return null;
  return { url, mirrors: mirrors.slice(0, mostMirrors), name: usableName(name), size, checksums: [...checksums], pieces };
}

const isUsable = (url: string): boolean => /^https?:\/\/[^\s]+$/i.test(url);
const isOverlong = (url: string): boolean => url.length > longestLink;

/** Whether a source is left out only because its link is longer than any that is taken. */
export const hasOverlong = ({ sources }: MetalinkFile): boolean => sources.some(({ url }) => isUsable(url) && isOverlong(url));

/** A name may have folders before it (RFC 5854, section 4.1.2.1); where files go is for the user to say. */
function usableName(name: string): string | null {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  // oxlint-disable-next-line no-control-regex
  return last === '' || /^\.{1,2}$|[\u0000-\u001f\u007f]/.test(last) ? null : last.slice(0, 1024);
}

function readFile(file: XmlElement): MetalinkFile {
  // What stands directly in the file in version 4 is in containers in version 3.
  const verification = [file, ...childrenOf(file, 'verification')];
  const resources = [file, ...childrenOf(file, 'resources')];
  const [size] = childrenOf(file, 'size');
  return {
    name: (file.attributes['name'] ?? '').trim(),
    size: size ? wholeNumber(size.text) : null,
    checksums: readChecksums(verification.flatMap((part) => childrenOf(part, 'hash'))),
    pieces:
      verification
        .flatMap((part) => childrenOf(part, 'pieces'))
        .map(readPieces)
        .find((pieces) => pieces !== null) ?? null,
    sources: resources
      .flatMap((part) => childrenOf(part, 'url'))
      .map(readSource)
      .filter((source) => source !== null)
      .sort((one, other) => one.priority - other.priority),
  };
}

/** One for each algorithm that is computed here. Two that contradict each other say nothing. */
function readChecksums(hashes: readonly XmlElement[]): Checksum[] {
  const found = new Map<ChecksumAlgorithm, string | null>();
  for (const hash of hashes) {
    const algorithm = algorithmNamed(hash.attributes['type'] ?? '');
    const value = algorithm && digestIn(hash, algorithm);
    if (!algorithm || value === null) continue;
    const known = found.get(algorithm);
    found.set(algorithm, known === undefined || known === value ? value : null);
  }
  return [...found].flatMap(([algorithm, value]) => (value === null ? [] : [{ algorithm, value, origin: 'metalink' as const }]));
}

function readPieces(element: XmlElement): Pieces | null {
  const algorithm = algorithmNamed(element.attributes['type'] ?? '');
  const length = wholeNumber(element.attributes['length'] ?? '');
  if (!algorithm || !length) return null;
  const digests: string[] = [];
  for (const [index, hash] of childrenOf(element, 'hash').entries()) {
    const digest = digestIn(hash, algorithm);
    // Version 3 numbers them; a list with a gap, or out of order, would be about other parts than it seems.
    if (digest === null || Number(hash.attributes['piece'] ?? index) !== index) return null;
    digests.push(digest);
  }
  return digests.length > 0 && digests.length <= mostPieces ? { algorithm, length, digests } : null;
}

function readSource({ text, attributes }: XmlElement): MetalinkSource | null {
  const url = text.trim();
  if (url === '' || !transfers.includes((attributes['type'] ?? 'http').trim().toLowerCase())) return null;
  const location = (attributes['location'] ?? '').trim().toLowerCase();
  return { url, priority: priorityOf(attributes), location: /^[a-z]{2}$/.test(location) ? location : null };
}

/** Version 4 counts from 1 for the best (RFC 5854, section 4.2.16.2), version 3 prefers 100 most and 0 least. */
function priorityOf(attributes: XmlElement['attributes']): number {
  const priority = wholeNumber(attributes['priority'] ?? '');
  if (priority !== null && priority >= 1 && priority <= lowestPriority) return priority;
  const preference = wholeNumber(attributes['preference'] ?? '');
  return preference !== null && preference <= 100 ? 101 - preference : lowestPriority;
}

function digestIn({ text }: XmlElement, algorithm: ChecksumAlgorithm): string | null {
  const value = text.trim().toLowerCase();
  return value.length === digestLength[algorithm] && /^[0-9a-f]+$/.test(value) ? value : null;
}

function wholeNumber(text: string): number | null {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

const childrenOf = ({ children }: XmlElement, name: string): XmlElement[] =>
  children.filter((child): child is XmlElement => child instanceof XmlElement && localName(child) === name);

/** Some write every name with the prefix of the namespace. */
const localName = ({ name }: XmlElement): string => name.slice(name.indexOf(':') + 1);
