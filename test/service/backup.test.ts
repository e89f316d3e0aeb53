import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Backup, type ImportReport } from '../../contract/backup.ts';
import { categoryIcons, firstCategories } from '../../contract/first-categories.ts';
import type { HostInput } from '../../contract/host-settings.ts';
import type { Priority, Queue } from '../../contract/queue.ts';
import { Settings } from '../../contract/settings.ts';
import { planImport, writeBackup } from '../../service/backup.ts';
import type { Service } from '../../service/index.ts';
import { firstOf, Lab } from './lab.ts';

const empty = { entries: [], settings: Settings.parse({}), categories: [], hosts: [], queues: [] };
const host: HostInput = {
  id: 'h',
  host: 'files.example',
  connections: 4,
  mostConnections: 8,
  userAgent: 'Agent/1',
  limitRate: 0,
  plainHttp: false,
  login: { user: 'ann', password: 'hunter2' },
};
const outcomes = ({ items }: ImportReport) => items.map(({ part, name, skipped }) => `${part} ${name}: ${skipped ?? 'taken'}`);

let lab: Lab;
beforeEach(async () => {
  lab = await Lab.open();
});
afterEach(() => lab.close());

/** One service with something of everything, and then another that is new. */
async function carry(): Promise<{ text: string; elsewhere: Service }> {
  const first = lab.start();
  first.api.add([
    { url: 'https://ann:hunter2@host.example/a.iso', folder: '/srv/isos', name: 'mine.iso', connections: 3, limitRate: 5, start: false },
    { url: 'https://host.example/b.pdf', published: false, cookie: 'flavour=oatmeal', headers: [['X-Api-Key', 'raisin']], start: false },
    { url: 'no link' },
  ]);
  first.api.updateSettings({ maxActive: 9 });
  first.api.saveProxyPassword('swordfish');
  first.api.saveCategories([...firstCategories, { ...firstCategories[0]!, id: 'own', name: 'Own', folder: 'Own' }]);
  first.api.saveHosts([host]);
  const text = first.api.writeBackup();
  await lab.stop(first);
  return { text, elsewhere: lab.start({ databasePath: ':memory:' }) };
}

describe('a file of everything', () => {
  test('carries the list and what is set, and no secrets', async () => {
    const { text, elsewhere } = await carry();
    const { downloads } = Backup.parse(JSON.parse(text));
    expect(downloads).toHaveLength(3);
    expect(downloads.map(({ published }) => published)).toEqual([undefined, false, undefined]);
    for (const secret of ['hunter2', 'oatmeal', 'raisin', 'swordfish']) expect(text).not.toContain(secret);

    const { api } = elsewhere;
    const tried = api.readBackup({ text, replace: true, dry: true });
    expect(api.rows()).toEqual([]);
    expect(api.settings().maxActive).toBe(5);
    expect(api.readBackup({ text, replace: true, dry: false })).toEqual(tried);
    expect(outcomes(tried)).toEqual([
      'download https://host.example/a.iso: taken',
      'download https://host.example/b.pdf: taken',
      'download no link: invalid',
      'setting maxActive: taken',
      ...firstCategories.map(({ id }) => `category ${id}: same`),
      'category Own: taken',
      'host files.example: taken',
      'queue default: same',
    ]);
    expect(api.rows()).toMatchObject([
      { url: 'https://host.example/a.iso', folder: '/srv/isos', name: 'mine.iso', limitRate: 5, status: 'paused', category: 'disks' },
      { url: 'https://host.example/b.pdf', status: 'paused', category: 'documents' },
    ]);
    const [first, second] = api.rows();
    expect(await firstOf(api.watchDetail(first!.id))).toMatchObject({ published: true });
    expect(await firstOf(api.watchDetail(second!.id))).toMatchObject({ published: false });
    expect(api.settings().maxActive).toBe(9);
    expect((await firstOf(api.watchCategories())).at(-1)).toMatchObject({ id: 'own', folder: 'Own' });
    expect(await firstOf(api.watchHosts())).toMatchObject([{ host: 'files.example', mostConnections: 8, login: null }]);
  });

  test('replaces nothing unasked, and brings nothing twice', async () => {
    const { text, elsewhere } = await carry();
    const { api } = elsewhere;
    api.updateSettings({ maxActive: 2 });
    api.saveHosts([{ ...host, connections: 1 }]);
    api.readBackup({ text, replace: false, dry: false });
    expect(api.settings().maxActive).toBe(2);
    expect(await firstOf(api.watchHosts())).toMatchObject([{ connections: 1, login: 'plain' }]);
    const again = api.readBackup({ text, replace: false, dry: false });
    expect(again.items.filter(({ skipped }) => skipped === null)).toEqual([]);
    expect(api.rows()).toHaveLength(2);
    // A login stays where the rest of its host is replaced.
    api.readBackup({ text, replace: true, dry: false });
    expect(await firstOf(api.watchHosts())).toMatchObject([{ connections: 4, login: 'plain' }]);
  });
});

