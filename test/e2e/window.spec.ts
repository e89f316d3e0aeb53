/** The main job, as a user does it: paste a link, see the chunks, get the file. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { addDialog, addDownload, downloadRow as row, expect, launchApp, test } from './steps.ts';

test('a link becomes a file, over several chunks, with its checksum', async ({ window, server, userData }) => {
  const folder = path.join(userData, 'files');
  await addDownload(window, { links: server.url, folder, connections: '4' });

  await row(window, 'data.bin').click();
  const details = window.getByRole('region', { name: 'Details of data.bin' });
  await expect(details.getByRole('list', { name: 'Chunks' }).getByRole('progressbar', { name: 'Chunk 2' })).toBeVisible();
  await expect(window.getByRole('progressbar', { name: 'data.bin progress' }).first()).toBeVisible();

  server.release();
  await expect(row(window, 'data.bin')).toContainText('Completed');
  await expect(details).toContainText(server.sha256);
  await expect(details).toContainText('Computed');
  const bytes = await readFile(path.join(folder, 'data.bin'));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(server.sha256);
});

test('a paused download is there after a restart, and goes on where it was', async ({ app, window, server, userData }) => {
  await addDownload(window, { links: server.url, folder: path.join(userData, 'files'), connections: '4' });
  await window.getByRole('button', { name: 'Pause data.bin' }).click();
  await expect(row(window, 'data.bin')).toContainText('Paused');
  await app.close();

  const again = await launchApp({ userData });
  const page = await again.firstWindow();
  await expect(row(page, 'data.bin')).toContainText('Paused');
  const asked = server.requests.length;
  server.release();
  await page.getByRole('button', { name: 'Resume data.bin' }).click();
  await expect(row(page, 'data.bin')).toContainText('Completed');
  const starts = server.requests.slice(asked).map(({ headers }) => headers.range);
  expect(starts.filter((range) => range === undefined || range.startsWith('bytes=0-'))).toEqual([]);
  await again.close();
});

test('a pasted list of links opens the dialog with them', async ({ window }) => {
  const links = ['https://host.example/a.iso', 'https://host.example/b.iso'];
  await window.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, links.join('\n'));
  await expect(addDialog(window).getByRole('textbox', { name: 'Links' })).toHaveValue(links.join('\n'));
});
