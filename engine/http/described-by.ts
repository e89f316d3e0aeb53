/** What an answer's `Link` fields say of its file. The Metalinks that it points to: `Link: <file.meta4>; rel=describedby; type="application/metalink4+xml"` (RFC 6249, section 3; RFC 8288). */
import { parseParameters } from '../naming/parameters.ts';
import type { Head } from './head.ts';

/** More than anybody sends; each is looked at in linear time. */
const mostLinks = 64;

/** @param base where the answer came from. */
export function metalinksIn(head: Head, base: URL): URL[] {
  return linksIn(head, 'describedby').flatMap(({ target, parameters }) => {
    const url = valueOf(parameters, 'type') === 'application/metalink4+xml' ? URL.parse(target, base.href) : null;
    return url ? [url] : [];
  });
}

/**
 * Other addresses of the same file, the best first: `Link: <https://mirror.example/file>; rel=duplicate; pri=1` (RFC 6249, section 2). They count only where the
 * answer also says what the file's digest is (section 6), which is for the caller to see to. @param base where the answer came from.
 */
export function duplicatesIn(head: Head, base: URL): string[] {
  return linksIn(head, 'duplicate')
    .map(({ target, parameters }) => ({
      url: URL.parse(target, base.href),
      priority: Number(valueOf(parameters, 'pri') || lowestPriority),
    }))
    .sort((one, other) => one.priority - other.priority)
    .flatMap(({ url }) => (url && /^https?:$/.test(url.protocol) ? [url.href] : []));
}

const lowestPriority = 999_999;

const linksIn = (head: Head, relation: string): Link[] =>
  head
    .all('link')
    .flatMap(splitLinks)
    .slice(0, mostLinks)
    .filter(({ parameters }) => valueOf(parameters, 'rel').split(/\s+/).includes(relation));

const valueOf = (parameters: Link['parameters'], name: string): string =>
  parameters.find((parameter) => parameter.name === name)?.value.toLowerCase() ?? '';

interface Link {
  readonly target: string;
  readonly parameters: ReturnType<typeof parseParameters>;
}

/** One field may hold several links with commas between; commas within <…> and quotes do not count. */
function splitLinks(field: string): Link[] {
  const links: Link[] = [];
  for (let at = field.indexOf('<'); at >= 0 && links.length < mostLinks; at = field.indexOf('<', at)) {
    const close = field.indexOf('>', at);
    if (close < 0) break;
    const end = endOfLink(field, close + 1);
    links.push({ target: field.slice(at + 1, close).trim(), parameters: parseParameters(field.slice(close + 1, end)) });
    at = end;
  }
  return links;
}

function endOfLink(field: string, start: number): number {
  let quoted = false;
  for (let at = start; at < field.length; at++) {
    const char = field[at];
    if (quoted && char === '\\') at++;
    else if (char === '"') quoted = !quoted;
    else if (char === ',' && !quoted) return at;
  }
  return field.length;
}
