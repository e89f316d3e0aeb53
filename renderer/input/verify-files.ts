/** Several files and lists of checksums: which files there are, and which line of a list means which of them. */
import { parseChecksumList, type ListedChecksum } from '../../contract/checksum-text.ts';
import { algorithmNamed, type ChecksumAlgorithm } from '../../contract/digest.ts';

/** One a line, each once. */
export const pathsIn = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

export const nameOfPath = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

const partsOf = (path: string): string[] =>
  path
    .normalize('NFC')
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.');

/** How well the name in a list fits a path: by the names at their ends that are the same, and before all where that is the whole of it. */
function fit(listed: readonly string[], path: readonly string[]): number {
  let common = 0;
  while (common < Math.min(listed.length, path.length) && listed.at(-1 - common) === path.at(-1 - common)) common++;
  return common === listed.length ? common + path.length : common;
}

interface Named {
  readonly entry: ListedChecksum;
  readonly parts: readonly string[];
}

/** The lines of a list by the last part of the name in them. */
export type ListIndex = ReadonlyMap<string, readonly Named[]>;

export function indexList(entries: readonly ListedChecksum[]): ListIndex {
  const index = new Map<string, Named[]>();
  for (const entry of entries) {
    const parts = partsOf(entry.name ?? '');
    const last = parts.at(-1);
    if (last === undefined) continue;
    const alike = index.get(last) ?? [];
    alike.push({ entry, parts });
    index.set(last, alike);
  }
  return index;
}

/**
 * The checksums that a list has for a file: of the lines with its name, those that fit its path best. None when it has no line for it; null when
 * its lines contradict each other.
 */
export function findListed(index: ListIndex, path: string): readonly ListedChecksum[] | null {
  const parts = partsOf(path);
  const close = (index.get(parts.at(-1) ?? '') ?? []).map((named) => ({ entry: named.entry, fits: fit(named.parts, parts) }));
  const best = Math.max(0, ...close.map(({ fits }) => fits));
  const found = new Map<ChecksumAlgorithm, ListedChecksum>();
  for (const { entry, fits } of close) {
    if (fits < best) continue;
    if ((found.get(entry.algorithm)?.value ?? entry.value) !== entry.value) return null;
    found.set(entry.algorithm, entry);
  }
  return [...found.values()];
}

/** What the name of a list says of its algorithm, and of the file that it is about. */
const listName = /^(.*?)(?:^|\.)(sha1|sha256|sha512|md5|b3|blake3)(?:sums?)?(?:\.txt)?$/i;

/** What a list says, once its own name is gone: a digest that stands alone in `a.iso.sha256` is that of a.iso, and those in B3SUMS are BLAKE3's. */
export function nameLines(name: string, text: string): string {
  const [, owner = '', label = ''] = listName.exec(name) ?? [];
  const algorithm = algorithmNamed(label) ?? undefined;
  const entries = parseChecksumList(text, algorithm);
  // By its length alone, such a digest would be taken for SHA-256's.
  const clear = algorithm !== 'blake3' && (owner === '' || entries.every((entry) => entry.name !== null));
  if (clear) return text.trim();
  return entries
    .map((entry) => {
      const about = entry.name ?? owner;
      return about === '' ? `${entry.algorithm}: ${entry.value}` : `${entry.algorithm.toUpperCase()} (${about}) = ${entry.value}`;
    })
    .join('\n');
}

/** More are not taken from a list unasked. */
const mostBeside = 1000;

/**
 * The files that a list names, beside which it lies; none where its own path is not known. A list may come from anybody: what it says of other folders
 * is not followed, for it could name a share of a stranger's computer.
 */
export function filesBeside(listPath: string, entries: readonly ListedChecksum[]): string[] {
  const name = nameOfPath(listPath);
  if (name === listPath || entries.length > mostBeside) return [];
  const folder = listPath.slice(0, -name.length);
  const separator = folder.at(-1) ?? '/';
  const names = entries.flatMap((entry) => entry.name ?? []).filter((path) => !/^(?:[\\/]|[a-z]:)/i.test(path));
  const inside = names.map(partsOf).filter((parts) => parts.length > 0 && !parts.includes('..'));
  return [...new Set(inside.map((parts) => folder + parts.join(separator)))];
}
