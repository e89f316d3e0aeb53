/** The URLs of a command, from its arguments and from a list. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageError } from './values.ts';

/** One a line; empty lines and those that start with # don't count. */
export function parseLinkList(list: string): string[] {
  return list
    .replace(/^\ufeff/, '')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Throws UsageError when the list cannot be read. */
export async function readLinkList(file: string): Promise<string[]> {
  try {
    return parseLinkList(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--input-file cannot be read: ${(error as Error).message}`);
  }
}
