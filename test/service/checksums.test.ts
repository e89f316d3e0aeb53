/** What a file is to be is said, corrected and taken back: before it is complete, after it has failed by it, and when it is there already. */
import { createHash } from 'node:crypto';
import { appendFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Checksum, DownloadDetail } from '../../contract/download.ts';
import type { Service } from '../../service/index.ts';
import { plain } from '../hostile/answer.ts';
import { HostileServer } from '../hostile/server.ts';
import { all, firstOf, Lab, until } from './lab.ts';

const MiB = 1024 * 1024;

let lab: Lab;
let service: Service;

beforeEach(async () => {
  lab = await Lab.open();
  service = lab.start();
});
afterEach(() => lab.close());

const digest = (algorithm: 'md5' | 'sha256', path = '/file.bin'): string =>
  createHash(algorithm)
    .update(lab.contents.get(path) as Buffer)
    .digest('hex');
const md5 = (): Checksum => ({ algorithm: 'md5', value: digest('md5'), origin: 'user' });
const wrong: Checksum = { algorithm: 'md5', value: '0'.repeat(32), origin: 'user' };

async function detailUntil(id: string, expected: (detail: DownloadDetail) => boolean): Promise<DownloadDetail> {
  for await (const detail of service.api.watchDetail(id)) if (expected(detail)) return detail;
  throw new Error('the download is gone');
}

const isCompared = ({ comparing }: DownloadDetail): boolean => comparing === null;

const expectOf = (id: string, checksums: Checksum[], published = true): void => service.api.expect({ id, checksums, published });

async function complete(size = 3 * MiB): Promise<string> {
  const [id] = service.api.add([{ url: lab.offer('/file.bin', size) }]);
  await until(service.api.watch(), all('completed'));
  return id as string;
}

describe('a complete file', () => {
  test('is read again, with progress, and the verdict is kept', async () => {
    const id = await complete(40 * MiB);
    expectOf(id, [wrong]);
    const reading = await detailUntil(id, ({ comparing }) => comparing?.state === 'reading');
    expect(reading).toMatchObject({ comparing: { size: 40 * MiB }, expected: [wrong] });
    await detailUntil(id, isCompared);
    expect(service.api.row(id)).toMatchObject({
      status: 'completed',
      sha256: digest('sha256'),
      checks: [{ algorithm: 'md5', expected: wrong.value, actual: digest('md5'), origin: 'user', ok: false }],
    });

    expectOf(id, [md5()]);
    expect(service.api.row(id)?.checks).toEqual([]);
    await detailUntil(id, isCompared);
    const checks = [{ algorithm: 'md5', expected: digest('md5'), actual: digest('md5'), origin: 'user', ok: true }];
    expect(service.api.row(id)?.checks).toEqual(checks);
    expect(service.api.report(id)?.digests).toContainEqual({
      algorithm: 'md5',
      value: digest('md5'),
      expected: digest('md5'),
      origin: 'user',
      outcome: 'matches',
    });

    await lab.stop(service);
    service = lab.start();
    expect(service.api.row(id)?.checks).toEqual(checks);
    expectOf(id, []);
    expect(service.api.row(id)?.checks).toEqual([]);
  });

  test('keeps what it was compared with before, and tells when it is not what was downloaded', async () => {
    const link = lab.offer('/file.bin', MiB);
    lab.fields.set('/file.bin', { 'Repr-Digest': `sha-256=:${Buffer.from(digest('sha256'), 'hex').toString('base64')}:` });
    const [id = ''] = service.api.add([{ url: link }]);
    await until(service.api.watch(), all('completed'));
    await appendFile(join(lab.downloads, 'file.bin'), 'more');
    expectOf(id, [md5()]);
    const detail = await detailUntil(id, isCompared);
    expect(detail.notices.map(({ code }) => code)).toContain('file_changed');
    expect(service.api.row(id)?.checks).toMatchObject([
      { origin: 'user', ok: false },
      { origin: 'header', ok: true },
    ]);
  });

  test('that is gone cannot be compared, which is said', async () => {
    const id = await complete();
    await rm(join(lab.downloads, 'file.bin'));
    expectOf(id, [md5()]);
    const detail = await detailUntil(id, ({ comparing }) => comparing?.state === 'failed');
    expect(detail.comparing).toMatchObject({ failure: { code: 'NOT_FOUND' } });
    await until(service.api.watch(), ([row]) => row?.present === false);
  });

  test('that a run has compared with a Metalink is not read once more', async () => {
    const checksum: Checksum = { algorithm: 'md5', value: '', origin: 'metalink' };
    const url = lab.offer('/file.bin', 20 * MiB);
    const [id = ''] = service.api.add([{ url, checksums: [{ ...checksum, value: digest('md5') }] }]);
    await until(service.api.watch(), all('completed'));
    expect((await firstOf(service.api.watchDetail(id))).comparing).toBeNull();
    expect(service.api.row(id)?.checks).toMatchObject([{ origin: 'metalink', ok: true }]);
  });

  test('that is fetched once more is held to what has been said since, and to nothing that was found out before', async () => {
    const id = await complete();
    await rm(join(lab.downloads, 'file.bin'));
    expectOf(id, [md5()]);
    await detailUntil(id, ({ comparing }) => comparing?.state === 'failed');
    service.api.retry([id]);
    await until(service.api.watch(), all('completed'));
    expect((await firstOf(service.api.watchDetail(id))).comparing).toBeNull();
    expect(service.api.row(id)?.checks).toMatchObject([{ origin: 'user', ok: true }]);

    expectOf(id, [wrong]);
    await detailUntil(id, isCompared);
    service.api.retry([id]);
    const [row] = await until(service.api.watch(), all('failed'));
    expect(row?.error).toMatchObject({ code: 'CHECKSUM', details: { origin: 'user' } });
  });

  test('is compared with what was said last, however quickly', async () => {
    const id = await complete(20 * MiB);
    for (let time = 0; time < 5; time++) expectOf(id, [wrong]);
    expectOf(id, [md5()]);
    await detailUntil(id, isCompared);
    expect(service.api.row(id)?.checks).toMatchObject([{ expected: digest('md5'), ok: true }]);
  });
});

