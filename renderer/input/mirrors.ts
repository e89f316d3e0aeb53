/** Other links to the same file, as they are typed: one a line. */
import { mostMirrors } from '../../contract/bounds.ts';

/** `line`: the first that is no link, that is the download's own link, or that stands there already, counted from 1. */
export type MirrorsProblem = { readonly what: 'link' | 'repeated'; readonly line: number } | { readonly what: 'tooMany' };

export interface MirrorsReading {
  readonly mirrors: readonly string[];
  readonly problem: MirrorsProblem | null;
}

/** @param link the first link to the file; null while there is none. */
export function readMirrors(text: string, link: string | null): MirrorsReading {
  const mirrors = new Set<string>();
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const url = /\s/.test(line) ? null : URL.parse(line);
    if (!url || !['http:', 'https:'].includes(url.protocol)) return wrong({ what: 'link', line: index + 1 });
    if (mirrors.has(url.href) || url.href === (link && URL.parse(link)?.href)) return wrong({ what: 'repeated', line: index + 1 });
    mirrors.add(url.href);
  }
  return mirrors.size > mostMirrors ? wrong({ what: 'tooMany' }) : { mirrors: [...mirrors], problem: null };
}

const wrong = (problem: MirrorsProblem): MirrorsReading => ({ mirrors: [], problem });
