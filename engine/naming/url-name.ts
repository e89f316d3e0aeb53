/** The file name in a link. */
import { decodeUnlabelled, percentDecode } from './charset.ts';

/**
 * The last segment of the link's path that is not empty, percent-decoded exactly once; null when there is none. The query and the
 * fragment don't count. What is not valid percent-encoding stays as text; bytes that are not UTF-8 are read as Windows-1252.
 * The result is not yet safe to use as a file name.
 */
export function nameFromUrl(url: string): string | null {
  const parsed = URL.parse(url);
  if (!parsed || parsed.protocol === 'data:') return null;
  const segment = parsed.pathname.split('/').findLast((part) => part !== '');
  return segment ? decodeUnlabelled(percentDecode(segment)) : null;
}
