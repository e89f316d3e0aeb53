/** What a file is to be is entered, corrected and taken back where the download is looked at. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { seededBytes, startRangeServer } from '../servers/range-server.ts';
import { addDownload, downloadRow, expect, fill, test } from './steps.ts';

const content = seededBytes(12 * 1024 * 1024);
const md5 = createHash('md5').update(content).digest('hex');

const checksums = (window: Page): Locator => window.getByRole('region', { name: 'Checksum', exact: true });
const dialogOf = (window: Page): Locator => window.getByRole('dialog', { name: 'Expected checksum' });

test('a wrong checksum is told in the language that is spoken, and its digests are copied without the gaps that are shown', async ({
  window,
  userData,
}) => {
  const server = await startRangeServer({ content });
  try {
    await window.getByRole('button', { name: 'Settings' }).click();
    await window.getByRole('combobox', { name: 'Language' }).click();
    await window.getByRole('option', { name: 'Deutsch' }).click();
    await window.keyboard.press('Escape');
    await window.getByRole('button', { name: 'Download hinzufügen', exact: true }).click();
    const dialog = window.getByRole('dialog', { name: 'Downloads hinzufügen' });
    await fill(dialog, 'Links', server.url);
    await fill(dialog, 'Speichern in', path.join(userData, 'files'));
    await dialog.getByRole('button', { name: 'Weitere Optionen' }).click();
    await fill(dialog, 'Prüfsumme', '0'.repeat(32));
    await dialog.getByRole('button', { name: 'Herunterladen', exact: true }).click();
    await downloadRow(window, 'data.bin').click();
    const details = window.getByRole('region', { name: /data\.bin/ });
    await expect(details).toContainText(
      'Die MD5-Prüfsumme der Datei ist nicht die erwartete. Ein zweites Mal geladen, kam die Datei genauso an.',
    );
    await expect(details).not.toContainText('should be');
    const actual = details.getByRole('definition').filter({ hasText: md5 }).first();
    const copied = await actual.evaluate((element) => {
      getSelection()?.selectAllChildren(element);
      return String(getSelection());
    });
    expect(copied.trim()).toBe(md5);
  } finally {
    await server.close();
  }
});

test('a wrong checksum is corrected without another download', async ({ window, userData }) => {
  const server = await startRangeServer({ content });
  try {
    await addDownload(window, { links: server.url, folder: path.join(userData, 'files'), checksum: '0'.repeat(32) });
    await expect(downloadRow(window, 'data.bin')).toContainText('The checksum does not match');
    await downloadRow(window, 'data.bin').click();
    await window.getByRole('button', { name: 'Correct the checksum…' }).click();
    const dialog = dialogOf(window);
    const field = dialog.getByRole('textbox', { name: 'Checksum' });
    await expect(field).toBeFocused();
    await expect(field).toHaveValue('0'.repeat(32));
    await field.fill('0'.repeat(31));
    await expect(dialog.getByRole('alert')).toHaveText(/^31 digits do not fit/);

    const asked = server.requests.length;
    await field.fill(md5);
    await expect(dialog).toContainText('Recognised: MD5');
    await dialog.getByRole('button', { name: 'Compare now' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(downloadRow(window, 'data.bin')).toContainText('Completed');
    await expect(checksums(window)).toContainText('Matches');
    await expect(checksums(window)).toContainText(md5);
    expect(server.requests).toHaveLength(asked);
  } finally {
    await server.close();
  }
});

test('a complete file is compared with what is entered, by keyboard, and with nothing once that is taken back', async ({
  window,
  userData,
}) => {
  const server = await startRangeServer({ content });
  try {
    await addDownload(window, { links: server.url, folder: path.join(userData, 'files') });
    await expect(downloadRow(window, 'data.bin')).toContainText('Completed');
    await downloadRow(window, 'data.bin').click();
    await window.getByRole('button', { name: 'Enter a checksum' }).focus();
    await window.keyboard.press('Enter');
    await fill(dialogOf(window), 'Checksum', '0'.repeat(32));
    await dialogOf(window).getByRole('button', { name: 'Compare now' }).press('Enter');
    await expect(checksums(window)).toContainText('Does not match');
    await expect(downloadRow(window, 'data.bin')).toContainText('Checksum does not match');

    await downloadRow(window, 'data.bin').click({ button: 'right' });
    await window.getByRole('menuitem', { name: 'Checksum…' }).click();
    await fill(dialogOf(window), 'Checksum', '');
    await dialogOf(window).getByRole('button', { name: 'Save' }).click();
    await expect(dialogOf(window)).toHaveCount(0);
    await expect(checksums(window)).not.toContainText('Does not match');
    await expect(checksums(window)).toContainText('Computed');
  } finally {
    await server.close();
  }
});
