/** The Metalinks that an answer points to: `Link: <file.meta4>; rel=describedby; type="application/metalink4+xml"` (RFC 6249, section 3; RFC 8288). */
import { parseParameters } from '../naming/parameters.ts';
import type { Head } from './head.ts';

/** More than anybody sends; each is looked at in linear time. */
const mostLinks = 64;

/** @param base where the answer came from. */
export function metalinksIn(head: Head, base: URL): URL[] {
  return head
    .all('link')
    .flatMap(splitLinks)
    .slice(0, mostLinks)
    .flatMap(({ target, parameters }) => {
      const of = (name: string): string => parameters.find((parameter) => parameter.name === name)?.value.toLowerCase() ?? '';
      const describes = of('rel').split(/\s+/).includes('describedby') && of('type') === 'application/metalink4+xml';
      const url = describes ? URL.parse(target, base.href) : null;
      return url ? [url] : [];
    });
}

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
