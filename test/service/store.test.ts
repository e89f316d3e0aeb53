import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstCategories } from '../../contract/first-categories.ts';
import { Settings } from '../../contract/settings.ts';
import { silent } from '../../service/log.ts';
import { ProxyPassword } from '../../service/proxy-password.ts';
import { migrate, migrations, NewerDatabaseError } from '../../service/store/migrations.ts';
import type { DownloadRecord } from '../../service/store/record.ts';
import { openStore } from '../../service/store/store.ts';
import { Vault } from '../../service/vault.ts';

/** The bits of a mode that concern others; Windows has none of its own. */
const othersMay = process.platform === 'win32' ? 0 : 0o077;

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rangefinder-store-'));
  path = join(folder, 'data', 'list.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const record = (id: string, more: Partial<DownloadRecord> = {}): DownloadRecord => ({
  id,
  position: 1,
  addedAt: 1000,
  url: `https://host.example/${id}`,
  folder: '/downloads',
  queue: 'default',
  priority: 'normal',
  startNow: false,
  choices: { connections: 4, checksums: [{ algorithm: 'md5', value: 'd'.repeat(32), origin: 'user' }] },
  secrets: { cookie: 'a=b', credentials: { user: 'ann', password: 'hunter2' }, headers: [['Authorization', 'Bearer x']] },
  state: { status: 'queued' },
  resource: null,
  received: 0,
  ...more,
});

const completed = (id: string, position: number): DownloadRecord =>
  record(id, {
    position,
    received: 7,
    state: {
      status: 'completed',
      completion: { path: `/downloads/${id}`, size: 7, sha256: 'e'.repeat(64), checks: [], finishedAt: 2000, elapsed: 10, skipped: false },
    },
    resource: {
      name: id,
      path: `/downloads/${id}`,
      size: 7,
      resumable: true,
      finalUrl: 'https://host.example/',
      validator: '"v"',
      contentType: null,
    },
  });

