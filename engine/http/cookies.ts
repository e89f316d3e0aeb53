/** The cookies that servers set during one download. Most set none, so the jar's library is loaded with the first. */
import type { CookieJar } from 'tough-cookie';

export class Cookies {
  #jar: CookieJar | null = null;

  /** Bad cookies are ignored, as browsers do. */
  async store(values: readonly string[], url: URL): Promise<void> {
    if (values.length === 0) return;
    if (!this.#jar) {
      const library = await import('tough-cookie');
      this.#jar = new library.CookieJar(undefined, { rejectPublicSuffixes: true });
    }
    for (const value of values.slice(0, 50)) await this.#jar.setCookie(value, url.href, { ignoreError: true }).catch(() => undefined);
  }

  /** The Cookie header for an address; empty when there is none. */
  headerFor(url: URL): string {
    return this.#jar?.getCookieStringSync(url.href) ?? '';
  }
}
