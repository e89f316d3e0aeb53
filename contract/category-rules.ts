/** Which category a download belongs to. Pure, and without schemas: the engine asks as well. */
import { matchesHost, matchesPattern, type ParsedLink } from './pattern.ts';

export interface CategoryRules {
  /** Endings of file names, without the dot, or media types, `video/*` for all of a kind. Lower case. */
  readonly types: readonly string[];
  readonly hosts: readonly string[];
  /** Compared with the whole link; empty for any. */
  readonly linkPattern: string;
}

/** What is known of a file: at first only its link and the name in it, later what the server says. */
export interface Classified {
  /** Null when it is none; then nothing fits. */
  readonly link: ParsedLink | null;
  readonly name: string;
  /** As the server sent it; null while unknown. */
  readonly contentType: string | null;
}

/** The first category all of whose rules fit; one without rules is for choosing by hand. */
export function findCategory<Rules extends CategoryRules>(categories: readonly Rules[], file: Classified): Rules | null {
  const { link } = file;
  return categories.find((rules) => link !== null && hasRules(rules) && fits(rules, file, link)) ?? null;
}

export const hasRules = ({ types, hosts, linkPattern }: CategoryRules): boolean => types.length + hosts.length > 0 || linkPattern !== '';

function fits({ types, hosts, linkPattern }: CategoryRules, { name, contentType }: Classified, link: ParsedLink): boolean {
  if (types.length > 0 && !types.some((type) => isOfType(type, name.toLowerCase(), contentType))) return false;
  if (hosts.length > 0 && !hosts.some((host) => matchesHost(link, host))) return false;
  return linkPattern === '' || matchesPattern(link.href, linkPattern);
}

function isOfType(type: string, name: string, contentType: string | null): boolean {
  if (!type.includes('/')) return name.endsWith(`.${type}`);
  const [given = ''] = (contentType ?? '').toLowerCase().split(';');
  return matchesPattern(given.trim(), type);
}
