/**
 * Secrets on their way to the database and back. With the system's secret store they are sealed, and a copied database tells nobody
 * anything; without one they lie in it as they are, in a file that only its owner can read.
 */

/** What a shell brings that has the system's secret store. Both throw when it refuses. */
export interface SecretBox {
  encrypt(text: string): Uint8Array;
  decrypt(sealed: Uint8Array): string;
}

type Fields = Readonly<Record<string, unknown>>;

export class Vault {
  readonly #box: SecretBox | null;

  constructor(box: SecretBox | null) {
    this.#box = box;
  }

  /** Whether what is locked now is sealed. */
  get seals(): boolean {
    return this.#box !== null;
  }

  /** The text for the database. What could not be unlocked goes back as it came. */
  lock(secrets: Fields): string {
    const text = JSON.stringify(secrets);
    if (this.#box === null || isSealed(secrets)) return text;
    return JSON.stringify({ sealed: Buffer.from(this.#box.encrypt(text)).toString('base64') });
  }

  /** What was locked; when the store does not give it back, as it is: an object with the one field `sealed`. */
  unlock(stored: unknown): unknown {
    if (!isSealed(stored) || this.#box === null) return stored;
    try {
      return JSON.parse(this.#box.decrypt(Buffer.from(stored.sealed, 'base64')));
    } catch {
      return stored;
    }
  }
}

export const isSealed = (value: unknown): value is { readonly sealed: string } =>
  typeof value === 'object' && value !== null && 'sealed' in value && typeof value.sealed === 'string';
