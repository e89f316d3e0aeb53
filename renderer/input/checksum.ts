/** What the Checksum field means for the links that are typed above it. */
import { algorithmOfLength } from '../../contract/digest.ts';
import { parseChecksumText, type ChecksumProblem as TextProblem } from '../../contract/checksum-text.ts';
import type { Checksum } from '../../contract/download.ts';
import { nameFromLink } from './links.ts';

export type ChecksumProblem = {
  /** `nameless`: a digest without a file name, where several links could be meant. */
  readonly kind: TextProblem | 'nameless';
  /** The longest word of hexadecimal digits, which is what a wrong length is about. */
  readonly digits: number;
};

export type ChecksumReading =
  | { readonly state: 'empty' }
  /** For each link, in order, what it will be compared with: none for a link that the list does not name. */
  | { readonly state: 'read'; readonly perLink: readonly (readonly Checksum[])[] }
  | { readonly state: 'wrong'; readonly problem: ChecksumProblem };

/** Digits alone, of a number that no usual algorithm has: 56 are SHA-224's, 96 are SHA-384's. */
const oddDigest = /^(?!(?:.{56}|.{96})$)[0-9a-f]{9,}$/i;

/** No file is called so: what is found for it was said of no file in particular. */
const noName = '\0';

/** `typedName` is what the user wants a single link's file to be called. */
export function readChecksum(text: string, links: readonly string[], typedName = ''): ChecksumReading {
  if (text.trim() === '') return { state: 'empty' };
  if (links.length > 1) return readForMany(text, links);

  const alone = parseChecksumText(text);
  if (alone.ok) return { state: 'read', perLink: [alone.checksums] };
  if (alone.problem !== 'ambiguous') return wrong(text, alone.problem);

  // A whole list was pasted: the file's name picks its line.
  const names = [typedName, ...links.map(nameFromLink)].filter((name) => name !== '');
  for (const fileName of names) {
    const picked = parseChecksumText(text, { fileName });
    if (picked.ok) return { state: 'read', perLink: [picked.checksums] };
  }
  return wrong(text, 'other_file');
}

function readForMany(text: string, links: readonly string[]): ChecksumReading {
  if (parseChecksumText(text, { fileName: noName }).ok) return wrong(text, 'nameless');
  const parsed = links.map((link) => parseChecksumText(text, { fileName: nameFromLink(link) }));
  if (parsed.some((each) => each.ok)) return { state: 'read', perLink: parsed.map((each) => (each.ok ? each.checksums : [])) };
  const [first] = parsed;
  return wrong(text, first && !first.ok ? first.problem : 'none');
}

function wrong(text: string, kind: ChecksumProblem['kind']): ChecksumReading {
  const runs = text.match(/\b[0-9a-f]+\b/gi) ?? [];
  // A digit that was lost in copying is the usual mistake.
  if ((kind === 'none' || kind === 'unknown_algorithm') && oddDigest.test(text.trim())) return wrong(text, 'wrong_length');
  return { state: 'wrong', problem: { kind, digits: Math.max(0, ...runs.map((run) => run.length)) } };
}

/** Checksums as they can be typed again: the algorithm is named where the number of digits does not tell it. */
export const checksumText = (checksums: readonly Checksum[]): string =>
  checksums.map(({ algorithm, value }) => (algorithmOfLength(value.length) === algorithm ? value : `${algorithm}: ${value}`)).join('\n');