describe('a download that failed for its checksum', () => {
  async function fail(checksums: Checksum[], fields: Record<string, string> = {}): Promise<string> {
    const link = lab.offer('/file.bin', 3 * MiB);
    lab.fields.set('/file.bin', fields);
    const [id] = service.api.add([{ url: link, checksums }]);
    const [row] = await until(service.api.watch(), all('failed'));
    expect(row?.error?.code).toBe('CHECKSUM');
    return id as string;
  }

  test('ends well without asking for anything when what is there is right', async () => {
    const id = await fail([wrong]);
    const asked = lab.files.requests.length;
    expectOf(id, [md5()]);
    await until(service.api.watch(), all('completed'));
    expect(service.api.row(id)?.checks).toMatchObject([{ algorithm: 'md5', ok: true }]);
    expect(await readFile(join(lab.downloads, 'file.bin'))).toEqual(lab.contents.get('/file.bin'));
    expect(lab.files.requests.slice(asked)).toEqual([]);
  });

  test('fails again without asking for anything when it is not, and is fetched again only when asked for', async () => {
    const id = await fail([wrong]);
    const other = { ...wrong, value: 'f'.repeat(32) };
    let asked = lab.files.requests.length;
    expectOf(id, [other]);
    const [row] = await until(service.api.watch(), ([each]) => each?.error?.details?.['expected'] === other.value);
    expect(row).toMatchObject({ status: 'failed', error: { code: 'CHECKSUM' } });
    expect(lab.files.requests.slice(asked)).toEqual([]);

    asked = lab.files.requests.length;
    service.api.retry([id]);
    await until(service.api.watch(), ([each]) => each?.status === 'failed' && lab.files.requests.length > asked);
  });

  test('of one source and for want of another is fetched again from the first when what is said of it is right', async () => {
    service.api.updateSettings({ retries: 0 });
    const busy = await HostileServer.start((_request, wire) => wire.send(plain(503)));
    const [id = ''] = service.api.add([{ url: lab.offer('/file.bin', 3 * MiB), mirrors: [busy.url('/file.bin')], checksums: [wrong] }]);
    const [row] = await until(service.api.watch(), all('failed'));
    expect(row?.error?.code).toBe('BUSY');
    expectOf(id, [md5()]);
    await until(service.api.watch(), all('completed'));
    expect(await readFile(join(lab.downloads, 'file.bin'))).toEqual(lab.contents.get('/file.bin'));
    await busy.stop();
  });

  test('is only compared also where the program ends before its turn', async () => {
    const id = await fail([wrong]);
    const other = { ...wrong, value: 'f'.repeat(32) };
    const silent = await HostileServer.start((_request, wire) => wire.hold());
    service.api.updateSettings({ maxActive: 1 });
    const [first = ''] = service.api.add([{ url: silent.url('/first.bin') }]);
    await until(service.api.watch(), (rows) => rows.some((row) => row.id === first && row.status === 'probing'));
    expectOf(id, [other]);
    expect(service.api.row(id)?.status).toBe('queued');
    await lab.stop(service);
    const asked = lab.files.requests.length;
    service = lab.start();
    await until(service.api.watch(), (rows) => rows.some((row) => row.id === id && row.error?.details?.['expected'] === other.value));
    expect(lab.files.requests.slice(asked)).toEqual([]);

    // That was it: what the user wants fetched again is fetched.
    service.api.pause([first]);
    service.api.retry([id]);
    await until(service.api.watch(), () => lab.files.requests.length > asked);
    await silent.stop();
  });

  test('may be freed of what its server says of it', async () => {
    const id = await fail([], { 'Repr-Digest': `sha-256=:${Buffer.alloc(32).toString('base64')}:` });
    expectOf(id, [md5()], true);
    await until(service.api.watch(), ([row]) => row?.status !== 'failed');
    const [row] = await until(service.api.watch(), all('failed'));
    expect(row?.error?.details).toMatchObject({ origin: 'header' });
    expectOf(id, [md5()], false);
    await until(service.api.watch(), all('completed'));
    expect(service.api.row(id)?.checks).toMatchObject([{ origin: 'user', ok: true }]);
  });
});

