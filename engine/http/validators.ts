import type { Validators } from '../disk/journal.ts';
import type { Head } from './head.ts';

/** A Last-Modified this much older than the answer cannot hide a second change in the same second (RFC 9110, section 8.8.2.2). */
const settled = 60_000;

/** Characters: a longer tag is none that anybody needs, and would be stored and sent back with every request. */
const longest = 1024;

/** What an answer offers to recognise the same file by. Weak ETags promise a similar file, not the same bytes, and are left out. */
export function validatorsOf(head: Head): Validators {
  const field = (name: string): string | null => {
    // Of several that differ, none can be told to be the right one.
    const [value = null, ...others] = new Set(head.all(name));
    return value === null || others.length > 0 || value.length > longest ? null : value;
  };
  const etag = field('etag');
  const lastModified = field('last-modified');
  const modifiedAt = Date.parse(lastModified ?? '');
  const answeredAt = Date.parse(head.get('date') ?? '');
  return {
    // An empty one is what a server sends that has nothing to put there, whatever its file.
    etag: etag !== null && /^"[^"]+"$/.test(etag) ? etag : null,
    lastModified: Number.isNaN(modifiedAt) ? null : lastModified,
    lastModifiedStrong: answeredAt - modifiedAt >= settled,
  };
}

/** A Last-Modified this close to the answer, in milliseconds, may be the time of the answer. */
const freshlyMade = 2000;

/**
 * What a later answer for the same version would say again; null when the answer says nothing of that kind. Unlike a validator it proves nothing: two equal
 * ones of the present only show that it is not made up anew for each answer.
 */
export function versionOf(head: Head): string | null {
  const { etag, lastModified } = validatorsOf(head);
  const age = Date.parse(head.get('date') ?? '') - Date.parse(lastModified ?? '');
  return etag ?? (age < freshlyMade ? null : lastModified);
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
