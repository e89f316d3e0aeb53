/** Typed amounts: connections, sizes, counts and paths, read from text without ever changing the text. */
import { mostConnections } from '../../contract/bounds.ts';
import type { Connections } from '../../contract/download.ts';

/** `auto` or a number; undefined when the field is blank, null when it says something else. */
export function readConnections(text: string): Connections | null | undefined {
  const word = text.trim().toLowerCase();
  if (word === '') return undefined;
  return word === 'auto' ? word : readInteger(word, 1, mostConnections);
}

const powers: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4 };
const amount = /^(\d+(?:[.,]\d+)?)\s*([kmgt]?)(?:i?b)?(?:\/s)?$/i;

/** `2M`, `1.5 GB`, `700k`, `512`: bytes, with K, M, G and T as powers of 1024. Null when it is none of these. */
export function readBytes(text: string): number | null {
  const found = amount.exec(text.trim());
  if (!found) return null;
  const bytes = Number((found[1] ?? '').replace(',', '.')) * 1024 ** (powers[(found[2] ?? '').toLowerCase()] ?? 0);
  return Number.isSafeInteger(Math.round(bytes)) ? Math.round(bytes) : null;
}

/** The shortest exact way to write bytes that `readBytes` reads back. */
export function writeBytes(bytes: number): string {
  for (const [letter, power] of Object.entries(powers).toReversed()) {
    const unit = 1024 ** power;
    if (bytes >= unit && Number.isInteger((bytes / unit) * 100)) return `${bytes / unit}${letter.toUpperCase()}`;
  }
  return String(bytes);
}

/** A whole number within bounds, or null. */
export function readInteger(text: string, least: number, most: number): number | null {
  const word = text.trim();
  if (!/^\d+$/.test(word)) return null;
  const value = Number(word);
  return value >= least && value <= most ? value : null;
}

/** Whether a path says where it starts, on the system where the files go. */
export function isWholePath(path: string, platform: string): boolean {
  return platform === 'win32' ? /^(?:[a-z]:[\\/]|\\\\[^\\]+\\)/i.test(path) : path.startsWith('/');
}

export type NameProblem = 'separator' | 'dots' | 'control';

/** What makes a text unusable as a file's name everywhere. The service sanitises what is merely unusual. */
export function nameProblem(name: string): NameProblem | null {
  if (/[/\\]/.test(name)) return 'separator';
  if (/^\.{1,2}$/.test(name)) return 'dots';
  // oxlint-disable-next-line no-control-regex
  return /[\u0000-\u001f\u007f]/.test(name) ? 'control' : null;
}
