/**
 * The cookies that servers set during one download. Most set none, so the jar's library is loaded with the first. Cookies know no ports (RFC 6265, section 8.5):
 * each port has a jar of its own, so that none reaches another server on the same machine. The usual two are one, as a site is that goes from http to https.
 */
import type { CookieJar } from 'tough-cookie';

export class Cookies {
  /** By port; the usual ones have no number in an address. */
  readonly #jars = new Map<string, CookieJar>();

  /** Bad cookies are ignored, as browsers do. */
  async store(values: readonly string[], url: URL): Promise<void> {
    if (values.length === 0) return;
    const library = await import('tough-cookie');
    const jar = this.#jars.get(url.port) ?? new library.CookieJar(undefined, { rejectPublicSuffixes: true });
    this.#jars.set(url.port, jar);
    for (const value of values.slice(0, 50)) await jar.setCookie(value, url.href, { ignoreError: true }).catch(() => undefined);
  }

  /** The Cookie header for an address; empty when there is none. */
  headerFor(url: URL): string {
    return this.#jars.get(url.port)?.getCookieStringSync(url.href) ?? '';
  }
}
