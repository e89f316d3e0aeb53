/** Links that expire in the middle of a download, and what takes their place. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DownloadRow } from '../../contract/download.ts';
import type { IntegrityReport } from '../../contract/report.ts';
import type { Service } from '../../service/index.ts';
import { honestAnswer, plain } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import type { HostileRequest } from '../hostile/request.ts';
import { HostileServer } from '../hostile/server.ts';
import { all, firstOf, Lab, until } from './lab.ts';

const MiB = 1024 * 1024;
const size = 8 * MiB;
const file = content(1, size);

let lab: Lab;
/** The server that the new link is on. */
let other: HostileServer;

beforeEach(async () => {
  lab = await Lab.open();
  other = await HostileServer.start(() => {});
});
afterEach(async () => {
  await other.stop();
  await lab.close();
});

const hostOf = (server: HostileServer): string => new URL(server.url('/')).host;

/** What a server answers that has the file, and nothing beside it. */
const served = (bytes: Buffer, etag: string | null) => (request: HostileRequest) =>
  request.path.endsWith('/file.bin')
    ? honestAnswer({ bytes, type: 'application/octet-stream', etag, modified: null }, request)
    : plain(404);

/** Makes the new link lead to a file. */
function offer(bytes: Buffer, etag: string | null): void {
  const answer = served(bytes, etag);
  other.handler = async (request, wire) => wire.send(answer(request));
}

/** A download whose link has expired with some of the file here. */
async function expired(service: Service, link: string, more: object = {}): Promise<DownloadRow> {
  let open = true;
  const answer = served(file, '"old"');
  lab.files.handler = async (request, wire) => wire.send(open ? answer(request) : plain(403));
  lab.files.flow.holdAfter(6 * MiB);
  service.api.add([{ url: link, connections: 4, ...more }]);
  await until(service.api.watch(), (rows) => (rows[0]?.received ?? 0) > 2 * MiB);
  open = false;
  lab.files.flow.release();
  lab.files.cutConnections();
  const [row] = await until(service.api.watch(), all('failed'));
  expect(row?.error?.code).toBe('AUTH_EXPIRED');
  expect(row?.received).toBeGreaterThan(MiB);
  return row!;
}

/** The ends of what was here are compared, at most 64 KiB of each; no other byte that was here is asked for. */
function expectNothingTwice({ segments, restarts }: IntegrityReport, received: number): void {
  const fresh = segments.filter(({ source }) => source === hostOf(other));
  expect(bytesOf(fresh)).toBeLessThanOrEqual(size - received);
  expect(bytesOf(segments)).toBe(size);
  expect(restarts).toEqual([]);
  const keptEnd = segments[0]?.end ?? 0;
  const again = other.requests.map(({ range }) => Math.min(range?.end ?? size, keptEnd) - (range?.start ?? keptEnd));
  expect(Math.max(...again)).toBeLessThanOrEqual(64 * 1024);
}

const bytesOf = (segments: IntegrityReport['segments']): number => segments.reduce((sum, { start, end }) => sum + end - start, 0);

const link = (query = ''): string => lab.files.url(`/file.bin${query}`);

