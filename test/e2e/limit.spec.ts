/** The speed of one download is limited from its menu and from its details. */
import path from 'node:path';
import { addDownload, downloadRow, expect, test } from './steps.ts';

test('a limit of its own: set, shown, corrected and taken away', async ({ window, server, userData }) => {
  await addDownload(window, { links: server.url, folder: path.join(userData, 'files') });
  const row = downloadRow(window, 'data.bin');
  await expect(row).toContainText('Downloading');
  await row.click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Limit speed…' }).click();

  const dialog = window.getByRole('dialog', { name: 'Limit speed' });
  const own = dialog.getByRole('textbox', { name: 'Your own limit' });
  await expect(own).toBeFocused();
  await own.fill('fast');
  await window.keyboard.press('Enter');
  await expect(own).toHaveAccessibleDescription('A number, with K, M or G if you like: 500K, 2M.');
  await own.fill('1.5M');
  await window.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('at most 1.5 MB/s');

  await row.click();
  const details = window.getByRole('region', { name: 'Details of data.bin' });
  await expect(details).toContainText('Speed limit1.5 MB/s');
  await details.getByRole('button', { name: 'Limit speed…' }).click();
  await expect(own).toHaveValue('1.5M');
  await expect(dialog.getByRole('button', { pressed: true })).toHaveText('1.5 MB/s');
  await dialog.getByRole('button', { name: 'No limit' }).click();
  await expect(row).not.toContainText('at most');
  await expect(details).toContainText('Speed limitNo limit');
});