describe('a download under way', () => {
  for (const run of ['inline', 'thread'] as const) {
    test(`is compared at its end with what was said meanwhile (${run})`, async () => {
      await lab.stop(service);
      service = lab.start({ run });
      lab.files.flow.holdAfter(2 * MiB);
      const [id = ''] = service.api.add([{ url: lab.offer('/file.bin', 8 * MiB), checksums: [wrong] }]);
      await until(service.api.watch(), ([row]) => (row?.received ?? 0) > MiB);
      expectOf(id, [md5()]);
      lab.files.flow.release();
      await until(service.api.watch(), all('completed'));
      await detailUntil(id, isCompared);
      expect(service.api.row(id)?.checks).toMatchObject([{ algorithm: 'md5', ok: true }]);
    });
  }

  test('that is just failing for what was said before is compared once more', async () => {
    let ended = false;
    service.api.onEvent(({ type, id }) => {
      if (type !== 'report' || ended) return;
      ended = true;
      expectOf(id, [md5()]);
    });
    service.api.add([{ url: lab.offer('/file.bin', 2 * MiB), checksums: [wrong] }]);
    const [row] = await until(service.api.watch(), all('completed'));
    expect(row?.checks).toMatchObject([{ algorithm: 'md5', origin: 'user', ok: true }]);
  });

  test('that is paused heeds it when it goes on, also after a restart', async () => {
    lab.files.flow.holdAfter(2 * MiB);
    const [id = ''] = service.api.add([{ url: lab.offer('/file.bin', 8 * MiB) }]);
    await until(service.api.watch(), ([row]) => (row?.received ?? 0) > MiB);
    service.api.pause([id]);
    await until(service.api.watch(), all('paused'));
    expectOf(id, [wrong], false);
    lab.files.flow.release();
    await lab.stop(service);
    service = lab.start();
    service.api.resume([id]);
    const [row] = await until(service.api.watch(), all('failed'));
    expect(row?.error).toMatchObject({ code: 'CHECKSUM', details: { algorithm: 'md5' } });
  });
});

test('a download that is gone expects nothing', () => {
  expect(() => expectOf('nobody', [wrong])).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});
