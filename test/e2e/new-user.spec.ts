/** The first hour with the product: links of every kind, a network that goes and comes, an end without warning; by keyboard alone, and by mouse alone. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { bytesOf, oddName, sha256Of, startMixedServer, type MixedServer } from '../servers/mixed-links.ts';
import { addDialog, addDownload, downloadRow, expect, fill, launchApp, openAddDialog, openFromMore, tabTo, test as base } from './steps.ts';

const test = base.extend<{ mixed: MixedServer; folder: string }>({
  // A file that is chosen in the page has its folder's name only where it is said to be from.
  app: async ({ userData, folder }, use) => {
    const app = await launchApp({ userData, env: { ELECTRON_STAND_IN_DROPPED_FROM: folder } });
    await use(app);
    await app.close();
  },
  mixed: async ({}, use) => {
    const mixed = await startMixedServer();
    await use(mixed);
    await mixed.server.stop();
    expect(mixed.server.faults).toEqual([]);
  },
  folder: async ({ userData }, use) => use(path.join(userData, 'files')),
});

const rowsOf = (window: Page): Locator => window.getByRole('list', { name: 'Downloads' }).getByRole('listitem');

/** So much is there that a crash cannot take all of it. */
const begun = /[1-9]\d%/;

async function expectFile(folder: string, name: string, of = name): Promise<void> {
  expect(sha256Of(await readFile(path.join(folder, name)))).toBe(sha256Of(bytesOf(of)));
}

/** Presses a key until the element has the keyboard. */
async function walkTo(window: Page, key: string, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  await expect
    .poll(
      async () => {
        if (await target.evaluate((element) => element === document.activeElement)) return true;
        await window.keyboard.press(key);
        return false;
      },
      { intervals: [20] },
    )
    .toBe(true);
}

