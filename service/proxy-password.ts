/** The password for the proxy that the settings name. It goes in and is never told again, but to the proxy. */
import { z } from 'zod';
import type { SecretState } from '../contract/secret.ts';
import { Latest } from './publisher/latest.ts';
import { parseJson } from './store/record.ts';
import type { SecretRow } from './store/store.ts';
import { isSealed, type Vault } from './vault.ts';

/** What is locked. The first versions kept the bare text. */
const Kept = z.union([z.object({ proxyPassword: z.string() }), z.string().transform((proxyPassword) => ({ proxyPassword }))]);

export class ProxyPassword {
  /** Null while there is none. */
  readonly state: Latest<SecretState | null>;
  readonly #row: SecretRow;
  readonly #vault: Vault;
  /** Empty when there is none, or none that can be read. */
  #text = '';

  constructor(row: SecretRow, vault: Vault) {
    this.#row = row;
    this.#vault = vault;
    this.state = new Latest(this.#read());
    // It was kept before there was a store for secrets: from now on it lies where logins do.
    if (this.state.value === 'plain' && vault.seals) this.save(this.#text);
  }

  get text(): string {
    return this.#text;
  }

  /** Null or empty forgets it. @returns whether another is meant now. */
  save(password: string | null): boolean {
    const before = this.#text;
    this.#row.write(password ? this.#vault.lock({ proxyPassword: password }) : null);
    this.state.set(this.#read());
    return this.#text !== before;
  }

  #read(): SecretState | null {
    const stored = parseJson(this.#row.read());
    const kept = Kept.safeParse(this.#vault.unlock(stored)).data;
    this.#text = kept?.proxyPassword ?? '';
    if (kept) return kept.proxyPassword === '' ? null : isSealed(stored) ? 'sealed' : 'plain';
    return isSealed(stored) ? 'unreadable' : null;
  }
}
