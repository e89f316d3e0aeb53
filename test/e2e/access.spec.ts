/** No view may have anything that axe finds, in either theme. */
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { addDownload, downloadRow, expect, fill, openAddDialog, openFromMore, test } from './steps.ts';

async function findings(window: Page): Promise<string[]> {
  // What fades in has no contrast yet.
  await window.evaluate(async () => {
    const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
  // The other mode gathers its results in a page of its own, which an app has no place for.
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}

async function chooseTheme(window: Page, theme: string): Promise<void> {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('dialog', { name: 'Settings' }).getByRole('combobox', { name: 'Theme' }).click();
  await window.getByRole('option', { name: theme }).click();
}

for (const theme of ['Light', 'Dark']) {
  test(`managing, ${theme.toLowerCase()}`, async ({ window }) => {
    await chooseTheme(window, theme);
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');
    expect(await findings(window)).toEqual([]);

    await openFromMore(window, 'Import…');
    const list = { name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('http://127.0.0.1:9/a.iso\nnonsense') };
    await window.getByLabel('File to import').setInputFiles(list);
    await expect(window.getByRole('list', { name: 'Entries of the file' })).toBeVisible();
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');
    await openFromMore(window, 'History…');
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');
    await openFromMore(window, 'Servers…');
    await window.getByRole('button', { name: 'New server' }).click();
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');
    await openFromMore(window, 'Categories…');
    expect(await findings(window)).toEqual([]);
    await window.getByRole('button', { name: 'New category' }).click();
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');
  });

  test(`queues and limits, ${theme.toLowerCase()}`, async ({ window }) => {
    await chooseTheme(window, theme);
    await window.keyboard.press('Escape');

    await window.getByRole('button', { name: 'Speed limit: No limit' }).click();
    await expect(window.getByRole('dialog', { name: 'Speed limit' })).toBeVisible();
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');

    const queues = window.getByRole('dialog', { name: 'Queues' });
    await openFromMore(window, 'Queues…');
    await queues.getByRole('button', { name: 'New queue' }).click();
    await queues.getByRole('switch', { name: 'Only at certain hours' }).click();
    await queues.getByRole('switch', { name: 'Another speed limit at certain hours' }).click();
    await queues.getByRole('button', { name: 'Create queue' }).click();
    await expect(queues).toContainText('Give it a name.');
    expect(await findings(window)).toEqual([]);
    await queues.getByRole('textbox', { name: 'Name' }).fill('Night');
    await queues.getByRole('button', { name: 'Create queue' }).click();
    await queues.getByRole('switch', { name: 'Run Night' }).click();
    await expect(queues.getByRole('button', { name: 'Edit Night' })).toContainText('Off');
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');
  });

  test(`adding, ${theme.toLowerCase()}`, async ({ window, server }) => {
    await chooseTheme(window, theme);
    await window.keyboard.press('Escape');

    const dialog = await openAddDialog(window);
    await dialog.getByRole('button', { name: 'More options' }).click();
    await dialog.getByRole('button', { name: 'Download', exact: true }).click();
    await expect(dialog).toContainText('Paste or type at least one link.');
    expect(await findings(window)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Links' }).fill(`${server.url}[1-3]\ncurl -b a=1 https://host.example/`);
    await expect(dialog).toContainText('Taken from the command: cookies');
    expect(await findings(window)).toEqual([]);
    await dialog.getByRole('button', { name: 'Clear', exact: true }).click();
    await window.keyboard.press('Escape');

    await openAddDialog(window);
    const preview = dialog.getByRole('region', { name: 'What the links lead to' });
    await dialog.getByRole('textbox', { name: 'Links' }).fill(server.url);
    await expect(preview).toContainText('can be resumed');
    expect(await findings(window)).toEqual([]);
    await dialog.getByRole('button', { name: 'More options' }).click();
    await dialog.getByRole('textbox', { name: 'Mirrors' }).fill('nowhere');
    await expect(dialog.getByRole('alert')).toContainText('Line 1 is no link');
    expect(await findings(window)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Mirrors' }).fill('');
    await dialog.getByRole('textbox', { name: 'Links' }).fill(new URL('/gone.meta4', server.url).href);
    await dialog.getByRole('button', { name: 'Open the list', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText('gone.meta4: The file is not there');
    expect(await findings(window)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Links' }).fill(`${server.url}\n${new URL('/gone.zip', server.url).href}`);
    await expect(preview).toContainText('The file is not there');
    expect(await findings(window)).toEqual([]);
    await dialog.getByRole('button', { name: 'Clear', exact: true }).click();
    await window.keyboard.press('Escape');
  });

  test(`downloads, ${theme.toLowerCase()}`, async ({ window, server, userData }) => {
    // Some ten looks of axe at whole windows.
    test.slow();
    await chooseTheme(window, theme);
    await window.keyboard.press('Escape');

    const links = [server.url, new URL('/missing.zip', server.url).href].join('\n');
    await addDownload(window, { links, folder: path.join(userData, 'files') });
    await downloadRow(window, 'missing.zip').click();
    await expect(window.getByRole('region', { name: 'Details of missing.zip' })).toContainText('The file is not there');
    expect(await findings(window)).toEqual([]);

    const dialog = await openAddDialog(window);
    await dialog.getByRole('textbox', { name: 'Links' }).fill(links);
    await expect(dialog).toContainText('Already in the list: “missing.zip” (Failed)');
    expect(await findings(window)).toEqual([]);
    await dialog.getByRole('button', { name: 'Clear', exact: true }).click();
    await window.keyboard.press('Escape');

    // Beside the details there is no room for columns.
    await window.getByRole('button', { name: 'Close details' }).click();
    await window.getByRole('button', { name: 'View', exact: true }).click();
    await window.getByRole('menuitemradio', { name: 'Table with columns' }).click();
    await expect(window.getByRole('columnheader', { name: 'Added' })).toBeVisible();
    expect(await findings(window)).toEqual([]);
    await window.getByRole('columnheader', { name: 'Size' }).click({ button: 'right' });
    await expect(window.getByRole('menuitem', { name: 'Reset columns' })).toBeVisible();
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');

    await downloadRow(window, 'data.bin').click();
    await expect(window.getByRole('progressbar', { name: 'Chunk 2' })).toBeVisible();
    expect(await findings(window)).toEqual([]);
    await window.getByRole('button', { name: 'Limit speed…' }).click();
    await expect(window.getByRole('dialog', { name: 'Limit speed' })).toBeVisible();
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');
    server.release();
    await expect(window.getByRole('region', { name: 'Details of data.bin' })).toContainText('Computed');
    expect(await findings(window)).toEqual([]);

    await window.getByRole('button', { name: 'Enter a checksum' }).click();
    const expected = window.getByRole('dialog', { name: 'Expected checksum' });
    await expected.getByRole('textbox', { name: 'Checksum' }).fill('abc123abc1');
    await expect(expected.getByRole('alert')).toBeVisible();
    expect(await findings(window)).toEqual([]);
    await expected.getByRole('textbox', { name: 'Checksum' }).fill('0'.repeat(32));
    await expected.getByRole('button', { name: 'Compare now' }).click();
    await expect(window.getByRole('region', { name: 'Details of data.bin' })).toContainText('Does not match');
    expect(await findings(window)).toEqual([]);

    await openFromMore(window, 'History…');
    await window.getByRole('dialog').getByRole('button', { name: 'All about data.bin' }).click();
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');

    await openFromMore(window, 'Verify files…');
    const verify = window.getByRole('dialog', { name: 'Verify files' });
    await verify.getByRole('textbox', { name: 'File' }).fill(path.join(userData, 'files', 'data.bin'));
    await verify.getByRole('textbox', { name: 'Should be' }).fill(`${'0'.repeat(64)}  data.bin`);
    await verify.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect(verify).toContainText('The file is not what it should be');
    expect(await findings(window)).toEqual([]);
    const paths = ['data.bin', 'missing.bin'].map((name) => path.join(userData, 'files', name));
    await verify.getByRole('textbox', { name: 'File' }).fill(paths.join('\n'));
    await verify.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect(verify.getByRole('status')).toHaveText('1 file is not what it should be. Do not use it. 1 file could not be read.');
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');

    await downloadRow(window, 'data.bin').click({ button: 'right' });
    await expect(window.getByRole('menu')).toBeVisible();
    expect(await findings(window)).toEqual([]);
    await window.getByRole('menuitem', { name: 'Remove and delete file…' }).click();
    await expect(window.getByRole('alertdialog')).toBeVisible();
    expect(await findings(window)).toEqual([]);
    await window.keyboard.press('Escape');

    await window.getByRole('button', { name: 'Remove missing.zip' }).click();
    await expect(window.getByText('Removed “missing.zip”')).toBeVisible();
    expect(await findings(window)).toEqual([]);
  });
}

for (const theme of ['Light', 'Dark']) {
  test(`several sources, ${theme.toLowerCase()}`, async ({ window, server, userData }) => {
    await chooseTheme(window, theme);
    await window.keyboard.press('Escape');
    const dialog = await openAddDialog(window);
    await fill(dialog, 'Links', new URL('/gone.bin', server.url).href);
    await fill(dialog, 'Save to', path.join(userData, 'files'));
    await dialog.getByRole('button', { name: 'More options' }).click();
    await fill(dialog, 'Checksum', `sha256:${server.sha256}`);
    await fill(dialog, 'Mirrors', server.url);
    expect(await findings(window)).toEqual([]);
    await dialog.getByRole('button', { name: 'Download', exact: true }).click();
    await downloadRow(window, 'data.bin').click();
    const sources = window.getByRole('list', { name: 'Sources' }).getByRole('listitem');
    await expect(sources).toContainText([/Failed/, /In use/]);
    expect(await findings(window)).toEqual([]);
    server.release();
    await expect(sources).toContainText([/Failed/, /Used/]);
    expect(await findings(window)).toEqual([]);
  });
}

test('what happens when all is done, and why it did not', async ({ window, server, userData }) => {
  const folder = path.join(userData, 'files');
  const choose = async (): Promise<void> => {
    await window.getByRole('combobox', { name: 'When all is done' }).click();
    await window.getByRole('option', { name: 'Sleep' }).click();
  };
  server.release();
  await choose();
  await addDownload(window, { links: server.url, folder });
  await expect(window.getByRole('alertdialog', { name: 'The computer is about to sleep' })).toBeVisible();
  expect(await findings(window)).toEqual([]);
  await window.keyboard.press('Escape');

  await choose();
  await addDownload(window, { links: new URL('/missing.zip', server.url).href, folder });
  await expect(window.getByText('1 download failed')).toBeVisible();
  expect(await findings(window)).toEqual([]);

  await window.getByRole('button', { name: 'Settings' }).click();
  const settings = window.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('combobox', { name: 'Which proxy' }).click();
  await window.getByRole('option', { name: 'This one' }).click();
  await settings.getByRole('textbox', { name: 'Proxy address' }).fill('gopher://proxy.example');
  await expect(settings).toContainText('Only http://, https://, socks5:// and socks4:// proxies can be used.');
  expect(await findings(window)).toEqual([]);
});

test('the window speaks Arabic from right to left, and axe finds nothing in it', async ({ window }) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('combobox', { name: 'Language' }).click();
  await window.getByRole('option', { name: 'العربية' }).click();
  await expect(window.getByRole('dialog', { name: 'الإعدادات' })).toBeVisible();
  await expect(window.locator('html')).toHaveAttribute('dir', 'rtl');
  expect(await findings(window)).toEqual([]);
});
