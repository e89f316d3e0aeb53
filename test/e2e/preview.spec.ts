/** What is told of links before they are added: the file, the place, and what stands in the way. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { downloadRow, expect, fill, openAddDialog, test } from './steps.ts';

test('one link: what it is, where it goes, and what has its name', async ({ window, server, userData }) => {
  const folder = path.join(userData, 'files');
  const dialog = await openAddDialog(window);
  const preview = dialog.getByRole('region', { name: 'What the links lead to' });
  await expect(preview).toContainText('as soon as there is a link');

  await fill(dialog, 'Save to', folder);
  await fill(dialog, 'Links', new URL('/gone.zip', server.url).href);
  await expect(preview).toContainText('The file is not there. You can add it anyway.');
  await expect(preview.getByRole('status')).toHaveText('1 link looked at, 1 failed');

  await fill(dialog, 'Links', server.url);
  await expect(preview).toContainText('8.00 MB, can be resumed, application/octet-stream');
  await expect(preview).toContainText(`To ${folder}, where`);
  expect(await readdir(userData)).not.toContain('files');
  await expect(preview.getByRole('combobox')).toBeHidden();

  await mkdir(folder);
  await writeFile(path.join(folder, 'data.bin'), 'another');
  await fill(dialog, 'File name', 'x.bin');
  await fill(dialog, 'File name', '');
  const question = preview.getByRole('combobox', { name: '“data.bin” is there already; with 7 bytes, it is smaller than the server’s.' });
  await expect(question).toHaveAccessibleDescription('The new file gets a number behind its name.');
  // Nothing of it lies over what comes next, where the window has no room for all.
  const options = dialog.getByRole('button', { name: 'More options' });
  await options.click();
  await dialog.getByText('Save to', { exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Save to' })).toBeFocused();
  await options.click();
  await question.click();
  await window.getByRole('option', { name: 'Keep what is there' }).click();
  await expect(question).toHaveAccessibleDescription('It stays, and nothing is downloaded in its place.');

  // Another name is not in the way of anything.
  await fill(dialog, 'File name', 'other.bin');
  await expect(question).toBeHidden();
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  server.release();
  await expect(downloadRow(window, 'other.bin')).toContainText('Completed');
});

test('two hundred links: the first are looked at, the rest when asked, and nothing moves', async ({ window, server, userData }) => {
  const links = Array.from({ length: 200 }, (_, index) => `${server.url}#${index}`);
  const dialog = await openAddDialog(window);
  const preview = dialog.getByRole('region', { name: 'What the links lead to' });
  await fill(dialog, 'Save to', path.join(userData, 'files'));
  await fill(dialog, 'Links', links.join('\n'));
  await expect(preview).toContainText('0 of 20 links looked at');
  const before = await preview.boundingBox();

  await expect(preview).toContainText('20 links, 160 MB together');
  expect(server.requests).toHaveLength(20);
  expect(new Set(server.requests.map((request) => request.headers.range))).toEqual(new Set(['bytes=0-0']));
  expect(await preview.boundingBox()).toEqual(before);
  await preview.getByRole('button', { name: 'Look at 180 more links' }).click();
  await expect(preview).toContainText('200 links, 1.56 GB together');
  expect(server.requests).toHaveLength(200);
  await expect(preview.getByRole('list', { name: 'Links' }).getByRole('listitem')).toHaveCount(200);

  await dialog.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(preview).toContainText('as soon as there is a link');
});
