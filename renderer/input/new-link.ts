/** What is wrong with a link that is to take another's place. */

export type NewLinkProblem = 'link' | 'same';

/** Null when nothing is. */
export function newLinkProblem(text: string, expired: string): NewLinkProblem | null {
  const url = /\s/.test(text.trim()) ? null : URL.parse(text.trim());
  if (!url || !['http:', 'https:'].includes(url.protocol)) return 'link';
  return url.href === expired ? 'same' : null;
}
