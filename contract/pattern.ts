/**
 * Patterns as people type them: `*` is anything, `?` is any one character. Compared without regard to case, and in a time that no
 * pattern can stretch. Pure.
 */

/** Whether the whole text is as the pattern says. */
export function matchesPattern(text: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let at = 0;
  let next = 0;
  // Where the last star stands, and how much it has taken so far: what does not fit behind it, it takes as well.
  let star = -1;
  let taken = 0;
  while (next < given.length) {
    if (wanted[at] === '*') {
      star = at++;
      taken = next;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[next])) {
      at++;
      next++;
    } else if (star >= 0) {
      at = star + 1;
      next = ++taken;
    } else return false;
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}

/** The parts of a parsed link that patterns look at; a `URL` has them. */
export interface ParsedLink {
  readonly href: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
}

/**
 * Whether a pattern of hosts means the host of a link. Without a port any port is meant; `*.example.org` means what is below
 * example.org, and not example.org itself.
 */
export function matchesHost(link: ParsedLink, pattern: string): boolean {
  return matchesPattern(/:\d+$/.test(pattern) ? `${link.hostname}:${portOf(link)}` : link.hostname, pattern);
}

const portOf = ({ port, protocol }: ParsedLink): string => port || (protocol === 'http:' ? '80' : '443');

const hostPattern = /^(?:\[[0-9a-f:.]+\]|[a-z0-9*](?:[a-z0-9_*-]*[a-z0-9*])?(?:\.[a-z0-9*](?:[a-z0-9_*-]*[a-z0-9*])?)*)(?::\d{1,5})?$/;

/** Whether a text is a host as links write it, or a pattern of such. Stars alone mean none in particular. */
export const isHostPattern = (text: string): boolean => hostPattern.test(text) && /[^*.]/.test(text);

/** A whole link has to be as the pattern says, so one that begins with anything but a scheme or a wildcard would never match. */
export const isLinkPattern = (text: string): boolean => /^(?:https?:\/\/|[*?])/i.test(text) && /[^*?]/.test(text) && !/\s/.test(text);