/** Writes to the closed database what no program of ours would. */
function tamper(sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

function reopened<Result>(read: (store: ReturnType<typeof openStore>) => Result): Result {
  const store = openStore(path, silent);
  try {
    return read(store);
  } finally {
    store.close();
  }
}

describe('the list', () => {
  test('comes back as it was left, in the order of the queue', () => {
    reopened((store) => store.saveDownloads([record('second', { position: 2 }), completed('third', 3), record('first', { position: 1 })]));
    reopened((store) => {
      expect(store.downloads()).toEqual([record('first', { position: 1 }), record('second', { position: 2 }), completed('third', 3)]);
      store.savePositions([{ id: 'third', position: 0 }]);
      store.noteDownload(record('first', { state: { status: 'paused' }, received: 99 }));
      store.removeDownloads(['second']);
    });
    expect(reopened((store) => store.downloads().map(({ id, state, received }) => [id, state.status, received]))).toEqual([
      ['third', 'completed', 7],
      ['first', 'paused', 99],
    ]);
  });

  test('is for its owner only, for it holds passwords', async () => {
    reopened((store) => store.saveDownloads([record('one')]));
    expect((await stat(path)).mode & othersMay).toBe(0);
  });

  test('keeps a download whose fields are damaged, and every field that is not', () => {
    reopened((store) => store.saveDownloads([record('whole'), record('request'), record('state'), record('resource'), record('secrets')]));
    tamper(`
      UPDATE downloads SET request = '{"connections":999,"name":"kept.bin","unknown":1}' WHERE id = 'request';
      UPDATE downloads SET state = '{"status":"levitating"}' WHERE id = 'state';
      UPDATE downloads SET resource = '{"name":7}' WHERE id = 'resource';
      UPDATE downloads SET secrets = '{"cookie":"a=b","credentials":' WHERE id = 'secrets';
    `);
    const found = Object.fromEntries(reopened((store) => store.downloads()).map((each) => [each.id, each]));
    expect(found['whole']).toEqual(record('whole'));
    expect(found['request']?.choices).toEqual({ name: 'kept.bin' });
    // Paused: with its state unknown, nothing may be fetched or thrown away unasked.
    expect(found['state']?.state).toEqual({ status: 'paused' });
    expect(found['resource']?.resource).toBeNull();
    expect(found['secrets']?.secrets).toEqual({});
  });

  test('leaves out a row without a link, says so, and loses no other', () => {
    reopened((store) => store.saveDownloads([record('whole'), record('broken')]));
    tamper(`UPDATE downloads SET url = '' WHERE id = 'broken'`);
    const warnings: string[] = [];
    const store = openStore(path, (_level, message, facts) => warnings.push(`${message} ${String(facts?.['id'])}`));
    expect(store.downloads().map(({ id }) => id)).toEqual(['whole']);
    expect(warnings).toEqual(['a stored download is damaged and is left out of the list broken']);
    store.close();
  });

  test('puts a file that is no database aside and begins anew', async () => {
    reopened((store) => store.saveDownloads([record('one')]));
    await writeFile(path, 'this was a database once '.repeat(1000));
    expect(reopened((store) => store.downloads())).toEqual([]);
    expect((await readdir(join(folder, 'data'))).some((name) => name.startsWith('list.db.damaged-'))).toBe(true);
  });

  test('belongs to one process at a time, and says so', () => {
    reopened(() => {
      expect(() => openStore(path, silent)).toThrow(expect.objectContaining({ code: 'IN_USE' }));
    });
    expect(reopened((store) => store.downloads())).toEqual([]);
  });

  test('of 10,000 finished downloads is read in the time of a few plain readings of as much JSON', () => {
    const records = Array.from({ length: 10_000 }, (_, index) => completed(`file-${index}`, index));
    reopened((store) => store.saveDownloads(records));
    const texts = records.map((each) => JSON.stringify(each));

    const time = (work: () => void): number => {
      const start = performance.now();
      work();
      return performance.now() - start;
    };
    // Measured in turns and compared with each other, for what else the machine does meanwhile is not to be measured: about 25 ms
    // for the JSON of a machine that does nothing else, which leaves 300 ms for the list.
    const rounds = Array.from({ length: 5 }, () => ({
      list: time(() => reopened((store) => expect(store.downloads()).toHaveLength(10_000))),
      json: time(() => texts.forEach((text) => void JSON.parse(text))),
    }));
    const best = (of: 'list' | 'json'): number => Math.min(...rounds.map((round) => round[of]));
    expect(best('list') / best('json')).toBeLessThan(12);
  });
});

describe('settings', () => {
  test('have their defaults, keep what is set, and lose only what is damaged', () => {
    expect(reopened((store) => store.settings())).toEqual(Settings.parse({}));
    reopened((store) => store.saveSettings({ maxActive: 9, theme: 'dark', limitRate: 5 }));
    tamper(`UPDATE settings SET value = '"many"' WHERE name = 'maxActive'; UPDATE settings SET value = '{' WHERE name = 'limitRate'`);
    expect(reopened((store) => store.settings())).toEqual({ ...Settings.parse({}), theme: 'dark' });
  });
});

describe('hosts', () => {
  test('are remembered with the connections that served them best', () => {
    reopened((store) => {
      expect(store.hostConnections('host.example')).toBeNull();
      store.saveHostConnections('host.example', 4);
      store.saveHostConnections('host.example', 6);
    });
    expect(reopened((store) => store.hostConnections('host.example'))).toBe(6);
  });
});

describe('migrations', () => {
  const version = (database: DatabaseSync): unknown => database.prepare('PRAGMA user_version').get()?.['user_version'];

  test('run once each and keep what is there', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database, ['CREATE TABLE a (x)']);
    database.exec('INSERT INTO a VALUES (1)');
    migrate(database, ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y DEFAULT 2']);
    migrate(database, ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y DEFAULT 2']);
    expect(database.prepare('SELECT * FROM a').all()).toEqual([{ x: 1, y: 2 }]);
    expect(version(database)).toBe(2);
  });

  test('take a list of the first version along, with all that is in it', async () => {
    await mkdir(dirname(path));
    const first = new DatabaseSync(path);
    migrate(first, migrations.slice(0, 1));
    first.exec(`
      INSERT INTO downloads (id, position, added_at, url, folder, request, secrets, state, resource, received) VALUES
        ('one', 1, 5, 'https://host.example/one', '/downloads', '{"connections":4,"onConflict":"skip"}', '{"cookie":"a=b"}', '{"status":"paused"}', NULL, 7),
        ('two', 2, 6, 'https://host.example/two', '/downloads', '{}', NULL, '{"status":"downloading"}', NULL, 8);
      INSERT INTO settings VALUES ('maxActive', '9'), ('proxyPassword', '"swordfish"');
      INSERT INTO hosts VALUES ('host.example', 6, 1)`);
    first.close();

    const sealing = new Vault({
      encrypt: (text) => Buffer.from(text).reverse(),
      decrypt: (sealed) => Buffer.from(sealed).reverse().toString(),
    });
    const store = openStore(path, silent, sealing);
    const place = { queue: 'default', priority: 'normal', startNow: false };
    expect(store.downloads()).toMatchObject([
      {
        id: 'one',
        choices: { connections: 4, onConflict: 'skip' },
        secrets: { cookie: 'a=b' },
        state: { status: 'paused' },
        received: 7,
        ...place,
      },
      { id: 'two', choices: {}, secrets: {}, state: { status: 'downloading' }, received: 8, ...place },
    ]);
    expect(store.settings()).toEqual({ ...Settings.parse({}), maxActive: 9 });
    const password = new ProxyPassword(store.proxyPassword, sealing, () => '');
    expect([password.text, password.state.value]).toEqual(['swordfish', 'sealed']);
    expect(store.proxyPassword.read()).not.toContain('swordfish');
    expect(store.hostConnections('host.example')).toBe(6);
    expect(store.categories()).toEqual(firstCategories);
    expect([store.queues(), store.hostSettings.all(), store.history.find({ search: '', offset: 0, limit: 1 }).total]).toEqual([[], [], 0]);
    store.close();
  });

  test('leave a database alone that a newer program has written', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database);
    expect(version(database)).toBe(migrations.length);
    expect(() => migrate(database, [])).toThrow(NewerDatabaseError);
  });

  test('that fail half-way change nothing', () => {
    const database = new DatabaseSync(':memory:');
    expect(() => migrate(database, ['CREATE TABLE a (x); CREATE TABLE a (y)'])).toThrow('already exists');
    expect(version(database)).toBe(0);
    expect(database.prepare(`SELECT count(*) AS tables FROM sqlite_schema`).get()).toEqual({ tables: 0 });
  });
});
