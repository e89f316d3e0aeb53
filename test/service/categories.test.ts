import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Category } from '../../contract/category.ts';
import { firstCategories } from '../../contract/first-categories.ts';
import { all, firstOf, Lab, until } from './lab.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await Lab.open();
});
afterEach(() => lab.close());

const category = (part: Partial<Category> & { id: string }): Category => ({
  name: part.id,
  icon: 'folder',
  folder: '',
  types: [],
  hosts: [],
  linkPattern: '',
  ...part,
});
const films = category({ id: 'films', folder: 'Films', types: ['mkv', 'video/*'] });
const papers = category({ id: 'papers', folder: 'Papers', types: ['pdf'] });
const byHand = category({ id: 'hand', folder: 'By hand' });

/** Offers a file that the server calls something else than its link does. */
function offerAs(path: string, name: string): string {
  lab.fields.set(path, { 'Content-Disposition': `attachment; filename="${name}"` });
  return lab.offer(path, 3000);
}

test('a download belongs where its link says, and goes there', async () => {
  const { api } = lab.start();
  api.saveCategories([films, papers]);
  const urls = [lab.offer('/a.mkv', 1000), lab.offer('/b.pdf', 1000), lab.offer('/c.bin', 1000)];
  api.add(urls.map((url) => ({ url })));
  const rows = await until(api.watch(), all('completed'));
  expect(rows.map((row) => row.category)).toEqual(['films', 'papers', null]);
  expect(existsSync(join(lab.downloads, 'Films', 'a.mkv'))).toBe(true);
  expect(existsSync(join(lab.downloads, 'Papers', 'b.pdf'))).toBe(true);
  expect(existsSync(join(lab.downloads, 'c.bin'))).toBe(true);
});

test('what the server says of a file decides, before it has a place', async () => {
  const { api } = lab.start();
  api.saveCategories([films, papers]);
  const [id = ''] = api.add([{ url: offerAs('/get.pdf', 'film.mkv'), start: false }]);
  expect(api.row(id)).toMatchObject({ category: 'papers', folder: join(lab.downloads, 'Papers') });
  api.resume([id]);
  const [row] = await until(api.watch(), all('completed'));
  expect(row).toMatchObject({ category: 'films', folder: join(lab.downloads, 'Films'), name: 'film.mkv' });
  expect(existsSync(join(lab.downloads, 'Films', 'film.mkv'))).toBe(true);
  expect(existsSync(join(lab.downloads, 'Papers'))).toBe(true);
});

test('what the user chose stays: his folder, his category, his name', async () => {
  const { api } = lab.start();
  api.saveCategories([films, papers, byHand]);
  const url = offerAs('/get.pdf', 'film.mkv');
  const own = join(lab.folder, 'own');
  api.add([
    { url, folder: own },
    { url, category: 'hand' },
    { url, category: null },
    { url, name: 'mine.pdf' },
  ]);
  const rows = await until(api.watch(), all('completed'));
  expect(rows.map(({ category: id, folder }) => [id, folder])).toEqual([
    ['films', own],
    ['hand', join(lab.downloads, 'By hand')],
    [null, lab.downloads],
    ['papers', join(lab.downloads, 'Papers')],
  ]);
});

test('an unfinished download is found again where its category put it', async () => {
  const url = lab.offer('/get', 400_000);
  lab.fields.set('/get', { 'Content-Type': 'video/webm' });
  lab.files.flow.holdAfter(100_000);
  const first = lab.start();
  first.api.saveCategories([films]);
  const [id = ''] = first.api.add([{ url }]);
  await until(first.api.watch(), (rows) => (rows[0]?.received ?? 0) > 0 && rows[0]?.category === 'films');
  await lab.stop(first);

  lab.files.flow.release();
  const { api } = lab.start();
  const [row] = await until(api.watch(), all('completed'));
  expect(row).toMatchObject({ id, folder: join(lab.downloads, 'Films'), category: 'films' });
});

test('a category is changed for many: what has not begun goes there, and no file is moved', async () => {
  const { api } = lab.start();
  api.saveCategories([papers, byHand]);
  const [done = ''] = api.add([{ url: lab.offer('/b.pdf', 1000) }]);
  await until(api.watch(), all('completed'));
  const [waiting = '', own = ''] = api.add([
    { url: lab.offer('/c.pdf', 1000), start: false },
    { url: lab.offer('/d.pdf', 1000), folder: lab.folder, start: false },
  ]);
  expect(api.categorize([done, waiting, own, 'gone'], 'hand')).toEqual({ staying: 2 });
  expect([done, waiting, own].map((id) => api.row(id)?.category)).toEqual(['hand', 'hand', 'hand']);
  expect(api.row(done)?.folder).toBe(join(lab.downloads, 'Papers'));
  expect(api.row(own)?.folder).toBe(lab.folder);
  api.resume([waiting]);
  await until(api.watch(), (rows) => rows.some((row) => row.id === waiting && row.status === 'completed'));
  expect(existsSync(join(lab.downloads, 'By hand', 'c.pdf'))).toBe(true);
  expect(existsSync(join(lab.downloads, 'Papers', 'b.pdf'))).toBe(true);
});

test('a download whose category is changed while the server is being asked stays where it was begun', async () => {
  const { api } = lab.start();
  api.saveCategories([papers, byHand]);
  const { handler } = lab.files;
  const asked = Promise.withResolvers<void>();
  const chosen = Promise.withResolvers<void>();
  lab.files.handler = async (request, wire) => {
    asked.resolve();
    await chosen.promise;
    await handler(request, wire);
  };
  lab.files.flow.holdAfter(100_000);
  const [id = ''] = api.add([{ url: lab.offer('/a.pdf', 400_000) }]);
  await asked.promise;
  expect(api.categorize([id], 'hand')).toEqual({ staying: 1 });
  chosen.resolve();
  await until(api.watch(), ([row]) => (row?.received ?? 0) > 0);
  expect(api.row(id)).toMatchObject({ category: 'hand', folder: join(lab.downloads, 'Papers') });
  // Another run finds what this one has left, and leaves nothing behind.
  api.pause([id]);
  await until(api.watch(), all('paused'));
  lab.files.flow.release();
  api.resume([id]);
  await until(api.watch(), all('completed'));
  expect(existsSync(join(lab.downloads, 'By hand'))).toBe(false);
  expect(readdirSync(join(lab.downloads, 'Papers'))).toEqual(['a.pdf']);
});

test('categories are kept over a restart, also when all are deleted', async () => {
  const first = lab.start();
  expect(await firstOf(first.api.watchCategories())).toEqual(firstCategories);
  first.api.saveCategories([papers, films]);
  await lab.stop(first);
  const second = lab.start();
  expect(await firstOf(second.api.watchCategories())).toEqual([papers, films]);
  second.api.saveCategories([]);
  await lab.stop(second);
  expect(await firstOf(lab.start().api.watchCategories())).toEqual([]);
});
