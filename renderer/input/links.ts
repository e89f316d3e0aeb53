/** Finds links in whatever people paste or drop, and says of a single line why it is not one. */
import { readCommand, type Choices, type Command, type CommandProblem } from './commands.ts';
import { readBareLink } from './bare-links.ts';
import { expandLink, mostLinks, readPattern } from './patterns.ts';

const linkSchemes = ['http', 'https'] as const;

/** Braces belong to a link only as a list of choices; a control character ends a link in a file that is no text. */
// oxlint-disable-next-line no-control-regex
const anyLink = /https?:\/\/(?:[^\s\0-\x1f\x7f<>"'`\\^{|}]|\{[^\s\0-\x1f\x7f<>"'`\\^{|},]*(?:,[^\s\0-\x1f\x7f<>"'`\\^{|},]*)+\})+/gi;
const scheme = /^([a-z][a-z0-9+.-]*):/i;
const opener: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** The links in a text of any kind, in order, each once. */
export function extractLinks(text: string): string[] {
  const links = new Set<string>();
  for (const [found] of text.matchAll(anyLink)) {
    const link = withoutTrailingPunctuation(found);
    if (URL.canParse(readPattern(link).at(0))) links.add(link);
  }
  return [...links];
}

/** What a pasted or dropped text adds to the field of links: its links, and its commands as they are. */
export function extractLines(text: string): string[] {
  const lines = new Set<string>();
  for (const part of readParts(text)) {
    const links = readBareLinks(part.text) ?? extractLinks(part.text);
    // Prose can begin with the word `curl` too.
    for (const line of part.command && links.length > 0 ? [part.text] : links) lines.add(line);
  }
  return [...lines];
}

/** What stands before an entry of a list. */
const bullet = /^(?:[-*•]|\d{1,4}[.)])\s+/;

/** The links of a line that is made of nothing but links, some of them without their scheme; null for any other. */
function readBareLinks(line: string): string[] | null {
  const links: string[] = [];
  let any = false;
  for (const word of line.replace(bullet, '').split(/\s+/)) {
    const [whole] = extractLinks(word);
    const bare = whole === undefined ? readBareLink(withoutTrailingPunctuation(word)) : null;
    const link = whole ?? bare;
    if (link === null) return null;
    any ||= bare !== null;
    links.push(link);
  }
  return any ? links : null;
}

/** A sentence's full stop is not part of the link before it; a bracket is when the link itself opened it. */
function withoutTrailingPunctuation(link: string): string {
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? '';
    if ('.,;:!?'.includes(last)) continue;
    const open = opener[last];
    if (open === undefined || count(link, open, end) >= count(link, last, end)) break;
  }
  return link.slice(0, end);
}

function count(text: string, character: string, end: number): number {
  let found = 0;
  for (let at = 0; at < end; at++) if (text[at] === character) found++;
  return found;
}

type LinkProblem = 'spaces' | 'noScheme' | 'scheme' | 'host' | 'repeated' | CommandProblem;

/** One entry of the field: a line with a link or a pattern of links, or a command over several lines. */
export interface LinkLine {
  /** Counted from 1, as a person counts. */
  readonly line: number;
  /** How many lines it takes. */
  readonly height: number;
  readonly text: string;
  readonly problem: LinkProblem | null;
  /** The option of a command that the problem is about; empty when it is about none. */
  readonly option: string;
  /** What it stands for; empty when something is wrong with it. */
  readonly links: readonly string[];
  /** What a command says about its links; null for what is no command. */
  readonly choices: Choices | null;
}

/** Every entry of the field that is not blank, each with what is wrong with it. */
export function readLinkLines(text: string): LinkLine[] {
  const seen = new Set<string>();
  return readParts(text).map((part) => {
    const read = part.command ?? readLine(part.text);
    const excessive = seen.size + read.links.length > mostLinks;
    const repeated = read.links.some((link) => seen.has(link));
    const problem = read.problem ?? problemOfAll(read.links) ?? (repeated ? 'repeated' : excessive ? 'tooMany' : null);
    if (!excessive) for (const link of read.links) seen.add(link);
    return {
      line: part.line,
      height: part.height,
      text: part.text,
      problem,
      option: part.command?.option ?? '',
      links: problem === null ? read.links : [],
      choices: part.command?.choices ?? null,
    };
  });
}

interface Part {
  readonly line: number;
  readonly height: number;
  readonly text: string;
  readonly command: Command | null;
}

const blank = /[ \t\r]*/y;

/** The lines and commands of a text, without what is blank. */
function readParts(text: string): Part[] {
  const parts: Part[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    blank.lastIndex = at;
    const start = at + (blank.exec(text)?.[0].length ?? 0);
    const command = readCommand(text, start);
    const newline = text.indexOf('\n', start);
    const end = command?.end ?? (newline === -1 ? text.length : newline);
    const own = text.slice(start, end).trim();
    const height = own.split('\n').length;
    if (own !== '') parts.push({ line, height, text: own, command });

    const ends = text[end] === '\n' || text.startsWith('\r\n', end);
    line += height - (ends ? 0 : 1);
    at = ends ? text.indexOf('\n', end) + 1 : end;
  }
  return parts;
}

function readLine(line: string): { readonly links: readonly string[]; readonly problem: LinkProblem | null } {
  if (/\s/.test(line)) return { links: [], problem: 'spaces' };
  const links = expandLink(line);
  return links ? { links, problem: null } : { links: [], problem: 'tooMany' };
}

function problemOfAll(links: readonly string[]): LinkProblem | null {
  for (const link of links) {
    const problem = problemOf(link);
    if (problem) return problem;
  }
  return null;
}

function problemOf(line: string): LinkProblem | null {
  const named = scheme.exec(line)?.[1]?.toLowerCase();
  // `example.com:8080/x` reads as a scheme to the grammar, but never to the person who typed it.
  if (named === undefined || named.includes('.') || /^[^/:]*:\d/.test(line)) return 'noScheme';
  if (!linkSchemes.some((known) => known === named)) return 'scheme';
  return URL.canParse(line) && new URL(line).hostname !== '' ? null : 'host';
}

/** What a link will probably be called, for showing before the server has been asked. */
export function nameFromLink(link: string): string {
  if (!URL.canParse(link)) return link;
  const { pathname, hostname } = new URL(link);
  const last = pathname.split('/').findLast((part) => part !== '') ?? hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** A link as the list shows it: in its usual form, and without credentials. */
export function listedForm(link: string): string {
  const url = URL.parse(link);
  if (!url) return link;
  url.username = '';
  url.password = '';
  return url.href;
}

/** The host of a link, or the link itself when it has none. */
export const hostOf = (link: string): string => (URL.canParse(link) ? new URL(link).host || link : link);
