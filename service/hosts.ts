/** What the user has set for some hosts, and which of it a link gets. */
import { matchesHost } from '../contract/pattern.ts';
import { Login, type HostInput, type HostRules, type HostSettings } from '../contract/host-settings.ts';
import type { Credentials, EngineLimits } from '../engine/types.ts';
import { Latest } from './publisher/latest.ts';
import { parseJson } from './store/record.ts';
import type { HostTable, StoredHost } from './store/host-table.ts';
import { isSealed, type Vault } from './vault.ts';

/** What a link's host changes about its download. */
export interface HostChoices {
  readonly rules: HostRules;
  /** Null when there are none, or when they must not go over a connection like this one. */
  readonly credentials: Credentials | null;
}

export class Hosts {
  /** Without logins; the most exact first. */
  readonly list: Latest<HostSettings[]>;
  readonly #table: HostTable;
  readonly #vault: Vault;
  #stored: readonly StoredHost[];

  constructor(table: HostTable, vault: Vault) {
    this.#table = table;
    this.#vault = vault;
    this.#stored = inOrder(table.all());
    this.list = new Latest(this.#shown());
  }

  get seals(): boolean {
    return this.#vault.seals;
  }

  /** Adds hosts or replaces those of the same id. */
  save(inputs: readonly HostInput[]): void {
    this.#table.save(
      inputs.map(({ login, ...rules }) => ({
        rules,
        login:
          login === undefined ? (this.#stored.find((host) => host.rules.id === rules.id)?.login ?? null) : login && this.#vault.lock(login),
      })),
    );
    this.#read();
  }

  remove(ids: readonly string[]): void {
    this.#table.remove(ids);
    this.#read();
  }

  find(link: string): HostChoices | null {
    const url = URL.parse(link);
    const found = url && this.#stored.find(({ rules }) => matchesHost(url, rules.host));
    if (!found) return null;
    const safe = url.protocol === 'https:' || found.rules.plainHttp || isLoopback(url.hostname);
    return { rules: found.rules, credentials: safe ? this.#loginOf(found) : null };
  }

  /** In the order in which they are looked through. */
  limits(): NonNullable<EngineLimits['hostLimits']> {
    return this.#stored.flatMap(({ rules: { host, mostConnections } }) =>
      mostConnections === null ? [] : [{ host, most: mostConnections }],
    );
  }

  #read(): void {
    this.#stored = inOrder(this.#table.all());
    this.list.set(this.#shown());
  }

  #shown(): HostSettings[] {
    return this.#stored.map((host) => ({ ...host.rules, login: this.#stateOf(host) }));
  }

  #stateOf(host: StoredHost): HostSettings['login'] {
    if (host.login === null) return null;
    if (this.#loginOf(host) === null) return 'unreadable';
    return isSealed(parseJson(host.login)) ? 'sealed' : 'plain';
  }

  #loginOf({ login }: StoredHost): Credentials | null {
    return login === null ? null : (Login.safeParse(this.#vault.unlock(parseJson(login))).data ?? null);
  }
}

/** Whole names before patterns, those with a port before those without, longer ones before shorter. */
function inOrder(hosts: readonly StoredHost[]): StoredHost[] {
  const rank = ({ rules: { host } }: StoredHost): number => (host.includes('*') ? 0 : 2000) + (/:\d+$/.test(host) ? 1000 : 0) + host.length;
  return hosts.toSorted((one, other) => rank(other) - rank(one));
}

/** What never leaves this machine, nobody on the way can read. */
const isLoopback = (hostname: string): boolean => hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