test('nothing is set up, and ten links of every kind end as they should', async ({ window, mixed, folder }) => {
  await expect(window.getByRole('heading', { name: 'Drop links here' })).toBeVisible();
  await expect(window.getByRole('button', { name: 'Add links…' })).toBeVisible();
  await expect(window.getByRole('button', { name: 'Speed limit: No limit' })).toBeVisible();

  const dead = await startMixedServer();
  await dead.server.stop();
  await mkdir(folder);
  await writeFile(path.join(folder, 'there.bin'), 'what was here before');
  const names = ['missing.zip', 'whole.bin', 'there.bin', 'wrong.bin', 'moved.bin', 'endless.bin', 'slow.iso', 'summed.bin', oddName];

  const dialog = await openAddDialog(window);
  await fill(dialog, 'Links', [dead.link('back.bin'), ...names.map(mixed.link)].join('\n'));
  await expect(dialog.getByRole('textbox', { name: 'Links' })).toHaveAccessibleDescription(/^10 links/);
  await fill(dialog, 'Save to', folder);
  await dialog.getByRole('button', { name: 'More options' }).click();
  await fill(dialog, 'Checksum', `${'0'.repeat(64)}  wrong.bin`);
  await expect(dialog).toContainText('SHA-256, for 1 of 10 links');
  await expect(dialog).toContainText('1 file of the same name is there already');
  await expect(dialog.getByRole('button', { name: 'Ask again about the 2 that failed' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();

  const ends: readonly (readonly [name: string, words: RegExp, button: string])[] = [
    ['back.bin', /^back\.bin.*Waiting.*The server cannot be reached/s, 'Pause'],
    ['missing.zip', /Failed.*The file is not there\. .*Look for a new link\./s, 'Retry'],
    ['whole.bin', /Completed/, 'Show in folder'],
    ['there (1).bin', /Completed/, 'Show in folder'],
    ['wrong.bin', /Failed.*The checksum does not match\. Do not use this file\./s, 'Retry'],
    ['plain.bin', /Completed/, 'Show in folder'],
    ['endless.bin', /Completed/, 'Show in folder'],
    ['slow.iso', /Downloading.*[1-9] connections/s, 'Pause'],
    ['summed.bin', /Completed.*Checksum matches/s, 'Show in folder'],
    [oddName, /Completed/, 'Show in folder'],
  ];
  for (const [name, words, button] of ends) {
    await expect(downloadRow(window, name)).toContainText(words, { timeout: 20_000 });
    await expect(downloadRow(window, name).getByRole('button', { name: `${button} ${name}` })).toBeVisible();
  }
  await expect(rowsOf(window)).toHaveCount(10);
  for (const name of ['whole.bin', 'plain.bin', 'endless.bin', 'summed.bin', oddName]) await expectFile(folder, name);
  await expectFile(folder, 'there (1).bin', 'there.bin');
  expect(await readFile(path.join(folder, 'there.bin'), 'utf8')).toBe('what was here before');

  await downloadRow(window, 'missing.zip').click();
  const details = window.getByRole('region', { name: /^Details of/ });
  await expect(details.getByRole('button', { name: 'Refresh link' })).toBeVisible();
  await downloadRow(window, 'wrong.bin').click();
  await expect(details.getByRole('region', { name: 'Checksum' })).toContainText('Does not match');
  await expect(details.getByRole('region', { name: 'Checksum' })).toContainText(sha256Of(bytesOf('wrong.bin')));

  // The dead server comes to life, and nobody has to do anything.
  await dead.server.listen();
  await expect(downloadRow(window, 'back.bin')).toContainText('Completed', { timeout: 20_000 });
  await expectFile(folder, 'back.bin');
  await dead.server.stop();
});

test('a network that is cut and comes back: it goes on by itself, from where it was', async ({ window, mixed, folder }) => {
  await addDownload(window, { links: mixed.link('slow.iso'), folder, connections: '4' });
  const row = downloadRow(window, 'slow.iso');
  await expect(row).toContainText(begun);
  await row.click();
  const details = window.getByRole('region', { name: 'Details of slow.iso' });
  await expect(details.getByRole('img', { name: /4 of \d+ chunks are being fetched/ })).toBeVisible();

  const asked = mixed.server.requests.length;
  await mixed.server.stop();
  await expect(row).toContainText(/Waiting.*The server cannot be reached/s, { timeout: 15_000 });
  await expect(
    details.getByRole('img', { name: /^Map of the file: [1-9]\d% of the file is here, 0 of \d+ chunks are being fetched/ }),
  ).toBeVisible();
  await mixed.server.listen();
  await expect(row).toContainText('Downloading', { timeout: 20_000 });
  mixed.release();
  await expect(row).toContainText('Completed');
  await expectFile(folder, 'slow.iso');
  const again = mixed.server.requests.slice(asked).filter((request) => request.path === '/slow.iso');
  expect(again.map(({ range }) => range?.start)).not.toContain(0);
});

test('killed in the middle and started again, everything is there and goes on', async ({ app, window, mixed, folder, userData }) => {
  await addDownload(window, { links: ['missing.zip', 'plain.bin', 'slow.iso', 'paused.iso'].map(mixed.link).join('\n'), folder });
  await expect(downloadRow(window, 'paused.iso')).toContainText(begun);
  await downloadRow(window, 'paused.iso').getByRole('button', { name: 'Pause paused.iso' }).click();
  await expect(downloadRow(window, 'paused.iso')).toContainText('Paused');
  await expect(downloadRow(window, 'slow.iso')).toContainText(begun);
  await expect(downloadRow(window, 'plain.bin')).toContainText('Completed');
  await expect(downloadRow(window, 'missing.zip')).toContainText('Failed');

  const asked = mixed.server.requests.length;
  const ended = app.waitForEvent('close');
  app.process().kill('SIGKILL');
  await ended;
  const again = await launchApp({ userData });
  const page = await again.firstWindow();
  await expect(downloadRow(page, 'slow.iso')).toContainText('Downloading', { timeout: 20_000 });
  await expect(downloadRow(page, 'paused.iso')).toContainText(/Paused.*[1-9]\d%/s);
  await expect(downloadRow(page, 'plain.bin')).toContainText('Completed');
  await expect(downloadRow(page, 'missing.zip')).toContainText('Failed');
  mixed.release();
  await expect(downloadRow(page, 'slow.iso')).toContainText('Completed');
  await page.getByRole('button', { name: 'Resume all' }).click();
  await expect(downloadRow(page, 'paused.iso')).toContainText('Completed');
  for (const name of ['slow.iso', 'paused.iso']) await expectFile(folder, name);
  const since = mixed.server.requests.slice(asked).filter((request) => request.path.endsWith('.iso'));
  expect(since.map(({ range }) => range?.start)).not.toContain(0);
  await again.close();
});

/** The menu and its keys are the system's own; what they do is the same. */
async function quit(app: ElectronApplication): Promise<void> {
  const process = app.process();
  const ended = app.waitForEvent('close');
  await app.evaluate(({ app: electron }) => electron.quit());
  await ended;
  expect(process.exitCode).toBe(0);
}

test('everything once, by keyboard alone', async ({ app, window, mixed, folder }) => {
  const keys = window.keyboard;
  /** Opens the row's menu and chooses from it. */
  const choose = async (name: string): Promise<void> => {
    await keys.press('Shift+F10');
    await walkTo(window, 'ArrowDown', window.getByRole('menuitem', { name }));
    await keys.press('Enter');
  };
  const fromMore = async (name: string): Promise<void> => {
    await tabTo(window, window.getByRole('button', { name: 'More', exact: true }));
    await keys.press('Enter');
    await walkTo(window, 'ArrowDown', window.getByRole('menuitem', { name }));
    await keys.press('Enter');
  };
  await keys.press('Control+n');
  const links = addDialog(window).getByRole('textbox', { name: 'Links' });
  await expect(links).toBeFocused();
  await keys.insertText(['first.iso', 'second.iso'].map(mixed.link).join('\n'));
  await tabTo(window, addDialog(window).getByRole('textbox', { name: 'Save to' }));
  await keys.press('Control+a');
  await keys.insertText(folder);
  await keys.press('Enter');
  await expect(addDialog(window)).toBeHidden();
  const first = downloadRow(window, 'first.iso');
  const second = downloadRow(window, 'second.iso');
  await expect(first).toContainText(begun);

  await tabTo(window, rowsOf(window).first());
  await walkTo(window, 'ArrowDown', first);
  await keys.press('Enter');
  const details = window.getByRole('region', { name: 'Details of first.iso' });
  await expect(details).toBeVisible();
  await keys.press('Space');
  await expect(first).toContainText('Paused');
  await keys.press('Space');
  await expect(first).toContainText('Downloading');

  await choose('Limit speed…');
  await expect(window.getByRole('textbox', { name: 'Your own limit' })).toBeFocused();
  await keys.press('Control+a');
  await keys.type('3M');
  await keys.press('Enter');
  await expect(first).toContainText('at most 3 MB/s');
  await expect(first).toBeFocused();

  await tabTo(window, window.getByRole('button', { name: 'Sort', exact: true }));
  await keys.press('Enter');
  await walkTo(window, 'ArrowDown', window.getByRole('menuitemradio', { name: 'Order in the queue' }));
  await keys.press('Enter');
  await tabTo(window, first);
  await keys.press('Alt+End');
  await expect(rowsOf(window).last()).toHaveAccessibleName('first.iso');
  await expect(first).toBeFocused();

  await keys.press('Shift+F10');
  await walkTo(window, 'ArrowDown', window.getByRole('menuitem', { name: 'Category' }));
  await keys.press('ArrowRight');
  await walkTo(window, 'ArrowDown', window.getByRole('menuitemradio', { name: 'Archives' }));
  await keys.press('Enter');
  await expect(window.getByRole('button', { name: /^Archives/ })).toContainText('1');
  await keys.press('Escape');
  await keys.press('Escape');

  mixed.release();
  // At the limit that was set, 24 MiB take eight seconds.
  for (const row of [first, second]) await expect(row).toContainText('Completed', { timeout: 20_000 });
  await fromMore('Verify files…');
  await keys.type(path.join(folder, 'first.iso'));
  await keys.press('Enter');
  await expect(window.getByRole('dialog', { name: 'Verify files' })).toContainText('This is the file that was downloaded as “first.iso”.');
  await keys.press('Escape');

  await tabTo(window, first);
  await keys.press('Delete');
  await expect(first).toBeHidden();
  await expect(second).toBeFocused();
  await tabTo(window, window.getByRole('button', { name: 'Undo' }));
  await keys.press('Enter');
  await expect(first).toBeVisible();

  await fromMore('History…');
  const history = window.getByRole('dialog', { name: 'History' });
  await expect(history.getByRole('listitem', { name: 'first.iso' })).toBeVisible();
  await keys.press('Escape');

  await keys.press('Control+,');
  const settings = window.getByRole('dialog', { name: 'Settings' });
  await tabTo(window, settings.getByRole('switch', { name: 'Tell me when downloads end' }));
  await keys.press('Space');
  await expect(settings.getByRole('switch', { name: 'Tell me when downloads end' })).not.toBeChecked();
  await keys.press('Escape');
  await expect(settings).toBeHidden();
  await quit(app);
});

test('everything once, by mouse alone', async ({ app, window, mixed, folder }) => {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, folder);
  /** Opens the row's menu and chooses from it. */
  const choose = async (row: Locator, name: string): Promise<void> => {
    await row.click({ button: 'right' });
    await window.getByRole('menuitem', { name }).click();
  };
  await window.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/uri-list', text);
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, ['first.iso', 'second.iso'].map(mixed.link).join('\r\n'));
  await addDialog(window).getByRole('button', { name: 'Choose folder…' }).click();
  await expect(addDialog(window).getByRole('textbox', { name: 'Save to' })).toHaveValue(folder);
  await addDialog(window).getByRole('button', { name: 'Download', exact: true }).click();

  const first = downloadRow(window, 'first.iso');
  const second = downloadRow(window, 'second.iso');
  await expect(first).toContainText(begun);
  await first.click();
  const details = window.getByRole('region', { name: 'Details of first.iso' });
  await details.getByRole('button', { name: 'Pause' }).click();
  await expect(first).toContainText('Paused');
  await first.getByRole('button', { name: 'Resume first.iso' }).click();
  await expect(first).toContainText('Downloading');
  await choose(first, 'Limit speed…');
  await window.getByRole('dialog', { name: 'Limit speed' }).getByRole('button', { name: '1 MB/s' }).click();
  await expect(first).toContainText('at most 1 MB/s');
  await choose(first, 'Limit speed…');
  await window.getByRole('dialog', { name: 'Limit speed' }).getByRole('button', { name: 'No limit' }).click();
  await expect(first).not.toContainText('at most');

  await window.getByRole('button', { name: 'Sort', exact: true }).click();
  await window.getByRole('menuitemradio', { name: 'Order in the queue' }).click();
  await choose(first, 'Move to the bottom of the queue');
  await expect(rowsOf(window).last()).toHaveAccessibleName('first.iso');
  await choose(first, 'Category');
  await window.getByRole('menuitemradio', { name: 'Archives' }).click();
  await window.getByRole('button', { name: /^Archives/ }).click();
  await expect(second).toBeHidden();
  await window.getByRole('button', { name: /^All/ }).click();
  await expect(second).toBeVisible();

  mixed.release();
  for (const row of [first, second]) await expect(row).toContainText('Completed', { timeout: 20_000 });
  await openFromMore(window, 'Verify files…');
  const verify = window.getByRole('dialog', { name: 'Verify files' });
  const chooser = window.waitForEvent('filechooser');
  await verify.getByRole('button', { name: 'Choose…' }).click();
  await (await chooser).setFiles(path.join(folder, 'first.iso'));
  await verify.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(verify).toContainText('This is the file that was downloaded as “first.iso”.');
  await verify.getByRole('button', { name: 'Close', exact: true }).first().click();

  await details.getByRole('button', { name: 'Close details' }).click();
  await first.getByRole('button', { name: 'Remove first.iso' }).click();
  await expect(first).toBeHidden();
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(first).toBeVisible();

  await openFromMore(window, 'History…');
  const history = window.getByRole('dialog', { name: 'History' });
  await expect(history.getByRole('listitem', { name: 'first.iso' })).toBeVisible();
  await history.getByRole('button', { name: 'Close' }).click();
  await window.getByRole('button', { name: 'Settings', exact: true }).click();
  const settings = window.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(settings.getByRole('textbox', { name: 'Folder for downloads' })).toHaveValue(folder);
  await settings.getByRole('button', { name: 'Close' }).click();
  await quit(app);
});
