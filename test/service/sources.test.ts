/** Downloads of several sources, as the app keeps them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { honestAnswer } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { HostileServer } from '../hostile/server.ts';
import { all, firstOf, Lab, until } from './lab.ts';

const bytes = content(1, 3_000_000);
const path = '/file.bin';
let lab: Lab;
let mirror: HostileServer;

beforeEach(async () => {
  lab = await Lab.open();
  const file = { bytes, type: 'application/octet-stream', etag: '"mirror"', modified: null };
  mirror = await HostileServer.start((request, wire) => wire.send(honestAnswer(file, request)));
});
afterEach(async () => {
  await lab.close();
  await mirror.stop();
});

const authorized = (): readonly (string | undefined)[] => mirror.requests.map(({ headers }) => headers.get('authorization'));
const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

test('a mirror is told its own login alone: what its link says, or what is set for its host', async () => {
  const { api } = lab.start();
  api.saveHosts([
    {
      id: 'mirror',
      host: `127.0.0.1:${mirror.port}`,
      connections: null,
      mostConnections: null,
      userAgent: '',
      limitRate: 0,
      plainHttp: true,
      login: { user: 'set', password: 'for-the-host' },
    },
  ]);
  const item = {
    url: lab.files.url('/gone.bin'),
    headers: [['X-Key', 'secret']] as [string, string][],
    cookie: 'a=secret',
    credentials: { user: 'ada', password: 'secret' },
  };
  api.add([{ ...item, name: 'one.bin', mirrors: [mirror.url(path)] }]);
  await until(api.watch(), all('completed'));
  expect(new Set(authorized())).toEqual(new Set([basic('set', 'for-the-host')]));

  mirror.requests.length = 0;
  api.add([{ ...item, name: 'two.bin', mirrors: [mirror.url(path).replace('//', '//bob:own@')] }]);
  const rows = await until(api.watch(), (shown) => shown.length === 2 && all('completed')(shown));
  expect(new Set(authorized())).toEqual(new Set([basic('bob', 'own')]));
  expect(mirror.requests.flatMap(({ headers }) => [...headers.values()]).join()).not.toContain('secret');

  const detail = await firstOf(api.watchDetail(rows[1]?.id ?? ''));
  expect(detail?.sources).toMatchObject([
    { link: item.url, status: 'failed', failure: { code: 'NOT_FOUND' } },
    { link: mirror.url(path), status: 'in_use', failure: null },
  ]);
  expect(detail?.hosts).toEqual([`127.0.0.1:${mirror.port}`]);
  expect(detail?.segments.every(({ source }) => source === 0)).toBe(true);
});

test('a mirror that takes the place of the link is one source, and keeps its own login', async () => {
  const { api } = lab.start();
  const mirrors = [mirror.url(path).replace('//', '//bob:own@')];
  const [id = ''] = api.add([{ url: lab.files.url('/gone.bin'), credentials: { user: 'ada', password: 'secret' }, mirrors, start: false }]);
  api.refreshLink(id, mirror.url(path));
  expect((await firstOf(api.watchDetail(id))).sources.map(({ link }) => link)).toEqual([mirror.url(path)]);
  await until(api.watch(), all('completed'));
  expect(new Set(authorized())).toEqual(new Set([basic('bob', 'own')]));
});

test('a restart goes on with the source that was in use, from what had arrived', async () => {
  const first = lab.start();
  mirror.flow.holdAfter(1_500_000);
  const value = createHash('sha256').update(bytes).digest('hex');
  first.api.add([
    {
      url: lab.files.url('/gone.bin'),
      name: 'file.bin',
      mirrors: [mirror.url(path)],
      checksums: [{ algorithm: 'sha256', value, origin: 'user' }],
    },
  ]);
  await until(first.api.watch(), (rows) => (rows[0]?.received ?? 0) > 1_000_000);
  await lab.stop(first);
  mirror.flow.release();

  const { api } = lab.start();
  const [row] = await until(api.watch(), all('completed'));
  expect(row?.checks).toMatchObject([{ ok: true }]);
  const detail = await firstOf(api.watchDetail(row?.id ?? ''));
  expect(detail?.notices.map(({ code }) => code)).toContain('resumed');
  expect(mirror.flow.sent).toBeLessThan(bytes.length + 1_000_000);
});

test('what is kept of mirrors holds no password that anybody may read', async () => {
  const service = lab.start({
    secrets: {
      encrypt: (text) => Buffer.from(text).map((byte) => byte ^ 0xff),
      decrypt: (sealed) => Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString(),
    },
  });
  const [id = ''] = service.api.add([
    { url: lab.files.url(path), mirrors: ['https://bob:swordfish@mirror.example/f', 'nonsense'], start: false },
  ]);
  const detail = await firstOf(service.api.watchDetail(id));
  expect(detail?.sources.map(({ link }) => link)).toEqual([lab.files.url(path), 'https://mirror.example/f']);
  await lab.stop(service);
  const stored = readFileSync(join(lab.folder, 'list.db'), 'latin1');
  expect(stored).toContain('mirror.example');
  expect(stored).not.toContain('swordfish');
});