test('what is written is read as it was written, whatever it is', () => {
  const download = fc.record({
    url: fc.webUrl(),
    folder: fc.constant('/srv'),
    limitRate: fc.nat(),
    queue: fc.constantFrom('default', 'q', 'gone'),
    priority: fc.constantFrom<Priority[]>('high', 'normal', 'low'),
    completed: fc.constant(false),
  });
  const minute = fc.nat({ max: 24 * 60 - 1 });
  const hours = fc.record({ days: fc.uniqueArray(fc.nat({ max: 6 }), { minLength: 1 }), start: minute, end: minute });
  const anyQueue: fc.Arbitrary<Queue> = fc.record({
    id: fc.uuid(),
    name: fc.string({ maxLength: 20 }).map((name) => `n${name}`.trim()),
    on: fc.boolean(),
    maxActive: fc.nat({ max: 100 }),
    limitRate: fc.nat(),
    hours: fc.option(hours),
    timedLimit: fc.option(fc.record({ hours, limitRate: fc.nat() })),
  });
  const category = fc.record({
    id: fc.uuid(),
    name: fc.string({ minLength: 1, maxLength: 20 }).map((name) => `n${name}`.trim()),
    icon: fc.constantFrom(...categoryIcons),
    folder: fc.string({ maxLength: 20 }),
    types: fc.array(fc.constantFrom('pdf', 'tar.gz', 'video/*')),
    hosts: fc.array(fc.constantFrom('a.example', '*.b.example:80')),
    linkPattern: fc.constantFrom('', 'https://*/x?', '*.iso'),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(download, { selector: ({ url }) => URL.parse(url)?.href, maxLength: 5 }),
      fc.uniqueArray(category, { selector: ({ id }) => id, maxLength: 5 }),
      fc.uniqueArray(anyQueue, { comparator: (one, other) => one.id === other.id || one.name === other.name, maxLength: 5 }),
      (downloads, categories, queues) => {
        const file = { format: 'rangefinder', version: 1, exportedAt: 0, downloads, settings: {}, categories, hosts: [], queues };
        const plan = planImport({ text: JSON.stringify(file), replace: false }, empty);
        expect(plan.report.items.every(({ skipped }) => skipped === null)).toBe(true);
        expect(plan.downloads).toMatchObject(downloads.map(({ url, queue, priority }) => ({ url, queue, priority })));
        expect(plan.queues).toEqual(queues);
        expect(plan.categories ?? []).toEqual(categories);
      },
    ),
  );
});

