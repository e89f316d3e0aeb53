/** Everything with the keyboard alone. */
import path from 'node:path';
import { addDialog, addDownload, downloadRow, expect, tabTo, test } from './steps.ts';

test('what is gone with the empty list hands the keyboard on', async ({ window, server, userData }) => {
  await tabTo(window, window.getByRole('button', { name: 'Add links…' }));
  await window.keyboard.press('Enter');
  await expect(addDialog(window).getByRole('textbox', { name: 'Links' })).toBeFocused();
  await window.keyboard.type(server.url);
  await window.keyboard.press('Tab');
  await window.keyboard.press('Control+a');
  await window.keyboard.type(path.join(userData, 'files'));
  await window.keyboard.press('Enter');
  await expect(downloadRow(window, 'data.bin')).toBeVisible();
  await expect(window.getByRole('button', { name: 'Add download', exact: true })).toBeFocused();

  const search = window.getByRole('searchbox', { name: 'Search downloads' });
  await tabTo(window, search);
  await window.keyboard.type('nothing of the kind');
  await tabTo(window, window.getByRole('button', { name: 'Clear search' }));
  await window.keyboard.press('Enter');
  await expect(downloadRow(window, 'data.bin')).toBeVisible();
  await expect(search).toBeFocused();
});

test('what is completed leaves the list at once, and comes back when that is undone', async ({ window, server, userData }) => {
  await addDownload(window, { links: `${server.url}\n${server.url}?held`, folder: path.join(userData, 'files') });
  const rows = window.getByRole('list', { name: 'Downloads' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  const more = window.getByRole('button', { name: 'More', exact: true });
  await more.press('Enter');
  const item = window.getByRole('menuitem', { name: 'Remove completed from list' });
  await expect(item).toBeDisabled();
  await window.keyboard.press('Escape');

  await rows.last().press('Space');
  await expect(rows.last()).toContainText('Paused');
  server.release();
  await expect(rows.first()).toContainText('Completed');
  await more.press('Enter');
  await item.press('Enter');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Paused');
  await expect(more).toBeFocused();
  await window.keyboard.press('Control+z');
  await expect(rows).toHaveCount(2);
});

test('add, look at, pause, resume, remove, undo', async ({ window, server, userData }) => {
  await window.keyboard.press('Control+n');
  const dialog = addDialog(window);
  await expect(dialog.getByRole('textbox', { name: 'Links' })).toBeFocused();
  await window.keyboard.type(server.url);
  await window.keyboard.press('Tab');
  await expect(dialog.getByRole('textbox', { name: 'Save to' })).toBeFocused();
  await window.keyboard.press('Control+a');
  await window.keyboard.type(path.join(userData, 'files'));
  await window.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  const row = downloadRow(window, 'data.bin');
  await expect(row).toContainText('Downloading');
  await tabTo(window, row);
  await window.keyboard.press('Enter');
  const details = window.getByRole('region', { name: 'Details of data.bin' });
  await expect(details.getByRole('list', { name: 'Chunks' }).getByRole('progressbar', { name: 'Chunk 1', exact: true })).toBeVisible();

  await window.keyboard.press('Space');
  await expect(row).toContainText('Paused');
  await window.keyboard.press('Space');
  await expect(row).toContainText('Downloading');
  server.release();
  await expect(row).toContainText('Completed');
  await expect(window.getByRole('status').filter({ hasText: 'data.bin: completed' })).toBeAttached();

  await window.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await window.keyboard.press('Delete');
  await expect(row).toBeHidden();
  await tabTo(window, window.getByRole('button', { name: 'Undo' }));
  await window.keyboard.press('Enter');
  await expect(row).toBeVisible();
  await tabTo(window, row);
  await window.keyboard.press('Delete');
  await expect(row).toBeHidden();
  await window.keyboard.press('Control+z');
  await expect(row).toBeVisible();
});

test('the list is walked with the arrows, and chosen from with Shift and Control', async ({ window, server, userData }) => {
  await window.keyboard.press('Control+n');
  await window.keyboard.type(['a', 'b', 'c', 'd'].map((name) => new URL(`/${name}.zip`, server.url).href).join('\n'));
  await tabTo(window, window.getByRole('textbox', { name: 'Save to' }));
  await window.keyboard.press('Control+a');
  await window.keyboard.type(path.join(userData, 'files'));
  await window.keyboard.press('Enter');

  const rows = window.getByRole('list', { name: 'Downloads' }).getByRole('listitem');
  await expect(rows.filter({ hasText: 'Failed' })).toHaveCount(4);
  const names = await rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
  const checked = () => window.getByRole('checkbox', { checked: true });

  await tabTo(window, rows.first());
  await window.keyboard.press('ArrowDown');
  await expect(downloadRow(window, names[1] ?? '')).toBeFocused();
  await window.keyboard.press('Shift+ArrowDown');
  await expect(checked()).toHaveCount(2);
  await window.keyboard.press('End');
  await expect(downloadRow(window, names[3] ?? '')).toBeFocused();
  await window.keyboard.press('Control+Home');
  await window.keyboard.press('Control+Space');
  await expect(checked()).toHaveCount(2);
  await window.keyboard.press('Control+a');
  await expect(checked()).toHaveCount(4);
  await window.keyboard.press('Delete');
  await expect(rows).toHaveCount(0);
  await expect(window.getByRole('heading', { name: 'Drop links here' })).toBeVisible();
});

test('the sheet of shortcuts, the search and the settings open by their keys', async ({ window }) => {
  await window.keyboard.press('?');
  const sheet = window.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  await window.keyboard.press('Control+f');
  await expect(window.getByRole('searchbox', { name: 'Search downloads' })).toBeFocused();
  await window.keyboard.press('Control+,');
  const settings = window.getByRole('dialog', { name: 'Settings' });
  const atOnce = settings.getByRole('textbox', { name: 'Downloads at once' });
  await atOnce.fill('0');
  await expect(atOnce).toHaveAccessibleDescription('A whole number from 1 to 100.');
  await atOnce.fill('7');
  await window.keyboard.press('Escape');
  await window.keyboard.press('Control+,');
  await expect(atOnce).toHaveValue('7');
});
