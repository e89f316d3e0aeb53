/** What the system or another program hands over: links and files on a command line, and links of our own scheme. Pure text to data. */
import { isAbsolute, resolve } from 'node:path';

export const scheme = 'rangefinder';

/** No page needs more than this to name some files. */
const longest = 64 * 1024;
const mostLinks = 1000;

/** Files that hold links, as they are opened from a file manager. */
const listFile = /\.(?:metalink|meta4|url|webloc)$/i;

export interface HandedOver {
  /** The user's own words: he typed them, or a program that he configured did. */
  readonly links: readonly string[];
  /** From a page, perhaps: only ever offered to the person. */
  readonly offered: readonly string[];
  /** Absolute paths. */
  readonly files: readonly string[];
}

/** @param args without the program itself. @param folder where relative paths begin. */
export function readHandedOver(args: readonly string[], folder: string): HandedOver {
  const links = args.filter((argument) => /^https?:\/\//i.test(argument));
  const offered = args.flatMap(readSchemeLink);
  const files = args.filter((argument) => listFile.test(argument) && !argument.startsWith('-') && !/^[a-z][a-z0-9+.-]+:/i.test(argument));
  return { links, offered, files: files.map((file) => (isAbsolute(file) ? file : resolve(folder, file))) };
}

/**
 * The links in one of our own: `rangefinder:https://host/file`, or `rangefinder://add?url=…&url=…`. Any page can make the system open
 * such a link, so it can name addresses of the web and nothing else; one that names anything else gives nothing at all.
 */
export function readSchemeLink(text: string): string[] {
  const [, rest] = new RegExp(`^${scheme}:(.*)$`, 'is').exec(text) ?? [];
  // oxlint-disable-next-line no-control-regex
  if (rest === undefined || text.length > longest || /[\0-\x20\x7f]/.test(text)) return [];
  const [, query] = /^(?:\/\/add\/?)?\?(.*)$/i.exec(rest) ?? [];
  const named = query === undefined ? [rest] : namedIn(query);
  const links = named.map(webAddress);
  return links.length <= mostLinks && links.every((link) => link !== null) ? links : [];
}

/** Nothing, too, when there is a word in it that is not understood. */
function namedIn(query: string): string[] {
  const parameters = [...new URLSearchParams(query)];
  return parameters.every(([name]) => name === 'url') ? parameters.map(([, value]) => value) : [];
}

function webAddress(text: string): string | null {
  if (!/^https?:\/\/[^/]/i.test(text)) return null;
  // oxlint-disable-next-line no-control-regex
  return /[\0-\x20\x7f]/.test(text) ? null : (URL.parse(text)?.href ?? null);
}
