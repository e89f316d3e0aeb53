/**
 * What survives a restart: the list with its history, the settings, and what was learnt of hosts. The list is written when
 * something is added, edited or changes its state, never for progress: the journal beside each partial knows that better.
 */
import { Category } from '../../contract/category.ts';
import { firstCategories } from '../../contract/first-categories.ts';
import { IntegrityReport } from '../../contract/report.ts';
import { parseSettings, type Settings, type SettingsPatch } from '../../contract/settings.ts';
import type { Log } from '../log.ts';
import { Vault } from '../vault.ts';
import { openDatabase } from './database.ts';
import { openQueueStore, type QueueStore } from './queues.ts';
import { historyTable, type HistoryTable } from './history-table.ts';
import { hostTable, type HostTable } from './host-table.ts';
import { columns, parseJson, readRecord, type DownloadRecord } from './record.ts';
import { durably, together } from './transaction.ts';

/** A text that a vault has locked; null while there is none. */
export interface SecretRow {
  read(): string | null;
  write(locked: string | null): void;
}

export interface Store extends QueueStore {
  /** In the order of the queue. A row beyond reading is left where it is and reported to the log. */
  downloads(): DownloadRecord[];
  /** Adds records or replaces them, all or none. Durable: when it returns, not even a power cut takes them back. */
  saveDownloads(records: readonly DownloadRecord[]): void;
  /** The same for a step that a restart would take again anyway: it survives a crash, and a power cut may lose the last of them. */
  noteDownload(record: DownloadRecord): void;
  /** Where downloads stand: their queue, and whose turn it is in it. */
  saveStandings(records: readonly DownloadRecord[]): void;
  savePositions(records: readonly Pick<DownloadRecord, 'id' | 'position'>[]): void;
  /** With their reports. */
  removeDownloads(ids: readonly string[]): void;
  /** Null when there is none, or none that can be read. */
  report(id: string): IntegrityReport | null;
  saveReport(id: string, report: IntegrityReport): void;
  settings(): Settings;
  saveSettings(changes: SettingsPatch): void;
  readonly proxyPassword: SecretRow;
  /** Each as it can be read: a damaged one loses itself. The first ones as long as none were saved. */
  categories(): Category[];
  saveCategories(categories: readonly Category[]): void;
  /** How many connections served a host best, or null when it is new. */
  hostConnections(host: string): number | null;
  saveHostConnections(host: string, connections: number): void;
  readonly hostSettings: HostTable;
  readonly history: HistoryTable;
  close(): void;
}

/** The list of categories and the proxy's password are kept among the settings, under names that no setting has. */
const categoriesName = 'categories';
const proxyPasswordName = 'proxyPassword';

