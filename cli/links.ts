/** What a command is to fetch, from its arguments, from a list, and from Metalinks. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { MetalinkDownload } from '../contract/metalink.ts';
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

/** One file that is wanted, with what is known of it beforehand. */
export type Wanted = Pick<MetalinkDownload, 'url'> & Partial<MetalinkDownload>;

/** A Metalink on this machine; one behind a link is a file like any other. */
const isMetalink = (argument: string): boolean => /\.(?:meta4|metalink)$/i.test(argument) && !argument.includes('://');

/** Throws UsageError when a Metalink cannot be used. @param warn is told what of it is left out. */
export async function readWanted(given: readonly string[], warn: (text: string) => void): Promise<Wanted[]> {
  const wanted = await Promise.all(given.map(async (one) => (isMetalink(one) ? await readMetalink(one, warn) : [{ url: one }])));
  return wanted.flat();
}

async function readMetalink(file: string, warn: (text: string) => void): Promise<Wanted[]> {
  const { downloadOf, hasOverlong, parseMetalink } = await import('../contract/metalink.ts');
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
  const metalink = parseMetalink(content);
  if (!metalink.ok) throw new UsageError(`${file} ${problems[metalink.problem]}`);
  if (metalink.files.some(hasOverlong)) warn(`${file}: a link that is too long is left out`);
  const wanted = metalink.files.map((one) => downloadOf(one, (link) => URL.canParse(link))).filter((download) => download !== null);
  if (wanted.length === 0) throw new UsageError(`${file} names no source that can be downloaded from`);
  return wanted;
}

const problems = {
  too_large: 'is too large for a Metalink',
  unsafe: 'has a document type, and is not read for safety',
  broken: 'is damaged',
  other: 'is no Metalink',
} as const;
