/** Finds links in whatever people paste or drop, and says of a single line why it is not one. */

const linkSchemes = ['http', 'https'] as const;

const anyLink = /https?:\/\/[^\s<>"'`\\^{|}]+/gi;
const scheme = /^([a-z][a-z0-9+.-]*):/i;
const opener: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** The links in a text of any kind, in order, each once. */
export function extractLinks(text: string): string[] {
  const links = new Set<string>();
  for (const [found] of text.matchAll(anyLink)) {
    const link = withoutTrailingPunctuation(found);
    if (URL.canParse(link)) links.add(link);
  }
  return [...links];
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

type LinkProblem = 'spaces' | 'noScheme' | 'scheme' | 'host' | 'repeated';

export interface LinkLine {
  /** Counted from 1, as a person counts. */
  readonly line: number;
  readonly text: string;
  readonly problem: LinkProblem | null;
}

/** Every line of the field that is not blank, each with what is wrong with it. */
export function readLinkLines(text: string): LinkLine[] {
  const seen = new Set<string>();
  const lines: LinkLine[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const problem = problemOf(line) ?? (seen.has(line) ? 'repeated' : null);
    seen.add(line);
    lines.push({ line: index + 1, text: line, problem });
  }
  return lines;
}

function problemOf(line: string): LinkProblem | null {
  if (/\s/.test(line)) return 'spaces';
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

/** The host of a link, or the link itself when it has none. */
export const hostOf = (link: string): string => (URL.canParse(link) ? new URL(link).host || link : link);
