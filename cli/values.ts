/** The values of options, from text. Each throws a UsageError that names the option and what it takes. */
import { parseChecksumText, type ChecksumProblem } from '../contract/checksum-text.ts';
import { mostMirrors } from '../contract/bounds.ts';
import { checksumAlgorithms } from '../contract/digest.ts';
import type { Checksum } from '../contract/download.ts';

/** What the user typed cannot be meant. The message is one line, for people. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const wrong = (option: string, takes: string, text: string): UsageError =>
  new UsageError(`${option} takes ${takes}, not ${JSON.stringify(text)}`);

/** Links of the web. */
export function parseLinks(option: string, texts: readonly string[]): readonly string[] {
  if (texts.length > mostMirrors) throw new UsageError(`${option} can be given ${mostMirrors} times`);
  for (const text of texts)
    if (!/^https?:$/.test(URL.parse(text)?.protocol ?? '')) throw wrong(option, 'a link such as https://host/file', text);
  return texts;
}

const sizeUnits: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** Bytes: `4096`, `64K`, `1.5M`, `2GiB`. */
export function parseSize(option: string, text: string, { min }: { min: number }): number {
  const [, digits = '', unit = ''] = /^(\d{1,16}(?:\.\d{1,16})?)\s?([kmgt]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  const bytes = digits === '' ? NaN : Math.floor(Number(digits) * (sizeUnits[unit.toLowerCase()] ?? NaN));
  if (!Number.isSafeInteger(bytes) || bytes < min) {
    throw wrong(option, min > 0 ? 'a size such as 512K or 1M' : 'a size such as 512K or 1M, or 0', text);
  }
  return bytes;
}

const longest = 7 * 24 * 3600;

/** Seconds, as milliseconds. */
export function parseSeconds(option: string, text: string, { min }: { min: number }): number {
  const seconds = /^\d{1,9}(?:\.\d{1,9})?s?$/.test(text.trim()) ? Number.parseFloat(text) : NaN;
  const milliseconds = Math.round(seconds * 1000);
  if (!(milliseconds >= min) || seconds > longest) throw wrong(option, 'a number of seconds', text);
  return milliseconds;
}

export function parseCount(option: string, text: string, { min, max }: { min: number; max: number }): number {
  const count = /^\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
  if (!(count >= min && count <= max)) throw wrong(option, `a whole number from ${min} to ${max}`, text);
  return count;
}

export function parseConnections(option: string, text: string): number | 'auto' {
  if (text.trim().toLowerCase() === 'auto') return 'auto';
  const count = /^\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
  if (!(count >= 1 && count <= 64)) throw wrong(option, 'a whole number from 1 to 64, or auto', text);
  return count;
}

export function parseChoice<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text.trim().toLowerCase());
  if (!choice) throw wrong(option, `one of ${choices.join(', ')}`, text);
  return choice;
}

// oxlint-disable-next-line no-control-regex
const controls = /[\0-\x08\x0a-\x1f\x7f]/;

/** A text that becomes part of a request. A line end in it could write another header (RFC 9110, section 5.5). */
export function parseHeaderValue(option: string, text: string): string {
  if (controls.test(text)) throw new UsageError(`${option} must not have line ends or other control characters in it`);
  return text.trim();
}

const token = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;

/** Fields that say where a message or a part of the file begins and ends: nobody else may set them. */
const ownHeaders: readonly string[] = [
  'range',
  'if-range',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'expect',
];

export function parseHeader(option: string, text: string): readonly [name: string, value: string] {
  const colon = text.indexOf(':');
  if (colon < 0) throw wrong(option, "'Name: value'", text);
  const name = text.slice(0, colon);
  const value = parseHeaderValue(option, text.slice(colon + 1));
  if (!token.test(name)) throw wrong(option, "'Name: value'", text);
  if (ownHeaders.includes(name.toLowerCase())) throw new UsageError(`${option} cannot set ${name}: Rangefinder does that itself`);
  return [name, value];
}

export function parseCredentials(option: string, text: string): { user: string; password: string } {
  if (controls.test(text)) throw new UsageError(`${option} must not have line ends or other control characters in it`);
  const colon = text.indexOf(':');
  // The text itself stays out of the message: it may be a password.
  if (colon < 0) throw new UsageError(`${option} takes name:password`);
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

const algorithms = checksumAlgorithms.join(', ');

const checksumProblems: Readonly<Record<ChecksumProblem, string>> = {
  none: `takes <algorithm>=<hex>, with one of ${algorithms}`,
  wrong_length: 'has a digest of the wrong length',
  unknown_algorithm: `names an algorithm that is not known here; known are ${algorithms}`,
  other_file: 'is about another file',
  ambiguous: 'takes one checksum at a time',
};

/** `sha256=<hex>`, and any other form in which one checksum is written. */
export function parseChecksum(option: string, text: string): Checksum {
  const parsed = parseChecksumText(text);
  if (!parsed.ok) throw new UsageError(`${option} ${checksumProblems[parsed.problem]}: ${JSON.stringify(text)}`);
  const [checksum, ...more] = parsed.checksums;
  if (!checksum || more.length > 0) throw new UsageError(`${option} ${checksumProblems.ambiguous}: ${JSON.stringify(text)}`);
  return checksum;
}
