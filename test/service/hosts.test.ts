import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HostInput } from '../../contract/host-settings.ts';
import { Hosts } from '../../service/hosts.ts';
import { silent } from '../../service/log.ts';
import { openStore, type Store } from '../../service/store/store.ts';
import { Vault, type SecretBox } from '../../service/vault.ts';
import { all, firstOf, Lab, until, type Rows } from './lab.ts';

const host = (part: Partial<HostInput> & { host: string }): HostInput => ({
  id: part.host,
  connections: null,
  mostConnections: null,
  userAgent: '',
  limitRate: 0,
  plainHttp: false,
  ...part,
});
const login = { user: 'ann', password: 'hunter2' };

/** Seals by turning the bytes round; one that has lost its key opens nothing. */
const box = (lost = false): SecretBox => ({
  encrypt: (text) => Buffer.from(text).map((byte) => byte ^ 0xff),
  decrypt(sealed) {
    if (lost) throw new Error('the key is lost');
    return Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString();
  },
});

describe('the host of a link', () => {
  let store: Store;
  beforeEach(() => {
    store = openStore(':memory:', silent);
  });
  afterEach(() => store.close());

  test('gets what says it most exactly', () => {
    const hosts = new Hosts(store.hostSettings, new Vault(null));
    hosts.save(
      ['*.example', '*.b.example', 'a.b.example', 'a.b.example:8443'].map((name) => host({ host: name, mostConnections: name.length })),
    );
    const found = (link: string) => hosts.find(link)?.rules.host ?? null;
    expect(found('https://a.b.example/x')).toBe('a.b.example');
    expect(found('https://a.b.example:8443/x')).toBe('a.b.example:8443');
    expect(found('https://c.b.example/x')).toBe('*.b.example');
    expect(found('https://c.example/x')).toBe('*.example');
    expect(found('https://example/x')).toBe(null);
    expect(found('no link')).toBe(null);
    expect(hosts.limits().map(({ host: name }) => name)).toEqual(['a.b.example:8443', 'a.b.example', '*.b.example', '*.example']);
  });

  test('is told a login over safe connections only, unless that is wanted', () => {
    const hosts = new Hosts(store.hostSettings, new Vault(null));
    hosts.save([
      host({ host: 'a.example', login }),
      host({ host: 'b.example', login, plainHttp: true }),
      host({ host: '127.0.0.1', login }),
    ]);
    const told = (link: string) => hosts.find(link)?.credentials ?? null;
    expect(told('https://a.example/')).toEqual(login);
    expect(told('http://a.example/')).toBe(null);
    expect(told('http://b.example/')).toEqual(login);
    expect(told('http://127.0.0.1:8000/')).toEqual(login);
    expect(told('https://sub.a.example/')).toBe(null);
  });

  test('keeps its login through an edit, and forgets it when told', () => {
    const hosts = new Hosts(store.hostSettings, new Vault(box()));
    hosts.save([host({ host: 'a.example', login })]);
    hosts.save([host({ host: 'a.example', connections: 3 })]);
    expect(hosts.list.value).toMatchObject([{ host: 'a.example', connections: 3, login: 'sealed' }]);
    expect(hosts.find('https://a.example/')?.credentials).toEqual(login);
    hosts.save([host({ host: 'a.example', login: null })]);
    expect(hosts.list.value).toMatchObject([{ login: null }]);
    hosts.remove(['a.example', 'gone']);
    expect(hosts.list.value).toEqual([]);
  });

  test('a sealed login outlives a secret store that does not open', () => {
    new Hosts(store.hostSettings, new Vault(box())).save([host({ host: 'a.example', login })]);
    for (const vault of [new Vault(null), new Vault(box(true))]) {
      const hosts = new Hosts(store.hostSettings, vault);
      expect(hosts.list.value).toMatchObject([{ login: 'unreadable' }]);
      expect(hosts.find('https://a.example/')?.credentials).toBe(null);
      hosts.save([host({ host: 'a.example', connections: 2 })]);
    }
    expect(new Hosts(store.hostSettings, new Vault(box())).find('https://a.example/')?.credentials).toEqual(login);
  });
});

