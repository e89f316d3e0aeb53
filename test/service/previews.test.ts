/** Looking at links before anything is begun, over the real engine and a real server. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DownloadError } from '../../contract/errors.ts';
import type { LinkText } from '../../contract/links.ts';
import { fs } from '../../engine/fs.ts';
import type { Service } from '../../service/index.ts';
import { Answer, plain } from '../hostile/answer.ts';
import { untilClose } from '../hostile/delivery.ts';
import { Lab, until } from './lab.ts';

let lab: Lab;
let service: Service;

beforeEach(async () => {
  lab = await Lab.open();
  service = lab.start();
});
afterEach(() => lab.close());

const never = (): AbortSignal => new AbortController().signal;
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'seen',
    (error: DownloadError) => error.code,
  );

it('a folder is read once, however many links would go there', async () => {
  await mkdir(lab.downloads, { recursive: true });
  await writeFile(join(lab.downloads, 'File 7.bin'), 'here');
  const reads = vi.spyOn(fs, 'readdirSync');
  const questions = Array.from({ length: 50 }, (_, index) => ({ item: { url: lab.files.url(`/file%20${index}.bin`) } }));
  const places = await service.api.survey(questions);
  expect(places.flatMap(({ there }, index) => (there ? [[index, there.name]] : []))).toEqual([[7, 'File 7.bin']]);
  expect(reads).toHaveBeenCalledTimes(1);
  reads.mockRestore();
});

describe.each(['inline', 'thread'] as const)('a look at a link, %s', (run) => {
  beforeEach(async () => {
    await lab.stop(service);
    service = lab.start({ run });
  });

  it('tells name, size, kind and whether it can be resumed, for one byte, and leaves nothing behind', async () => {
    const url = lab.offer('/pub/disk%20image.iso', 3_000_000);
    const sight = await service.api.peek({ url: url.replace('http://', 'http://ada:secret@') }, never());
    expect(sight).toEqual({
      name: 'disk image.iso',
      size: 3_000_000,
      resumable: true,
      finalUrl: url,
      contentType: 'application/octet-stream',
    });
    expect(lab.files.requests).toHaveLength(1);
    expect(lab.files.requests[0]?.headers.get('range')).toBe('bytes=0-0');
    expect(lab.files.requests[0]?.headers.get('authorization')).toBe(`Basic ${Buffer.from('ada:secret').toString('base64')}`);
    expect(await readdir(lab.downloads).catch(() => [])).toEqual([]);
    expect(service.api.rows()).toEqual([]);
  });

  it('fails as the download would', async () => {
    expect(await codeOf(service.api.peek({ url: lab.files.url('/gone.zip') }, never()))).toBe('NOT_FOUND');
    expect(await codeOf(service.api.peek({ url: 'ftp://host.example/a' }, never()))).toBe('UNSUPPORTED_PROTOCOL');
    expect(await codeOf(service.api.peek({ url: 'nothing' }, never()))).toBe('BAD_URL');
  });

  it('ends at once when nobody wants it any more', async () => {
    const asked = Promise.withResolvers<void>();
    lab.files.handler = async (_, wire) => {
      asked.resolve();
      await wire.hold();
    };
    const abort = new AbortController();
    const look = service.api.peek({ url: lab.files.url('/slow') }, abort.signal);
    await asked.promise;
    abort.abort(new Error('moved on'));
    await expect(look).rejects.toThrow('moved on');
  });

  it('reads the list that it leads to, whole or not at all', async () => {
    const list = '<metalink/>';
    const answers: Readonly<Record<string, Answer>> = {
      '/plain.meta4': new Answer(200, [['Content-Length', String(list.length)]], list),
      '/coded.meta4': new Answer(200, [['Content-Encoding', 'gzip']], gzipSync(list)),
      '/endless.meta4': new Answer(200, [], Buffer.alloc(5 * 1024 * 1024)),
      '/announced.meta4': new Answer(200, [['Content-Length', '900000000']], list),
      '/cut.meta4': new Answer(200, [['Content-Length', '1000']], list),
    };
    lab.files.handler = async ({ path }, wire) => await wire.send(answers[path] ?? plain(404), untilClose);
    const read = (path: string): Promise<LinkText> => service.api.readList({ url: lab.files.url(path) }, never());
    expect(await read('/plain.meta4')).toEqual({ name: 'plain.meta4', text: list });
    expect(await read('/coded.meta4')).toEqual({ name: 'coded.meta4', text: list });
    for (const name of ['endless.meta4', 'announced.meta4']) expect(await read(`/${name}`)).toEqual({ name, text: null });
    expect(await codeOf(read('/cut.meta4'))).toBe('CONNECTION_LOST');
    expect(await codeOf(read('/gone.meta4'))).toBe('NOT_FOUND');
    expect(service.api.rows()).toEqual([]);

    const begun = Promise.withResolvers<void>();
    lab.files.handler = async (_, wire) => {
      await wire.send(new Answer(200, [['Content-Length', '1000']], list), async (sent, body) => {
        await sent.writeBody(body);
        begun.resolve();
        await sent.hold();
      });
    };
    const abort = new AbortController();
    const reading = service.api.readList({ url: lab.files.url('/slow.meta4') }, abort.signal);
    await begun.promise;
    abort.abort(new Error('moved on'));
    await expect(reading).rejects.toThrow('moved on');
  });
});

it('asks for the whole where ranges are refused, and takes only its head', async () => {
  lab.files.handler = async (request, wire) => {
    if (request.range) return await wire.send(plain(403));
    await wire.send(new Answer(200, [['Content-Length', '9000000']], Buffer.alloc(1000)));
  };
  const sight = await service.api.peek({ url: lab.files.url('/whole.bin') }, never());
  expect(sight).toMatchObject({ name: 'whole.bin', size: 9_000_000, resumable: false });
});

it('asks no more than a few at a time, and fewer of one server', async () => {
  let now = 0;
  let most = 0;
  lab.files.handler = async (_, wire) => {
    most = Math.max(most, ++now);
    await wire.send(plain(404));
    now--;
  };
  const looks = Array.from({ length: 30 }, (_, index) => codeOf(service.api.peek({ url: lab.files.url(`/${index}`) }, never())));
  expect(new Set(await Promise.all(looks))).toEqual(new Set(['NOT_FOUND']));
  expect(most).toBeLessThanOrEqual(3);
});

describe('a look at the place', () => {
  it('tells what has the name, in any case of letters, and how much room there is', async () => {
    await mkdir(lab.downloads, { recursive: true });
    await writeFile(join(lab.downloads, 'Notes.PDF'), 'four');
    const item = { url: lab.files.url('/x?id=1') };
    const [taken, free] = await service.api.survey([{ item, name: 'notes.pdf' }, { item }]);
    expect(taken).toMatchObject({ folder: lab.downloads, problem: null, there: { name: 'Notes.PDF', size: 4 }, begun: null });
    expect(taken?.free).toBeGreaterThan(0);
    expect(free).toMatchObject({ there: null, begun: null });
  });

  it('says why nothing can be written there, and makes no folder', async () => {
    const item = { url: lab.files.url('/a.zip') };
    await writeFile(join(lab.folder, 'file'), '');
    const folder = join(lab.folder, 'new', 'deep');
    const [inFile, missing] = await service.api.survey([
      { item: { ...item, folder: join(lab.folder, 'file', 'sub') } },
      { item: { ...item, folder } },
    ]);
    expect(inFile?.problem?.code).toBe('BAD_PATH');
    expect(missing).toMatchObject({ folder, problem: null, there: null });
    expect(await readdir(lab.folder)).not.toContain('new');
  });

  it('finds an unfinished download of the same link that nobody owns', async () => {
    const url = lab.offer('/big.bin', 2_000_000);
    lab.files.flow.holdAfter(500_000);
    const [id] = service.api.add([{ url }]) as [string];
    await until(service.api.watch(), (rows) => (rows[0]?.received ?? 0) > 0);
    service.api.pause([id]);
    await until(service.api.watch(), (rows) => rows[0]?.status === 'paused');
    expect((await service.api.survey([{ item: { url } }]))[0]?.begun).toBeNull();
    await lab.stop(service);

    service = lab.start({ databasePath: ':memory:' });
    const [place] = await service.api.survey([{ item: { url } }]);
    expect(place?.begun).toMatchObject({ name: 'big.bin', size: 2_000_000 });
    expect(place?.begun?.received).toBeGreaterThan(0);
  });
});
