/** The longest wait that a server may impose: beyond it, asking again costs less than believing. */
const longest = 10 * 60 * 1000;

/**
 * Milliseconds until a Retry-After (RFC 9110, section 10.2.3: seconds or a date), between 0 and ten minutes; null when there is none or it
 * makes no sense.
 * @param wallTime milliseconds since the epoch.
 */
export function retryAfterOf(value: string | null, wallTime: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  const wait = /^\d{1,15}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - wallTime;
  if (Number.isNaN(wait)) return null;
  return Math.min(Math.max(wait, 0), longest);
}