describe('downloads of a host', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.open();
  });
  afterEach(() => lab.close());

  const lastRequest = () => lab.files.requests.filter((request) => lab.contents.has(request.path)).at(-1);
  const basic = ({ user, password }: typeof login): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

  test('send what is set for it, at every run and after a restart; their own choices come first', async () => {
    const secrets = box();
    const first = lab.start({ secrets });
    first.api.saveHosts([host({ host: '127.0.0.1', userAgent: 'Agent/1', login })]);
    const url = lab.offer('/file.bin', 1000);
    const [id = ''] = first.api.add([{ url }]);
    await until(first.api.watch(), all('completed'));
    expect(lastRequest()?.headers.get('user-agent')).toBe('Agent/1');
    expect(lastRequest()?.headers.get('authorization')).toBe(basic(login));
    await lab.stop(first);

    const { api } = lab.start({ secrets });
    await api.remove([id], { deleteFiles: true });
    const own = { user: 'bea', password: 'swordfish' };
    api.add([{ url, userAgent: 'Own/2', credentials: own }]);
    await until(api.watch(), all('completed'));
    expect(lastRequest()?.headers.get('user-agent')).toBe('Own/2');
    expect(lastRequest()?.headers.get('authorization')).toBe(basic(own));
  });

  test('keep their secrets sealed, and tell them to nobody who asks', async () => {
    const service = lab.start({ secrets: box() });
    const { api } = service;
    api.saveHosts([host({ host: '127.0.0.1', login })]);
    const [id = ''] = api.add([{ url: lab.offer('/file.bin', 1000), credentials: { user: 'bea', password: 'swordfish' }, start: false }]);
    const shown = JSON.stringify([await firstOf(api.watchHosts()), api.rows(), await firstOf(api.watchDetail(id)), api.settings()]);
    await lab.stop(service);
    const stored = ['list.db', 'list.db-wal'].map((name) => readIfThere(join(lab.folder, name))).join('');
    for (const secret of ['hunter2', 'swordfish']) expect(`${shown}${stored}`).not.toContain(secret);

    const again = lab.start({ secrets: box() });
    again.api.resume([id]);
    await until(again.api.watch(), all('completed'));
    expect(lastRequest()?.headers.get('authorization')).toBe(basic({ user: 'bea', password: 'swordfish' }));
  });
});

describe('what is changed for a host while its downloads run', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.open();
  });
  afterEach(() => lab.close());

  test.each(['inline', 'thread'] as const)('connections come and go at once, with transfers %s', async (run) => {
    const { api } = lab.start({ run });
    const url = lab.offer('/a.bin', 8_000_000);
    lab.files.flow.holdAfter(400_000);
    api.updateSettings({ connections: 6, minSplitSize: 65536 });
    api.add([{ url }]);
    const have = (connections: number): Promise<Rows> => until(api.watch(), (rows) => rows[0]?.connections === connections);
    await have(6);
    api.saveHosts([host({ host: '127.0.0.1', connections: 2 })]);
    await have(2);
    api.saveHosts([host({ host: '127.0.0.1', connections: 5 })]);
    await have(5);
    api.saveHosts([host({ host: '127.0.0.1', connections: 5, mostConnections: 3 })]);
    await have(3);
    expect(lab.files.open).toBeLessThanOrEqual(3);
    api.removeHosts(['127.0.0.1']);
    await have(6);
    lab.files.flow.release();
    lab.files.cutConnections();
    const [row] = await until(api.watch(), all('completed'));
    expect(readFileSync(join(lab.downloads, 'a.bin')).equals(lab.contents.get('/a.bin') as Buffer)).toBe(true);
    expect(row).toMatchObject({ received: 8_000_000 });
  });

  test('a lifted limit lets a download go at once; one of its own stays', async () => {
    const { api } = lab.start();
    // At this rate, either would take a quarter of an hour.
    api.saveHosts([host({ host: '127.0.0.1', limitRate: 4000 })]);
    const [slow = '', own = ''] = api.add([
      { url: lab.offer('/a.bin', 4_000_000) },
      { url: lab.offer('/b.bin', 4_000_000), limitRate: 4000 },
    ]);
    await until(api.watch(), (rows) => rows.every((row) => row.received > 0));
    api.saveHosts([host({ host: '127.0.0.1' })]);
    await until(api.watch(), (rows) => rows.some((row) => row.id === slow && row.status === 'completed'));
    expect(api.row(own)?.status).toBe('downloading');
    api.limit([own], 0);
    await until(api.watch(), all('completed'));
  });
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
