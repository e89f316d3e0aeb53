/** The password for the proxy that the settings name. It goes in and is never told again, but to the proxy that it is meant for. */
import { z } from 'zod';
import { readProxyAddress } from '../contract/proxy.ts';
import type { SecretState } from '../contract/secret.ts';
import { Latest } from './publisher/latest.ts';
import { parseJson } from './store/record.ts';
import type { SecretRow } from './store/store.ts';
import { isSealed, type Vault } from './vault.ts';

/** What is locked. The first versions kept the bare text, and those after them did not say for which proxy. */
const Kept = z.union([
  z.object({ proxyPassword: z.string(), place: z.string().nullable().default(null) }),
  z.string().transform((proxyPassword) => ({ proxyPassword, place: null })),
]);

export class ProxyPassword {
  /** Null while there is none for the proxy of the settings. */
  readonly state: Latest<SecretState | null>;
  readonly #row: SecretRow;
  readonly #vault: Vault;
  readonly #address: () => string;
  /** Empty when there is none, or none that can be read. */
  #text = '';

  /** @param address what the settings say. */
  constructor(row: SecretRow, vault: Vault, address: () => string) {
    this.#row = row;
    this.#vault = vault;
    this.#address = address;
    this.state = new Latest<SecretState | null>(null);
    this.follow();
  }

  get text(): string {
    return this.#text;
  }

  /** Null or empty forgets it. @returns whether another is meant now. */
  save(password: string | null): boolean {
    const before = this.#text;
    this.#row.write(password ? this.#vault.lock({ proxyPassword: password, place: placeOf(this.#address()) }) : null);
    this.follow();
    return this.#text !== before;
  }

  /** To be called when the settings may name another proxy: that one is not told what is meant for the one before. */
  follow(): void {
    const stored = parseJson(this.#row.read());
    const kept = Kept.safeParse(this.#vault.unlock(stored)).data;
    const place = placeOf(this.#address());
    const isMeant = kept !== undefined && kept.proxyPassword !== '' && (kept.place === null || kept.place === place);
    this.#text = isMeant ? kept.proxyPassword : '';
    // It may have been kept before there was a store for secrets, or a proxy: from now on it lies where logins do, and is for this one.
    if (isMeant && ((!isSealed(stored) && this.#vault.seals) || kept.place !== place)) {
      this.save(kept.proxyPassword);
      return;
    }
    if (isMeant) this.state.set(isSealed(stored) ? 'sealed' : 'plain');
    else this.state.set(isSealed(stored) && !kept ? 'unreadable' : null);
  }
}

/** Null while no proxy is named that could be asked. */
function placeOf(text: string): string | null {
  const read = readProxyAddress(text);
  return read.ok ? `${read.address.protocol}://${read.address.host}:${read.address.port ?? ''}` : null;
}
