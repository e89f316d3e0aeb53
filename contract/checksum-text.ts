/**
 * Checksums as people paste them and as servers publish them: a bare digest, `sha256=…`, the lists that sha256sum, BSD and OpenSSL
 * write, subresource integrity, and the digest fields of HTTP. Pure text to data, in linear time; nothing here throws.
 */
import { algorithmNamed, algorithmOfLength, digestLength, hexOfBase64, type ChecksumAlgorithm } from './digest.ts';
import type { Checksum, ChecksumOrigin } from './download.ts';

export type ChecksumProblem =
  /** Nothing in the text looks like a checksum. */
  | 'none'
  /** An algorithm is named, but the digest has not its number of digits. */
  | 'wrong_length'
  /** A checksum, but of an algorithm that is not computed here. */
  | 'unknown_algorithm'
  /** The text has checksums, but none for this file. */
  | 'other_file'
  /** Several files, and nothing says which; or two different values for one. */
  | 'ambiguous';

export type ChecksumText =
  | { readonly ok: true; readonly checksums: readonly Checksum[] }
  | { readonly ok: false; readonly problem: ChecksumProblem };

export interface ChecksumTextOptions {
  /** Picks this file's lines from a list, and refuses a text that names only others. */
  readonly fileName?: string | undefined;
  readonly origin?: ChecksumOrigin | undefined;
  /** What a digest without a label is, where its length allows; told by the name of the list, say. */
  readonly algorithm?: ChecksumAlgorithm | undefined;
}

/** A line of a list. */
export interface ListedChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  /** Null when the line names no file. */
  readonly name: string | null;
}

type Line = ListedChecksum | ChecksumProblem | null;

const maxLineLength = 8192;

// A name is all that is left of its line, whatever is in it: an end that could fail would have every space before it tried again.

/** `SHA256 (name) = hex` of BSD and `SHA2-256(name)= hex` of OpenSSL. */
const tagged = /^(\\?)([a-z][a-z0-9-]{1,15}) ?\((.+)\) ?= ?([0-9a-f]{32,128})$/i;
/** `hex  name` and `hex *name` of the coreutils; other white space by hand. */
const listed = /^(\\?)([0-9a-f]{32,128})(?: [ *]|\s+)(.+)$/is;
/** `sha256=hex`, `SHA-256 checksum: hex`. */
const labelled = /^([a-z][a-z0-9_ -]{1,30}?)\s*[:=]\s*([0-9a-f]{1,256})(?:\s+(.+))?$/is;
/** `SHA256  hex  path`, a table's row. */
const tabulated = /^([a-z][a-z0-9-]{1,15})\s+([0-9a-f]{32,128})(?:\s+(.+))?$/is;
const bare = /^[0-9a-f]{32,128}$/i;
/** `sha256-base64`, perhaps with options (Subresource Integrity, section 3.5). */
const integrity = /^(sha(?:256|384|512))-([a-z0-9+/_-]{40,90}={0,2})(?:\?\S*)?$/i;

/** A backslash before the line says that the name is escaped, for it holds a line end or a backslash. */
const unescapeName = (name: string, escaped: boolean): string =>
  escaped ? name.replace(/\\([\\nr])/g, (_, char: string) => (char === 'n' ? '\n' : char === 'r' ? '\r' : '\\')) : name;

function entry(algorithm: ChecksumAlgorithm | null, hex: string | null, name: string | null): ListedChecksum | ChecksumProblem {
  if (!algorithm) return 'unknown_algorithm';
  if (hex?.length !== digestLength[algorithm]) return 'wrong_length';
  return { algorithm, value: hex.toLowerCase(), name };
}

function readLine(line: string, hint: ChecksumAlgorithm | undefined): Line {
  const unlabelled = (hex: string): ChecksumAlgorithm | null =>
    hint && digestLength[hint] === hex.length ? hint : algorithmOfLength(hex.length);

  if (bare.test(line)) return entry(unlabelled(line), line, null);
  const tag = tagged.exec(line);
  if (tag) return entry(algorithmNamed(tag[2] ?? ''), tag[4] ?? '', unescapeName(tag[3] ?? '', tag[1] !== ''));
  const list = listed.exec(line);
  if (list) return entry(unlabelled(list[2] ?? ''), list[2] ?? '', unescapeName(list[3] ?? '', list[1] !== ''));
  const sri = integrity.exec(line);
  if (sri) return entry(algorithmNamed(sri[1] ?? ''), hexOfBase64(sri[2] ?? ''), null);
  const label = labelled.exec(line) ?? tabulated.exec(line);
  const [, name = '', hex = '', path = null] = label ?? [];
  // A heading such as `Size: 42` is not a checksum of an unknown kind.
  if (!label || (!algorithmNamed(name) && hex.length < 32)) return null;
  return entry(algorithmNamed(name), hex, path);
}

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