test('the order, the queues and what is urgent come along', async () => {
  const first = lab.start();
  const nights = first.api.createQueue({ name: 'Nights', maxActive: 2, hours: { days: [1, 2], start: 60, end: 300 } });
  const ids = first.api.add([
    { url: 'https://host.example/a', start: false },
    { url: 'https://host.example/b', start: false, queue: nights, priority: 'high' },
  ]);
  first.api.move([ids[1]!], ids[0]!);
  const text = first.api.writeBackup();
  await lab.stop(first);

  const { api } = lab.start({ databasePath: ':memory:' });
  expect(outcomes(api.readBackup({ text, replace: false, dry: false }))).toContain('queue Nights: taken');
  expect(api.rows()).toMatchObject([
    { url: 'https://host.example/b', queue: nights, priority: 'high' },
    { url: 'https://host.example/a', queue: 'default', priority: 'normal' },
  ]);
  expect((await firstOf(api.watchQueues())).at(-1)).toMatchObject({ id: nights, maxActive: 2, hours: { start: 60 } });
  expect(outcomes(api.readBackup({ text, replace: false, dry: false }))).toContain('queue Nights: same');

  // Made elsewhere by hand: another id, but the same name.
  const third = lab.start({ databasePath: ':memory:' }).api;
  const own = third.createQueue({ name: 'Nights', maxActive: 7 });
  expect(outcomes(third.readBackup({ text, replace: false, dry: false }))).toContain('queue Nights: differs');
  expect(third.rows()[0]).toMatchObject({ url: 'https://host.example/b', queue: own });
  third.readBackup({ text, replace: true, dry: false });
  expect(await firstOf(third.watchQueues())).toMatchObject([{ id: 'default' }, { id: own, name: 'Nights', maxActive: 2 }]);
});

describe("somebody else's file", () => {
  const read = (parts: object, here: Partial<typeof empty> = {}) =>
    planImport({ text: JSON.stringify({ format: 'rangefinder', version: 1, ...parts }), replace: true }, { ...empty, ...here });

  test('does not get the login of the proxy that was used before', () => {
    const settings = { ...Settings.parse({}), proxyAddress: 'proxy.example', proxyUser: 'ann' };
    expect(read({ settings: { proxyAddress: 'evil.example' } }, { settings })).toMatchObject({
      settings: { proxyAddress: 'evil.example', proxyUser: '' },
      otherProxy: true,
    });
    expect(read({ settings: { proxyAddress: 'proxy.example' } }, { settings })).toMatchObject({ settings: {}, otherProxy: false });

    const { api } = lab.start();
    api.updateSettings({ proxyMode: 'manual', proxyAddress: 'proxy.example', proxyUser: 'ann' });
    api.saveProxyPassword('swordfish');
    const text = JSON.stringify({ format: 'rangefinder', version: 1, settings: { proxyAddress: 'evil.example', proxyPassword: 'x' } });
    api.readBackup({ text, replace: true, dry: true });
    expect(api.proxyLogin()).toEqual({ user: 'ann', password: 'swordfish' });
    api.readBackup({ text, replace: true, dry: false });
    expect(api.settings()).toMatchObject({ proxyAddress: 'evil.example', proxyUser: '' });
    api.updateSettings({ proxyUser: 'ann' });
    expect(api.proxyLogin()).toEqual({ user: 'ann', password: '' });
  });

  test('does not say where the next version is to be had', () => {
    const updateAnswer = { at: 1, version: '99.0.0', address: 'https://evil.example/' };
    expect(read({ settings: { updateAnswer, trayExplained: true } }).settings).toEqual({});
  });

  test('does not have logins sent in the clear', () => {
    const { login: _, ...rules } = host;
    const [taken] = read({ hosts: [{ ...rules, connections: 9, plainHttp: true }] }, { hosts: [rules] as never }).hosts;
    expect(taken).toMatchObject({ connections: 9, plainHttp: false });
  });

  test('has no password shown that stands in a text which is no link', () => {
    const { report } = planImport({ text: 'https://a.example/\nftp://ann:hunter2@b.example/', replace: false }, empty);
    expect(outcomes(report).at(-1)).toBe('download ftp://b.example/: invalid');
  });
});

