/** Any file on the disk can be verified: against what is typed, what came with it, or what a download knows. */
import { writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { seededBytes } from '../servers/range-server.ts';
import { addDownload, downloadRow, expect, fill, openFromMore, test } from './steps.ts';

test('a file is compared with what is typed, and its checksums can be copied', async ({ window, userData }) => {
  const bytes = seededBytes(12 * 1024 * 1024);
  const file = path.join(userData, 'disk.img');
  await writeFile(file, bytes);
  const sha512 = createHash('sha512').update(bytes).digest('hex');

  await openFromMore(window, 'Verify a file…');
  const dialog = window.getByRole('dialog', { name: 'Verify a file' });
  await fill(dialog, 'File', 'disk.img');
  await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveAccessibleDescription(/^Give the whole path/);
  await fill(dialog, 'File', path.join(userData, 'missing'));
  await dialog.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(dialog).toContainText('The file is not there');

  await fill(dialog, 'File', file);
  await dialog.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(dialog).toContainText('There is nothing to compare with.');
  await expect(dialog).toContainText(createHash('sha256').update(bytes).digest('hex'));
  await expect(dialog.getByRole('button', { name: 'Copy SHA-256' })).toBeVisible();

  await fill(dialog, 'Should be', `${sha512}  disk.img`);
  await expect(dialog.getByRole('checkbox', { name: 'SHA-512' })).toBeChecked();
  await expect(dialog).toContainText('SHA-512 is not computed yet.');
  await dialog.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(dialog).toContainText('The file is what it should be: SHA-512 matches.');

  await fill(dialog, 'Should be', `${'0'.repeat(128)}  disk.img`);
  await expect(dialog).toContainText('The file is not what it should be. Do not use it.');
  await fill(dialog, 'Should be', `${sha512}  other.img`);
  await expect(dialog.getByRole('textbox', { name: 'Should be' })).toHaveAccessibleDescription('This list is about other files.');
});

test('a file that is dropped is compared with the download of its name', async ({ window, server, userData }) => {
  const folder = path.join(userData, 'files');
  server.release();
  await addDownload(window, { links: server.url, folder });
  await expect(downloadRow(window, 'data.bin')).toContainText('Completed');

  await window.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['anything'], 'data.bin'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  const dialog = window.getByRole('dialog', { name: 'Verify a file' });
  await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveValue('data.bin');
  await fill(dialog, 'File', path.join(folder, 'data.bin'));
  await window.keyboard.press('Enter');
  await expect(dialog).toContainText('This is the file that was downloaded as “data.bin”.');

  // Files of the disk, dropped as a file manager does it: the first is verified at once, the other is named.
  const other = path.join(userData, 'other.img');
  await writeFile(other, 'anything');
  const session = await window.context().newCDPSession(window);
  const data = { items: [], files: [path.join(folder, 'data.bin'), other], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  await expect(dialog.getByRole('status')).toHaveText('One file is verified at a time. This is “data.bin”; left out: other.img.');
});
