/** Settings of hosts, and their logins as the vault locked them. */
import type { DatabaseSync } from 'node:sqlite';
import { HostRules } from '../../contract/host-settings.ts';
import { parseJson } from './record.ts';
import { together } from './transaction.ts';

export interface StoredHost {
  readonly rules: HostRules;
  /** Locked; null when there is none. */
  readonly login: string | null;
}

export interface HostTable {
  /** One that is damaged loses itself. */
  all(): StoredHost[];
  save(hosts: readonly StoredHost[]): void;
  remove(ids: readonly string[]): void;
}

export function hostTable(database: DatabaseSync): HostTable {
  const select = database.prepare('SELECT rules, login FROM host_settings ORDER BY rowid');
  const upsert = database.prepare(
    'INSERT INTO host_settings (id, rules, login) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET rules = excluded.rules, login = excluded.login',
  );
  const remove = database.prepare('DELETE FROM host_settings WHERE id = ?');
  return {
    all: () =>
      select.all().flatMap((row) => {
        const rules = HostRules.safeParse(parseJson(row['rules'])).data;
        return rules ? [{ rules, login: row['login'] === null ? null : String(row['login']) }] : [];
      }),
    save(hosts) {
      together(database, () => {
        for (const { rules, login } of hosts) upsert.run(rules.id, JSON.stringify(rules), login);
      });
    },
    remove(ids) {
      together(database, () => {
        for (const id of ids) remove.run(id);
      });
    },
  };
}