describe('a file of another kind', () => {
  const plan = (text: string) => planImport({ text, replace: true }, empty);

  test.each(['', '{}', '[1,2]', 'hello', '{"format":"rangefinder"'])('%j holds nothing', (text) => {
    expect(plan(text).report).toEqual({ kind: 'nothing', items: [] });
  });

  test('never throws, and never takes what it does not understand', () => {
    fc.assert(
      fc.property(
        fc.record({
          downloads: fc.anything(),
          settings: fc.anything(),
          categories: fc.anything(),
          hosts: fc.anything(),
          queues: fc.anything(),
        }),
        (parts) => {
          const file = JSON.stringify({ ...parts, format: 'rangefinder', version: 1 }, (_key, value: unknown) =>
            typeof value === 'bigint' ? 0 : value,
          );
          expect(plan(file).report.items.every(({ skipped }) => skipped !== null)).toBe(true);
        },
      ),
    );
  });

  test('that was written before queues were carried is read as ever', () => {
    const { queues: _, ...before } = { ...writeBackup(empty, 0), downloads: [{ url: 'https://a.example/' }] };
    expect(Backup.parse(before).queues).toEqual([]);
    expect(plan(JSON.stringify(before))).toMatchObject({
      report: { kind: 'backup', items: [{ skipped: null }] },
      downloads: [{ url: 'https://a.example/', start: false }],
      queues: [],
    });
  });

  test('that is newer is left alone', () => {
    expect(plan('{"format":"rangefinder","version":2,"downloads":[{"url":"https://a.example/"}]}')).toMatchObject({
      report: { kind: 'newer', items: [] },
      downloads: [],
    });
  });

  test('each damaged part is told of and loses itself alone', () => {
    const file = {
      format: 'rangefinder',
      version: 1,
      downloads: [
        { url: 'ftp://a.example/' },
        7,
        { url: 'https://a.example/', connections: 900 },
        { url: 'https://b.example/' },
        { url: 'https://c.example/', completed: true },
      ],
      settings: { maxActive: 'many', userAgent: 'x\r\nX-Injected: yes', colour: 'red', retries: 3, proxyPassword: 'x' },
      categories: [{ ...firstCategories[0], types: ['*'] }],
      hosts: [{ host: 'a b' }],
      queues: [{ id: 'nights', name: 'Nights', maxActive: -1 }, { id: 'nameless' }],
    };
    expect(outcomes(plan(JSON.stringify(file)).report)).toEqual([
      'download ftp://a.example/: invalid',
      'download ?: invalid',
      'download https://a.example/: invalid',
      'download https://b.example/: taken',
      'download https://c.example/: completed',
      'setting maxActive: invalid',
      'setting userAgent: invalid',
      'setting colour: unknown',
      'setting retries: taken',
      'setting proxyPassword: unknown',
      'category ?: invalid',
      'host a b: invalid',
      'queue Nights: invalid',
      'queue ?: invalid',
    ]);
  });

  test("aria2's session brings what it says of each link", () => {
    const sha = 'ab'.repeat(32);
    const session = `https://a.example/f.iso\thttps://b.example/f.iso\n gid=1\n dir=/srv\n out=g.iso\n split=5\n checksum=sha-256=${sha}\n http-passwd=x\nmagnet:?xt=1\n dir=/srv\n`;
    const { report, downloads } = plan(session);
    expect(report.kind).toBe('aria2');
    expect(outcomes(report)).toEqual(['download https://a.example/f.iso: taken', 'download magnet:?xt=1: invalid']);
    expect(downloads).toEqual([
      {
        url: 'https://a.example/f.iso',
        mirrors: ['https://b.example/f.iso'],
        folder: '/srv',
        name: 'g.iso',
        connections: 5,
        checksums: [{ algorithm: 'sha256', value: sha, origin: 'user' }],
        start: false,
      },
    ]);
  });

  test('links, one a line, with words between them', () => {
    const { report, downloads } = plan('# mine\nhttps://a.example/1\r\n\r\nhttps://a.example/2\nhttps://a.example/1\n');
    expect(report.kind).toBe('links');
    expect(downloads).toEqual([
      { url: 'https://a.example/1', start: false },
      { url: 'https://a.example/2', start: false },
    ]);
    expect(outcomes(report).at(-1)).toBe('download https://a.example/1: known');
  });
});
