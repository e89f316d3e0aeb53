import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DownloadEngine } from '../../engine/engine.ts';
import type { EngineEvent } from '../../engine/types.ts';
import { all, firstOf, Lab, until } from './lab.ts';

const MiB = 1024 * 1024;

let lab: Lab;
beforeEach(async () => {
  lab = await Lab.open();
});
afterEach(() => lab.close());

/** Where each request since then asked the file to begin. */
/** Where the answers began that were asked for since; of files that exist, so that the search for checksums beside them does not count. */
const startsSince = (count: number): number[] =>
  lab.files.requests
    .slice(count)
    .filter((request) => lab.contents.has(request.path))
    .map((request) => request.range?.start ?? 0);

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('a download', () => {
  test('arrives whole, with its digest, its details and its history', async () => {
    const { api } = lab.start();
    const url = lab.offer('/file.bin', 3 * MiB);
    const [id = ''] = api.add([{ url, checksums: [{ algorithm: 'md5', value: '0'.repeat(32) }] }, { url }]).slice(1);

    const [, row] = await until(api.watch(), (rows) => rows[1]?.status === 'completed' && rows[0]?.status === 'failed');
    const bytes = lab.contents.get('/file.bin')!;
    expect(row).toMatchObject({
      id,
      url,
      size: bytes.length,
      received: bytes.length,
      sha256: sha256(bytes),
      error: null,
      present: true,
      speed: 0,
    });
    expect(await readFile(join(lab.downloads, row?.name ?? ''))).toEqual(bytes);

    const detail = await firstOf(api.watchDetail(id));
    expect(detail).toMatchObject({ id, finalUrl: url, contentType: 'application/octet-stream' });
    expect(detail.segments.reduce((sum, segment) => sum + segment.received, 0)).toBe(bytes.length);
  });

  test('whose checksum differs fails with that word, and the others go on', async () => {
    const { api } = lab.start();
    const url = lab.offer('/file.bin', 1000);
    api.add([{ url, checksums: [{ algorithm: 'sha256', value: '0'.repeat(64) }] }]);
    const [row] = await until(api.watch(), all('failed'));
    expect(row?.error?.code).toBe('CHECKSUM');
  });

  test('that is no link fails alone, in the list, with a clear word', async () => {
    const { api } = lab.start();
    api.add([{ url: 'not a link' }, { url: lab.offer('/file.bin', 1000) }, { url: 'ftp://ann:hunter2@host.example/f' }]);
    const rows = await until(api.watch(), (list) => list.length === 3 && list[1]?.status === 'completed');
    expect(rows.map((row) => row.error?.code)).toEqual(['BAD_URL', undefined, 'UNSUPPORTED_PROTOCOL']);
    expect(JSON.stringify(rows)).not.toContain('hunter2');

    api.retry(rows.map((row) => row.id));
    await api.remove([rows[0]?.id ?? ''], { deleteFiles: true });
    expect(api.rows().map((row) => row.error?.code ?? null)).toEqual([null, 'UNSUPPORTED_PROTOCOL']);
  });

  test('never shows its credentials, and sends them', async () => {
    const { api } = lab.start();
    const url = new URL(lab.offer('/file.bin', 1000));
    url.username = 'ann';
    url.password = 'hunter2';
    api.add([{ url: url.href, cookie: 'flavour=oatmeal', headers: [['Authorization-Extra', 'raisin']] }]);
    const rows = await until(api.watch(), all('completed'));
    const detail = await firstOf(api.watchDetail(rows[0]?.id ?? ''));
    for (const secret of ['hunter2', 'oatmeal', 'raisin']) expect(JSON.stringify([rows, detail])).not.toContain(secret);

    const [request] = lab.files.requests;
    expect(request?.headers.get('authorization')).toBe(`Basic ${Buffer.from('ann:hunter2').toString('base64')}`);
    expect(request?.headers.get('cookie')).toBe('flavour=oatmeal');
  });
});

