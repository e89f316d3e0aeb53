/** Categories: made and edited by keyboard, leading to their folders, filtering the list, and changed from the menu. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { addDialog, downloadRow, expect, fill, openAddDialog, openFromMore, test } from './steps.ts';

const categories = (window: Page) => window.getByRole('navigation').getByRole('group', { name: 'Categories' });
const category = (window: Page, name: RegExp) => categories(window).getByRole('button', { name });

test('a category is made by keyboard, checked as it is typed, and takes what fits it', async ({ window, server, userData }) => {
  server.release();
  const folder = path.join(userData, 'blobs');
  await window.getByRole('button', { name: 'More', exact: true }).focus();
  await window.keyboard.press('Enter');
  await window.getByRole('menuitem', { name: 'Categories…' }).press('Enter');
  const dialog = window.getByRole('dialog', { name: 'Categories' });
  await dialog.getByRole('button', { name: 'New category' }).focus();
  await window.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription('Give it a name.');
  await fill(dialog, 'Name', 'Blobs');
  await dialog.getByRole('radio', { name: 'Folder' }).focus();
  await window.keyboard.press('ArrowLeft');
  await expect(dialog.getByRole('radio', { name: 'Data' })).toBeChecked();
  await fill(dialog, 'Folder', folder);
  await fill(dialog, 'File types', '.bin a/b/c');
  await expect(dialog.getByRole('textbox', { name: 'File types' })).toHaveAccessibleDescription(
    '“a/b/c” is no file type. Write pdf or video/*.',
  );
  await fill(dialog, 'File types', '.bin');
  await fill(dialog, 'Servers', '127.0.0.1');
  await dialog.getByRole('textbox', { name: 'Servers' }).press('Enter');

  const entry = dialog.getByRole('list', { name: 'Categories' }).getByRole('listitem').filter({ hasText: 'Blobs' });
  await entry.getByRole('button', { name: 'Edit Blobs' }).focus();
  await window.keyboard.press('Alt+ArrowUp');
  await expect(dialog.getByRole('list').getByRole('button', { name: /^Edit/ })).toHaveText([
    /Documents/,
    /Video/,
    /Music/,
    /Disk/,
    /Archives/,
    /Blobs/,
    /Programs/,
  ]);
  await expect(entry.getByRole('button', { name: 'Edit Blobs' })).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  const add = await openAddDialog(window);
  await fill(add, 'Links', server.url);
  await expect(add.getByRole('combobox', { name: 'Category' })).toHaveAccessibleDescription(/^By the links: Blobs/);
  await expect(add.getByRole('textbox', { name: 'Save to' })).toHaveValue(folder);
  await add.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(downloadRow(window, 'data.bin')).toContainText('Completed');
  await access(path.join(folder, 'data.bin'));

  await category(window, /^Blobs/).click();
  await expect(category(window, /^Blobs/)).toHaveText('Blobs1');
  await expect(downloadRow(window, 'data.bin')).toBeVisible();
  await expect(category(window, /^Video/)).toHaveCount(0);
  await window.getByRole('button', { name: /^Failed/ }).click();
  await expect(window.getByRole('heading', { name: 'Nothing here' })).toBeVisible();
  await window.getByRole('button', { name: 'Show all downloads' }).click();

  await downloadRow(window, 'data.bin').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Category' }).focus();
  await window.keyboard.press('ArrowRight');
  await expect(window.getByRole('menuitemradio', { name: 'Blobs' })).toBeChecked();
  await window.getByRole('menuitemradio', { name: 'Video' }).click();
  await expect(window.getByText('Its file stays in the folder it is in')).toBeVisible();
  await expect(category(window, /^Video/)).toHaveText('Video1');
  await expect(category(window, /^Blobs/)).toHaveCount(0);
  await access(path.join(folder, 'data.bin'));
});

test('the Add dialog puts a download where it is told, and a deleted category comes back', async ({ window, server, userData }) => {
  await openFromMore(window, 'Categories…');
  const dialog = window.getByRole('dialog', { name: 'Categories' });
  await dialog.getByRole('button', { name: 'Edit Video' }).click();
  await fill(dialog, 'Folder', 'Films');
  await expect(dialog.getByRole('textbox', { name: 'Folder' })).toHaveAccessibleDescription(/^Files go to .*\/Films$/);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.getByRole('button', { name: 'Edit Music' }).focus();
  await window.keyboard.press('Delete');
  await expect(dialog.getByRole('list').getByRole('listitem')).toHaveCount(5);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(dialog.getByRole('list').getByRole('listitem')).toHaveCount(6);
  await window.keyboard.press('Escape');

  const add = await openAddDialog(window);
  await fill(add, 'Links', server.url);
  await add.getByRole('combobox', { name: 'Category' }).click();
  await window.getByRole('option', { name: 'Video' }).click();
  await expect(add.getByRole('textbox', { name: 'Save to' })).toHaveValue(/\/Films$/);
  await fill(add, 'Save to', path.join(userData, 'files'));
  await add.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(addDialog(window)).toBeHidden();
  await expect(category(window, /^Video/)).toHaveText('Video1');
});