export function openStore(path: string, log: Log, vault = new Vault(null)): Store {
  const database = openDatabase(path, log);
  const select = database.prepare(`SELECT ${columns.join(', ')} FROM downloads ORDER BY position, added_at, id`);
  select.setReturnArrays(true);
  const upsert = database.prepare(`
    INSERT INTO downloads (id, position, added_at, url, folder, request, secrets, state, resource, received, queue, priority, start_now)
    VALUES ($id, $position, $addedAt, $url, $folder, $request, $secrets, $state, $resource, $received, $queue, $priority, $startNow)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, url = excluded.url, folder = excluded.folder, request = excluded.request,
      secrets = excluded.secrets, state = excluded.state, resource = excluded.resource, received = excluded.received,
      queue = excluded.queue, priority = excluded.priority, start_now = excluded.start_now`);
  const setPosition = database.prepare('UPDATE downloads SET position = ? WHERE id = ?');
  const setStanding = database.prepare('UPDATE downloads SET queue = ?, priority = ?, start_now = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM downloads WHERE id = ?');
  const removeReport = database.prepare('DELETE FROM reports WHERE id = ?');
  const selectReport = database.prepare('SELECT report FROM reports WHERE id = ?');
  const upsertReport = database.prepare(
    'INSERT INTO reports (id, report) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET report = excluded.report',
  );
  const selectSettings = database.prepare('SELECT name, value FROM settings');
  const selectSetting = database.prepare('SELECT value FROM settings WHERE name = ?');
  const upsertSetting = database.prepare(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const removeSetting = database.prepare('DELETE FROM settings WHERE name = ?');
  const selectHost = database.prepare('SELECT connections FROM hosts WHERE host = ?');
  const upsertHost = database.prepare(`
    INSERT INTO hosts (host, connections, seen_at) VALUES (?, ?, ?)
    ON CONFLICT (host) DO UPDATE SET connections = excluded.connections, seen_at = excluded.seen_at`);

  return {
    ...openQueueStore(database),
    downloads() {
      const records: DownloadRecord[] = [];
      try {
        for (const row of select.iterate()) {
          const values = row as unknown as unknown[];
          const record = readRecord(values, vault);
          if (record) records.push(record);
          else log('warn', 'a stored download is damaged and is left out of the list', { id: String(values[0]) });
        }
      } catch (error) {
        // A damaged page ends the reading; what came before it is whole.
        log('error', 'the list of downloads is damaged and was read in part', { error: String(error), read: records.length });
      }
      return records;
    },
    saveDownloads(records) {
      durably(database, () => {
        for (const record of records) upsert.run(columnsOf(record, vault));
      });
    },
    noteDownload(record) {
      upsert.run(columnsOf(record, vault));
    },
    saveStandings(records) {
      together(database, () => {
        for (const { id, queue, priority, startNow } of records) setStanding.run(queue, priority, Number(startNow), id);
      });
    },
    savePositions(records) {
      together(database, () => {
        for (const { id, position } of records) setPosition.run(position, id);
      });
    },
    removeDownloads(ids) {
      durably(database, () => {
        for (const id of ids) {
          remove.run(id);
          removeReport.run(id);
        }
      });
    },
    report: (id) => IntegrityReport.safeParse(parseJson(selectReport.get(id)?.['report'])).data ?? null,
    saveReport(id, report) {
      upsertReport.run(id, JSON.stringify(report));
    },
    settings() {
      return parseSettings(Object.fromEntries(selectSettings.all().map((row) => [String(row['name']), parseJson(row['value'])])));
    },
    saveSettings(changes) {
      together(database, () => {
        for (const [name, value] of Object.entries(changes)) upsertSetting.run(name, JSON.stringify(value));
      });
    },
    proxyPassword: {
      read: () => (selectSetting.get(proxyPasswordName) as { value: string } | undefined)?.value ?? null,
      write: (locked) => void (locked === null ? removeSetting.run(proxyPasswordName) : upsertSetting.run(proxyPasswordName, locked)),
    },
    categories() {
      const row = selectSetting.get(categoriesName);
      if (!row) return [...firstCategories];
      const stored = parseJson(row['value']);
      return (Array.isArray(stored) ? stored : []).flatMap((item) => Category.safeParse(item).data ?? []);
    },
    saveCategories(categories) {
      upsertSetting.run(categoriesName, JSON.stringify(categories));
    },
    hostConnections(host) {
      return (selectHost.get(host) as { connections: number } | undefined)?.connections ?? null;
    },
    saveHostConnections(host, connections) {
      upsertHost.run(host, connections, Date.now());
    },
    hostSettings: hostTable(database),
    history: historyTable(database),
    close: () => database.close(),
  };
}

function columnsOf(record: DownloadRecord, vault: Vault) {
  return {
    id: record.id,
    position: record.position,
    addedAt: record.addedAt,
    url: record.url,
    folder: record.folder,
    request: JSON.stringify(record.choices),
    secrets: Object.keys(record.secrets).length > 0 ? vault.lock(record.secrets) : null,
    state: JSON.stringify(record.state),
    resource: record.resource ? JSON.stringify(record.resource) : null,
    received: record.received,
    queue: record.queue,
    priority: record.priority,
    startNow: Number(record.startNow),
  };
}