test('opens and shows by id what is complete, and nothing else', async () => {
  const { api } = lab.start();
  const [done = '', failed = ''] = api.add([{ url: lab.offer('/file.bin', 1000) }, { url: 'nonsense' }]);
  await until(api.watch(), (rows) => rows[0]?.status === 'completed');
  await api.open(done);
  await api.showInFolder(done);
  const path = join(lab.downloads, 'file.bin');
  expect(lab.shown).toEqual([`open ${path}`, `show ${path}`]);
  for (const id of [failed, 'unknown', '/etc/passwd']) await expect(api.open(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('pause and resume', () => {
  test('keep what has arrived', async () => {
    const { api } = lab.start();
    const url = lab.offer('/file.bin', 8 * MiB);
    lab.files.flow.holdAfter(4 * MiB);
    const [id = ''] = api.add([{ url, connections: 2 }]);
    await until(api.watch(), (rows) => (rows[0]?.received ?? 0) > MiB);
    api.pause([id]);
    const [paused] = await until(api.watch(), all('paused'));
    expect(paused?.received).toBeGreaterThan(MiB);
    const detail = await firstOf(api.watchDetail(id));
    expect(detail.segments.filter(({ state, speed }) => state === 'active' || speed > 0)).toEqual([]);

    lab.files.flow.release();
    const before = lab.files.requests.length;
    api.resume([id]);
    const [row] = await until(api.watch(), all('completed'));
    expect(row?.sha256).toBe(sha256(lab.contents.get('/file.bin')!));
    expect(startsSince(before)).not.toContain(0);
  });

  test('of all leave alone what has ended', async () => {
    const { api } = lab.start();
    api.add([{ url: lab.offer('/done.bin', 1000) }, { url: 'nonsense' }]);
    await until(api.watch(), (rows) => rows[0]?.status === 'completed');
    lab.files.flow.holdAfter(0);
    api.add([{ url: lab.offer('/held.bin', MiB) }]);
    expect(api.summary().possible).toEqual({ pause: true, resume: false, retry: false });
    api.pauseAll();
    await until(api.watch(), (rows) => rows[2]?.status === 'paused');
    expect(api.summary().possible).toEqual({ pause: false, resume: true, retry: false });
    lab.files.flow.release();
    api.resumeAll();
    const rows = await until(api.watch(), (list) => list[2]?.status === 'completed');
    expect(rows.map((row) => row.status)).toEqual(['completed', 'failed', 'completed']);
    expect(lab.files.requests.filter((request) => request.path === '/done.bin' && request.range?.start === 0)).toHaveLength(1);
  });
});

test('whatever has failed is started again at once, but for what is no link', async () => {
  const { api } = lab.start();
  const ids = api.add([{ url: lab.files.url('/later-a.bin') }, { url: lab.files.url('/later-b.bin') }, { url: 'nonsense' }]);
  await until(api.watch(), (rows) => rows.every((row) => row.status === 'failed'));
  expect(api.summary().possible).toEqual({ pause: false, resume: false, retry: true });
  for (const name of ['/later-a.bin', '/later-b.bin']) lab.offer(name, 1000);
  api.retryFailed();
  const rows = await until(api.watch(), (list) => list.filter((row) => row.status === 'completed').length === 2);
  expect(rows.find((row) => row.id === ids[2])?.status).toBe('failed');
  expect(api.summary().possible).toEqual({ pause: false, resume: false, retry: false });
});

describe('removal', () => {
  test('takes the partial along, at once and for good', async () => {
    const service = lab.start();
    lab.files.flow.holdAfter(2 * MiB);
    const [id = ''] = service.api.add([{ url: lab.offer('/file.bin', 4 * MiB) }]);
    await lab.files.flow.reached(2 * MiB);
    const removed = service.api.remove([id, id, 'unknown'], { deleteFiles: false });
    expect(service.api.rows()).toEqual([]);
    await removed;
    expect(await readdir(lab.downloads)).toEqual([]);
    await lab.stop(service);
    expect(lab.start().api.rows()).toEqual([]);
  });

  test('leaves a completed file, unless asked otherwise', async () => {
    const { api } = lab.start();
    const [kept = '', deleted = ''] = api.add([{ url: lab.offer('/kept.bin', 10) }, { url: lab.offer('/deleted.bin', 10) }]);
    await until(api.watch(), all('completed'));
    await api.remove([kept], { deleteFiles: false });
    await api.remove([deleted], { deleteFiles: true });
    expect(await readdir(lab.downloads)).toEqual(['kept.bin']);
  });
});

describe('a restart', () => {
  test('goes on with what was under way, from what had arrived', async () => {
    const first = lab.start();
    lab.files.flow.holdAfter(4 * MiB);
    const [id] = first.api.add([{ url: lab.offer('/file.bin', 8 * MiB), cookie: 'flavour=oatmeal' }]);
    await until(first.api.watch(), (rows) => (rows[0]?.received ?? 0) > MiB);
    await lab.stop(first);

    lab.files.flow.release();
    const before = lab.files.requests.length;
    const { api } = lab.start();
    const [row] = await until(api.watch(), all('completed'));
    expect(row).toMatchObject({ id, sha256: sha256(lab.contents.get('/file.bin')!) });
    expect(startsSince(before)).not.toContain(0);
    expect(lab.files.requests.at(-1)?.headers.get('cookie')).toBe('flavour=oatmeal');
  });

  test('leaves paused what was under way, when the setting says so', async () => {
    const first = lab.start();
    first.api.updateSettings({ resumeOnStart: false });
    lab.files.flow.holdAfter(0);
    first.api.add([{ url: lab.offer('/file.bin', MiB) }, { url: lab.offer('/later.bin', MiB), start: false }]);
    await until(first.api.watch(), (rows) => rows[0]?.status !== 'queued');
    await lab.stop(first);
    const requests = lab.files.requests.length;

    const { api } = lab.start();
    expect(api.rows().map((row) => row.status)).toEqual(['paused', 'paused']);
    expect(lab.files.requests).toHaveLength(requests);
  });

  test('notices that a completed file is gone, and a retry fetches it again', async () => {
    const first = lab.start();
    first.api.add([{ url: lab.offer('/file.bin', 1000) }]);
    await until(first.api.watch(), all('completed'));
    await lab.stop(first);
    await rm(join(lab.downloads, 'file.bin'));

    const { api } = lab.start();
    const [row] = await until(api.watch(), (rows) => rows[0]?.present === false);
    await expect(api.open(row?.id ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    api.retry([row?.id ?? '']);
    await until(api.watch(), (rows) => rows[0]?.status === 'completed' && rows[0].present);
    expect(existsSync(join(lab.downloads, 'file.bin'))).toBe(true);
  });
});

test('the queue is in the order that it was put in', async () => {
  const service = lab.start();
  const order = (): string[] =>
    service.api
      .rows()
      .toSorted((one, other) => one.position - other.position)
      .map((row) => row.name);
  const [a = '', b = '', c = '', d = ''] = service.api.add(
    ['a', 'b', 'c', 'd'].map((name) => ({ url: `http://127.0.0.1:9/${name}`, start: false })),
  );
  service.api.move([d, b], a);
  expect(order()).toEqual(['b', 'd', 'a', 'c']);
  service.api.move([b], null);
  expect(order()).toEqual(['d', 'a', 'c', 'b']);
  service.api.move([c], c);
  expect(order()).toEqual(['d', 'a', 'c', 'b']);
  await lab.stop(service);
  const names = lab.start().api.rows();
  expect(names.map((row) => row.name)).toEqual(['d', 'a', 'c', 'b']);
});

test('a limit of its own is told at once, and outlives a restart', async () => {
  const service = lab.start();
  const [id = ''] = service.api.add([{ url: 'http://127.0.0.1:9/a', start: false }]);
  const limited = until(service.api.watch(), (rows) => rows[0]?.limitRate === 1000);
  service.api.limit([id], 1000);
  await limited;
  await lab.stop(service);
  expect(lab.start().api.rows()).toMatchObject([{ id, limitRate: 1000 }]);
});

test('settings take effect at once: the limit of active downloads, for those that wait already', async () => {
  const { api } = lab.start();
  api.updateSettings({ maxActive: 1 });
  lab.files.flow.holdAfter(0);
  api.add([{ url: lab.offer('/one.bin', MiB) }, { url: lab.offer('/two.bin', MiB) }]);
  const started = (count: number) => until(api.watch(), (rows) => rows.filter((row) => row.status === 'downloading').length === count);
  await started(1);
  expect(api.rows().map((row) => row.status)).toEqual(['downloading', 'queued']);
  api.updateSettings({ maxActive: 2 });
  await started(2);
});

test('what changes no request, as the widths of columns do, leaves every download alone', () => {
  const { api } = lab.start();
  api.add([{ url: lab.offer('/a.bin', 1000), start: true }]);
  const amend = vi.spyOn(DownloadEngine.prototype, 'amend');
  api.updateSettings({ listWidths: { name: 300 }, theme: 'dark' });
  expect(amend).not.toHaveBeenCalled();
  api.updateSettings({ retries: 3 });
  expect(amend).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ retries: 3 }));
  amend.mockRestore();
});

test('events come after the list has taken them in, for the same process', async () => {
  const { api } = lab.start();
  const seen: (readonly [EngineEvent['type'], string | undefined])[] = [];
  api.onEvent((event) => {
    if (event.type === 'state') seen.push([event.type, api.row(event.id)?.status]);
  });
  api.add([{ url: lab.offer('/file.bin', 1000) }]);
  await until(api.watch(), all('completed'));
  expect(seen.at(-1)).toEqual(['state', 'completed']);
  expect(api.summary()).toMatchObject({ active: 0, received: 0, size: 0, speed: 0 });
});