const comparable = (name: string): string => name.normalize('NFC');

/** The entries that are about one file: by its whole name before its base name, by a name before none. */
function pick(entries: readonly ListedChecksum[], fileName: string | undefined): readonly ListedChecksum[] | ChecksumProblem {
  const names = new Set(entries.map(({ name }) => name));
  if (fileName === undefined) return names.size <= 1 ? entries : 'ambiguous';
  const wanted = comparable(fileName);
  const whole = entries.filter(({ name }) => name !== null && comparable(name).replace(/^(?:\.\/)+/, '') === wanted);
  if (whole.length > 0) return whole;
  const base = entries.filter(({ name }) => name !== null && comparable(baseName(name)) === baseName(wanted));
  if (base.length > 0) return base;
  const nameless = entries.filter(({ name }) => name === null);
  return nameless.length > 0 ? nameless : 'other_file';
}

/** One checksum for each algorithm, or a complaint that two of them contradict each other. */
function settle(entries: readonly ListedChecksum[], origin: ChecksumOrigin): ChecksumText {
  const found = new Map<ChecksumAlgorithm, Checksum>();
  for (const { algorithm, value } of entries) {
    const known = found.get(algorithm);
    if (known && known.value !== value) return { ok: false, problem: 'ambiguous' };
    found.set(algorithm, { algorithm, value, origin });
  }
  return { ok: true, checksums: [...found.values()] };
}

/** All checksums in a text of any usual form, whichever files they are about. @param algorithm as in the options of `parseChecksumText`. */
export const parseChecksumList = (text: string, algorithm?: ChecksumAlgorithm): readonly ListedChecksum[] =>
  readLines(text, algorithm).entries;

/** The checksums of one file in a text of any usual form. Lines that are none (comments, signatures, headings) are passed over. */
export function parseChecksumText(text: string, { fileName, origin = 'user', algorithm }: ChecksumTextOptions = {}): ChecksumText {
  const { entries, problem } = readLines(text, algorithm);
  if (entries.length === 0) return { ok: false, problem };
  const picked = pick(entries, fileName);
  return typeof picked === 'string' ? { ok: false, problem: picked } : settle(picked, origin);
}

/** With the last complaint, in case there is nothing else. */
function readLines(
  text: string,
  algorithm: ChecksumAlgorithm | undefined,
): { entries: readonly ListedChecksum[]; problem: ChecksumProblem } {
  const entries: ListedChecksum[] = [];
  let problem: ChecksumProblem = 'none';
  for (const raw of text.replace(/^\ufeff/, '').split(/[\r\n]+/)) {
    const line = raw.trim();
    if (line.length > maxLineLength || line.startsWith('#')) continue;
    // Integrity metadata may be several on one line.
    const parts = /^sha\d{3}-\S+\s/i.test(line) ? line.split(/\s+/) : [line];
    for (const part of parts) {
      const read = readLine(part, algorithm);
      if (typeof read === 'string') problem = read;
      else if (read) entries.push(read);
    }
  }
  return { entries, problem };
}

/** `sha-256=:base64:` of a structured field (RFC 9530, RFC 8941), `SHA-256=base64` of the old one (RFC 3230). */
const member = /^([a-z0-9-]{2,20})\s*=([^;]*)/i;
const memberValue = /^(?::([a-z0-9+/=_-]*):|"?([a-z0-9+/=_-]*)"?)$/i;

/**
 * The digests in a `Repr-Digest`, `Content-Digest` (RFC 9530) or `Digest` field (RFC 3230). Unknown algorithms and broken members
 * are left out. Which bytes a digest is about is the caller's to know: a `Content-Digest` of a part is the part's.
 */
export function parseDigestHeader(value: string): readonly Checksum[] {
  const found = new Map<ChecksumAlgorithm, Checksum>();
  for (const part of value.slice(0, maxLineLength).split(',')) {
    const match = member.exec(part.trim());
    const algorithm = algorithmNamed(match?.[1] ?? '');
    const digest = memberValue.exec(match?.[2]?.trim() ?? '');
    if (!digest || !algorithm) continue;
    const encoded = digest[1] ?? digest[2] ?? '';
    const hex = encoded.length === digestLength[algorithm] && bare.test(encoded) ? encoded : hexOfBase64(encoded);
    const read = entry(algorithm, hex, null);
    // Of two members with one key the last counts (RFC 8941, section 3.2).
    if (typeof read !== 'string') found.set(algorithm, { algorithm, value: read.value, origin: 'header' });
  }
  return [...found.values()];
}
