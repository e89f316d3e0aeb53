/** Any file on the disk can be verified: against what is typed, what came with it, or what a download knows. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { seededBytes } from '../servers/range-server.ts';
import { addDownload, downloadRow, expect, fill, launchApp, openFromMore, test } from './steps.ts';

test('a file is compared with what is typed, and its checksums can be copied', async ({ window, userData }) => {
  const bytes = seededBytes(12 * 1024 * 1024);
  const file = path.join(userData, 'disk.img');
  await writeFile(file, bytes);
  const sha512 = createHash('sha512').update(bytes).digest('hex');

  await openFromMore(window, 'Verify files…');
  const dialog = window.getByRole('dialog', { name: 'Verify files' });
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

/** The window of an app whose dropped and chosen files come from a folder. */
async function openBeside(userData: string, folder: string): Promise<{ app: ElectronApplication; window: Page }> {
  const app = await launchApp({ userData, env: { ELECTRON_STAND_IN_DROPPED_FROM: folder } });
  const window = await app.firstWindow();
  await expect(window.getByRole('button', { name: 'Add download', exact: true })).toBeVisible();
  return { app, window };
}

test('a file that is dropped is compared with the download of its name', async ({ server, userData }) => {
  const folder = path.join(userData, 'files');
  const { app, window } = await openBeside(userData, folder);
  server.release();
  await addDownload(window, { links: server.url, folder });
  await expect(downloadRow(window, 'data.bin')).toContainText('Completed');

  await window.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['anything'], 'data.bin'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  const dialog = window.getByRole('dialog', { name: 'Verify files' });
  await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveValue(path.join(folder, 'data.bin'));
  await expect(dialog).toContainText('This is the file that was downloaded as “data.bin”.');

  // Several are verified at once, and each says how it went.
  const other = path.join(folder, 'other.img');
  await writeFile(other, 'anything');
  await dropFiles(window, path.join(folder, 'data.bin'), other);
  await expect(dialog.getByRole('textbox', { name: 'Files' })).toHaveValue(`${path.join(folder, 'data.bin')}\n${other}`);
  const results = dialog.getByRole('list', { name: 'Results' }).getByRole('listitem');
  await expect(results).toHaveText([/data\.bin.*as it was downloaded/, /other\.img.*nothing to compare with/]);
  await expect(dialog.getByRole('status')).toHaveText('1 file is what it should be. 1 file has nothing to be compared with.');
  await app.close();
});

/** As a file manager does it. */
async function dropFiles(window: Page, ...files: string[]): Promise<void> {
  const session = await window.context().newCDPSession(window);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
}

const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

test('files are verified against the list that lies beside them, each for itself', async ({ userData }) => {
  const folder = path.join(userData, 'files');
  await mkdir(path.join(folder, 'sub'), { recursive: true });
  const { app, window } = await openBeside(userData, folder);
  const files = { 'one.img': 'one', 'sub/one.img': 'another', 'two.img': 'two', 'extra.img': 'extra' };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const list = path.join(folder, 'SHA256SUMS');
  await writeFile(
    list,
    [
      `${digest('sha256', 'one')}  one.img`,
      `${digest('sha256', 'another')} *./sub/one.img`,
      `SHA256 (two.img) = ${digest('sha256', 'changed')}`,
      `${digest('sha256', 'gone')}  gone.img`,
    ].join('\n'),
  );

  // The list alone brings what it names.
  await dropFiles(window, list);
  const dialog = window.getByRole('dialog', { name: 'Verify files' });
  const results = dialog.getByRole('list', { name: 'Results' }).getByRole('listitem');
  await expect(results).toHaveText([
    /^one\.img.*SHA-256 matches/,
    /^one\.img.*SHA-256 matches/,
    /two\.img.*is not what it should be/,
    /gone\.img.*not there/,
  ]);
  await expect(results.nth(2)).toContainText(`should be ${digest('sha256', 'changed')}`);
  await expect(dialog.getByRole('status')).toHaveText(
    '1 file is not what it should be. Do not use it. 1 file could not be read. 2 files are what they should be.',
  );
  await results.nth(0).getByRole('button', { name: 'Copy SHA-256 of one.img' }).press('Enter');
  await expect(window.getByText('Copied')).toBeVisible();

  // Chosen together with another kind of list; what that does not name is said so.
  await writeFile(path.join(folder, 'one.img.md5'), `${digest('md5', 'one')}\n`);
  const chosen = window.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Choose…' }).click();
  await (await chosen).setFiles(['one.img', 'extra.img', 'one.img.md5'].map((name) => path.join(folder, name)));
  await expect(results).toHaveText([/one\.img.*MD5 matches/, /extra\.img.*not in the list/]);

  const field = dialog.getByRole('textbox', { name: 'Files' });
  await field.fill(path.join(folder, 'two.img'));
  await expect(dialog.getByRole('textbox', { name: 'File', exact: true })).toBeFocused();
  await fill(dialog, 'Should be', '');
  await dialog.getByRole('textbox', { name: 'File', exact: true }).press('Enter');
  await expect(dialog).toContainText('There is nothing to compare with.');
  await dialog.getByRole('textbox', { name: 'File', exact: true }).press('End');
  await window.keyboard.press('Shift+Enter');
  await window.keyboard.type(path.join(folder, 'extra.img'));
  await fill(dialog, 'Should be', digest('sha256', 'two'));
  await expect(dialog.getByRole('textbox', { name: 'Should be' })).toHaveAccessibleDescription(
    /^With several files, each checksum needs its file name/,
  );
  await app.close();
});
