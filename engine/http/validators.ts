import type { Validators } from '../disk/journal.ts';
import type { Head } from './head.ts';

/** A Last-Modified this much older than the answer cannot hide a second change in the same second (RFC 9110, section 8.8.2.2). */
const settled = 60_000;

/** Characters: a longer tag is none that anybody needs, and would be stored and sent back with every request. */
const longest = 1024;

/** What an answer offers to recognise the same file by. Weak ETags promise a similar file, not the same bytes, and are left out. */
export function validatorsOf(head: Head): Validators {
  const field = (name: string): string | null => {
    const value = head.get(name);
    return value !== null && value.length > longest ? null : value;
  };
  const etag = field('etag');
  const lastModified = field('last-modified');
  const modifiedAt = Date.parse(lastModified ?? '');
  const answeredAt = Date.parse(head.get('date') ?? '');
  return {
    etag: etag !== null && /^"[^"]*"$/.test(etag) ? etag : null,
    lastModified: Number.isNaN(modifiedAt) ? null : lastModified,
    lastModifiedStrong: answeredAt - modifiedAt >= settled,
  };
}

/** What to send as If-Range; null when nothing is strong enough. */
export const ifRangeOf = ({ etag, lastModified, lastModifiedStrong }: Validators): string | null =>
  etag ?? (lastModifiedStrong ? lastModified : null);

export type Sameness = 'same' | 'different' | 'unknown';

/** Whether two answers describe the same bytes, as far as their validators tell. */
export function compareValidators(known: Validators, seen: Validators): Sameness {
  if (known.etag !== null && seen.etag !== null) return known.etag === seen.etag ? 'same' : 'different';
  if (known.lastModified !== null && seen.lastModified !== null) {
    if (known.lastModified !== seen.lastModified) return 'different';
    return known.lastModifiedStrong ? 'same' : 'unknown';
  }
  return 'unknown';
}