describe('a new link for an expired one', () => {
  test('goes on with what is there when it leads to the same file, and fetches only what is missing', async () => {
    const service = lab.start();
    const { id, received } = await expired(service, link());
    offer(file, '"new"');
    service.api.refreshLink(id, other.url('/elsewhere/file.bin'));

    const [row] = await until(service.api.watch(), all('completed'));
    expect(await readFile(join(lab.downloads, 'file.bin'))).toEqual(file);
    expect(row?.url).toBe(other.url('/elsewhere/file.bin'));
    const report = service.api.report(id)!;
    expectNothingTwice(report, received);
    expect(report.sameness.map(({ proof, source }) => [proof, source])).toContainEqual(['overlap', hostOf(other)]);
    expect(new Set(report.segments.map(({ source }) => source)).size).toBe(2);
    expect(report.earlierLinks).toEqual([link()]);
    const { notices } = await firstOf(service.api.watchDetail(id));
    expect(notices.map(({ code }) => code)).not.toContain('restarted');
  });

  test('also after a restart of the app', async () => {
    const first = lab.start();
    const { id, received } = await expired(first, link());
    await lab.stop(first);
    offer(file, null);
    const { api } = lab.start();
    api.refreshLink(id, other.url('/file.bin'));
    await until(api.watch(), all('completed'));
    expect(await readFile(join(lab.downloads, 'file.bin'))).toEqual(file);
    // What the first start of the app had fetched is told of as such.
    const report = api.report(id)!;
    expect(report.segments[0]).toMatchObject({ start: 0, source: null, connection: null });
    expectNothingTwice(report, received);
  });

  test.each([
    ['with the same ETag', content(2, size), '"old"'],
    ['with an ETag of its own', content(2, size), '"new"'],
    ['without an ETag', content(2, size), null],
    ['that begins alike', Buffer.concat([file.subarray(0, 64 * 1024), content(2, size - 64 * 1024)]), '"old"'],
    ['of another size', content(1, size + MiB), '"old"'],
  ])('starts over, with a notice, when it leads to another file %s', async (_, bytes, etag) => {
    const service = lab.start();
    const { id } = await expired(service, link());
    offer(bytes, etag);
    service.api.refreshLink(id, other.url('/file.bin'));
    const [row] = await until(service.api.watch(), all('completed'));
    expect((await readFile(join(lab.downloads, row?.name ?? ''))).equals(bytes)).toBe(true);
    const { notices } = await firstOf(service.api.watchDetail(id));
    expect(notices.map(({ code }) => code)).toContain('restarted');
    const report = service.api.report(id)!;
    expect(report.restarts).toHaveLength(1);
    expect(new Set(report.segments.map(({ source }) => source))).toEqual(new Set([hostOf(other)]));
  });

  test.each([
    ['the same file', file],
    ['another file', content(2, size)],
  ])('from a server without ranges ends in the right bytes of %s', async (_, bytes) => {
    const service = lab.start();
    const { id } = await expired(service, link());
    const answer = served(bytes, '"old"');
    other.handler = async (request, wire) => wire.send(answer({ ...request, range: null }));
    service.api.refreshLink(id, other.url('/file.bin'));
    const [row] = await until(service.api.watch(), all('completed'));
    expect((await readFile(join(lab.downloads, row?.name ?? ''))).equals(bytes)).toBe(true);
  });

  test('that is refused as well leaves what is there for the next', async () => {
    const service = lab.start();
    const { id, received } = await expired(service, link());
    other.handler = async (_, wire) => wire.send(plain(404));
    service.api.refreshLink(id, other.url('/gone.bin'));
    await until(service.api.watch(), (rows) => rows[0]?.error?.code === 'NOT_FOUND');
    offer(file, '"new"');
    service.api.refreshLink(id, other.url('/file.bin'));
    await until(service.api.watch(), all('completed'));
    expectNothingTwice(service.api.report(id)!, received);
    expect((await readFile(join(lab.downloads, 'file.bin'))).equals(file)).toBe(true);
  });

  test('on the same server keeps cookies and headers; another server is told none of them', async () => {
    const service = lab.start();
    const { id } = await expired(service, link(), { cookie: 'flavour=oatmeal', headers: [['X-Key', 'raisin']] });
    lab.files.handler = async (request, wire) => wire.send(plain(request.target.includes('new') ? 403 : 404));
    service.api.refreshLink(id, link('?new'));
    await until(service.api.watch(), (rows) => rows[0]?.status === 'failed' && rows[0].url === link('?new'));
    expect(lab.files.requests.at(-1)?.headers.get('cookie')).toBe('flavour=oatmeal');
    expect(lab.files.requests.at(-1)?.headers.get('x-key')).toBe('raisin');

    offer(file, '"new"');
    service.api.refreshLink(id, other.url('/file.bin'));
    await until(service.api.watch(), all('completed'));
    expect(other.requests.length).toBeGreaterThan(1);
    for (const { headers } of other.requests) expect([headers.get('cookie'), headers.get('x-key')]).toEqual([undefined, undefined]);
  });

  test('is refused when it is none, or there is nothing unfinished to go on with', async () => {
    const { api } = lab.start();
    const [done = ''] = api.add([{ url: lab.offer('/done.bin', 1000) }]);
    await until(api.watch(), all('completed'));
    expect(() => api.refreshLink(done, link())).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(() => api.refreshLink('unknown', link())).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    const [bad = ''] = api.add([{ url: 'nonsense' }]);
    expect(() => api.refreshLink(bad, 'more nonsense')).toThrow(expect.objectContaining({ code: 'BAD_URL' }));
    api.refreshLink(bad, lab.offer('/good.bin', 1000));
    await until(api.watch(), all('completed'));
  });
});

test('what is paused keeps its partial after a restart, also where its link is added once more', async () => {
  const answer = served(file, '"one"');
  lab.files.handler = async (request, wire) => wire.send(answer(request));
  lab.files.flow.holdAfter(4 * MiB);
  const before = lab.start();
  const [first = ''] = before.api.add([{ url: link(), connections: 1 }]);
  await until(before.api.watch(), (rows) => (rows[0]?.received ?? 0) > 2 * MiB);
  before.api.pause([first]);
  const [paused] = await until(before.api.watch(), all('paused'));
  await lab.stop(before);

  lab.files.flow.release();
  const service = lab.start();
  service.api.add([{ url: link() }]);
  await until(service.api.watch(), (rows) => rows.some(({ status }) => status === 'completed'));
  service.api.resume([first]);
  const rows = await until(service.api.watch(), all('completed'));
  expect(rows.find(({ id }) => id === first)?.name).toBe('file.bin');
  expectNothingTwice(service.api.report(first)!, paused?.received ?? 0);
});
