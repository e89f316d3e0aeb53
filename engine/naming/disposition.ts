/**
 * The file name in a Content-Disposition header.
 *
 * `filename*` (RFC 8187) wins over continuations (RFC 2231, section 3), and these over `filename` (RFC 6266, section 4.3). Of two
 * parameters with one name the first counts. A value that is broken loses to the next kind, and is read loosely only when it is
 * all there is.
 */
import { bytesOfBinary, decodeBytes, decodeUnlabelled, percentDecode, unescapeBytes } from './charset.ts';
import { decodeEncodedWords } from './encoded-word.ts';
import { parseParameters } from './parameters.ts';

/** `charset'language'value` (RFC 8187, section 3.2). */
const extendedValue = /^([^']*)'[^']*'([^']*)$/;
/** Section numbers have no leading zeros; a star at the end says that the section is percent-encoded. */
const sectionName = /^filename\*(0|[1-9]\d{0,3})(\*?)$/;

interface Section {
  readonly value: string;
  readonly encoded: boolean;
}

interface NameParameters {
  plain?: string;
  extended?: string;
  readonly sections: Map<number, Section>;
}

function collect(header: string): NameParameters {
  const found: NameParameters = { sections: new Map() };
  for (const { name, value } of parseParameters(header)) {
    if (name === 'filename') found.plain ??= value;
    else if (name === 'filename*') found.extended ??= value;
    const section = sectionName.exec(name);
    if (!section) continue;
    const number = Number(section[1]);
    if (!found.sections.has(number)) found.sections.set(number, { value, encoded: section[2] === '*' });
  }
  return found;
}

const textBytes = (text: string): Uint8Array => bytesOfBinary(text) ?? new TextEncoder().encode(text);

const decodeExtended = (value: string): string | null => {
  const parts = extendedValue.exec(value);
  return parts && decodeBytes(unescapeBytes(textBytes(parts[2] ?? ''), '%'), parts[1]?.trim() || 'utf-8');
};

/** Sections 0, 1, 2… up to the first gap. They are joined as bytes: a character may be split between two of them. */
function decodeSections(sections: ReadonlyMap<number, Section>): string | null {
  const first = sections.get(0);
  if (!first) return null;
  const labelled = first.encoded ? extendedValue.exec(first.value) : null;
  if (first.encoded && !labelled) return null;
  const chunks: Uint8Array[] = [];
  for (let number = 0, section: Section | undefined = first; section; section = sections.get(++number)) {
    const bytes = textBytes(number === 0 && labelled ? (labelled[2] ?? '') : section.value);
    chunks.push(section.encoded ? unescapeBytes(bytes, '%') : bytes);
  }
  const bytes = Buffer.concat(chunks);
  return labelled ? decodeBytes(bytes, labelled[1]?.trim() || 'utf-8') : decodeUnlabelled(bytes);
}

/** Raw UTF-8 or Latin-1, perhaps with encoded words. Percent signs stay: they are part of the name (RFC 6266, appendix D). */
function decodePlain(value: string): string {
  const bytes = bytesOfBinary(value);
  return decodeEncodedWords(bytes ? decodeUnlabelled(bytes) : value);
}

/** Without a usable charset: the part behind the last quote, percent-decoded. */
const decodeLoose = (value: string): string => decodeUnlabelled(percentDecode(decodePlain(value.slice(value.lastIndexOf("'") + 1))));

/**
 * The name that a server proposes, as text that is not yet safe to use as a file name; null when there is none. Never throws, and
 * takes time linear in the header's length.
 *
 * @param header the field's value as Node gives it: one byte a character.
 */
export function nameFromDisposition(header: string): string | null {
  const { plain, extended, sections } = collect(header);
  const name =
    (extended !== undefined && decodeExtended(extended)) ||
    decodeSections(sections) ||
    (plain !== undefined && decodePlain(plain)) ||
    (extended !== undefined && decodeLoose(extended));
  return name || null;
}
