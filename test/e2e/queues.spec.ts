/** Queues: made by keyboard, filled, kept to, put on hours, and taken away again; priorities; and the limit over everything. */
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { addDownload, downloadRow, expect, fill, openAddDialog, openFromMore, tabTo, test } from './steps.ts';

const queuesDialog = (window: Page): Locator => window.getByRole('dialog', { name: 'Queues' });
const rows = (window: Page): Locator => window.getByRole('list', { name: 'Downloads' }).getByRole('listitem');
const filter = (window: Page, name: string): Locator => window.getByRole('group', { name: 'Queues' }).getByRole('button', { name });

/** Links of the one file; to the list they are different ones. */
const linksOf = (url: string, count: number): string => Array.from({ length: count }, (_, index) => `${url}?${index}`).join('\n');

const hoursFromNow = (count: number): string => {
  const time = new Date(Date.now() + count * 3_600_000);
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
};

async function openQueues(window: Page): Promise<Locator> {
  await openFromMore(window, 'Queues…');
  return queuesDialog(window);
}

async function makeQueue(window: Page, name: string, atOnce = ''): Promise<void> {
  const dialog = await openQueues(window);
  await dialog.getByRole('button', { name: 'New queue' }).click();
  await fill(dialog, 'Name', name);
  await fill(dialog, 'Downloads at once', atOnce);
  await dialog.getByRole('button', { name: 'Create queue' }).click();
  await expect(dialog.getByRole('button', { name: `Edit ${name}` })).toBeVisible();
  await window.keyboard.press('Escape');
}

async function setHours(window: Page, queue: string, start: string, end: string): Promise<void> {
  const dialog = await openQueues(window);
  await dialog.getByRole('button', { name: `Edit ${queue}` }).click();
  const only = dialog.getByRole('switch', { name: 'Only at certain hours' });
  if (!(await only.isChecked())) await only.click();
  const hours = dialog.getByRole('group', { name: 'Only at certain hours' });
  await hours.getByLabel('From', { exact: true }).fill(start);
  await hours.getByLabel('To', { exact: true }).fill(end);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

async function addToQueue(window: Page, queue: string, links: string, folder: string): Promise<void> {
  const dialog = await openAddDialog(window);
  await fill(dialog, 'Links', links);
  await fill(dialog, 'Save to', folder);
  await dialog.getByRole('combobox', { name: 'Queue' }).click();
  await window.getByRole('option', { name: queue }).click();
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(dialog).toBeHidden();
}

async function choose(window: Page, ...names: readonly string[]): Promise<void> {
  await rows(window).first().click({ button: 'right' });
  for (const name of names.slice(0, -1)) await window.getByRole('menuitem', { name, exact: true }).click();
  const last = names.at(-1) ?? '';
  await window.getByRole(names.length > 1 ? 'menuitemradio' : 'menuitem', { name: last, exact: true }).click();
}

test('a queue is made by keyboard, and never has more running than it may', async ({ window, server, userData }) => {
  await expect(window.getByRole('group', { name: 'Queues' })).toHaveCount(0);
  await tabTo(window, window.getByRole('button', { name: 'More', exact: true }));
  await window.keyboard.press('Enter');
  await window.getByRole('menuitem', { name: 'Queues…' }).press('Enter');
  const dialog = queuesDialog(window);
  await expect(dialog.getByRole('list', { name: 'Queues' }).getByRole('listitem')).toHaveCount(1);
  await tabTo(window, dialog.getByRole('button', { name: 'New queue' }));
  await window.keyboard.press('Enter');
  const name = dialog.getByRole('textbox', { name: 'Name' });
  await expect(name).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(name).toHaveAccessibleDescription('Give it a name.');
  await window.keyboard.type('One by one');
  await window.keyboard.press('Tab');
  await window.keyboard.type('many');
  const atOnce = dialog.getByRole('textbox', { name: 'Downloads at once' });
  await expect(atOnce).toHaveAccessibleDescription('A whole number from 1 to 100.');
  await atOnce.fill('1');
  await window.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Edit One by one' })).toContainText('1 at once');
  await window.keyboard.press('Escape');

  await addToQueue(window, 'One by one', linksOf(server.url, 3), path.join(userData, 'files'));
  await expect(rows(window).filter({ hasText: 'Downloading' })).toHaveCount(1);
  await expect(rows(window).filter({ hasText: 'Queued' })).toHaveCount(2);
  await expect(filter(window, 'One by one')).toContainText('3');

  // Elsewhere all of them may run.
  await rows(window).first().focus();
  await window.keyboard.press('Control+a');
  await choose(window, 'Move to queue', 'Main');
  await expect(rows(window).filter({ hasText: 'Downloading' })).toHaveCount(3);
  await filter(window, 'One by one').click();
  await expect(window.getByRole('heading', { name: 'Nothing here' })).toBeVisible();
  await filter(window, 'Main').click();
  await expect(rows(window)).toHaveCount(3);
});

test('a queue runs in its hours, and one of its downloads now', async ({ window, server, userData }) => {
  await makeQueue(window, 'Night');
  await setHours(window, 'Night', hoursFromNow(2), hoursFromNow(4));
  await addToQueue(window, 'Night', linksOf(server.url, 2), path.join(userData, 'files'));
  const starting = rows(window).filter({ hasText: /Queued.*Starts / });
  await expect(starting).toHaveCount(2);
  await expect(filter(window, 'Night')).toHaveAccessibleDescription(/^Starts /);

  await choose(window, 'Start now');
  await expect(rows(window).filter({ hasText: 'Downloading' })).toHaveCount(1);
  await expect(starting).toHaveCount(1);

  await setHours(window, 'Night', hoursFromNow(-1), hoursFromNow(1));
  await expect(rows(window).filter({ hasText: 'Downloading' })).toHaveCount(2);
  await setHours(window, 'Night', hoursFromNow(2), hoursFromNow(4));
  await expect(starting).toHaveCount(1);
  await expect(rows(window).filter({ hasText: 'Paused' })).toHaveCount(0);

  await setHours(window, 'Night', hoursFromNow(-1), hoursFromNow(1));
  server.release();
  await expect(rows(window).filter({ hasText: 'Completed' })).toHaveCount(2);
});

test('a queue is switched off and on, deleted, and brought back', async ({ window, server, userData }) => {
  await makeQueue(window, 'Later');
  await addToQueue(window, 'Later', server.url, path.join(userData, 'files'));
  const row = downloadRow(window, 'data.bin');
  await expect(row).toContainText('Downloading');
  const dialog = await openQueues(window);
  const on = dialog.getByRole('switch', { name: 'Run Later' });
  await on.click();
  await expect(dialog.getByRole('button', { name: 'Edit Later' })).toContainText('Off');
  await window.keyboard.press('Escape');
  await expect(row).toContainText('Queue “Later” is off');

  await openQueues(window);
  await expect(dialog.getByRole('button', { name: 'Delete Main' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Delete Later' }).click();
  await expect(dialog.getByRole('status')).toContainText('“Later” is deleted; its download is in “Main” now.');
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(on).not.toBeChecked();
  await window.keyboard.press('Escape');
  await expect(row).toContainText('Queue “Later” is off');

  await openQueues(window);
  await dialog.getByRole('button', { name: 'Delete Later' }).click();
  await window.keyboard.press('Escape');
  await expect(row).toContainText('Downloading');
});

test('a double click makes one queue', async ({ window }) => {
  const dialog = await openQueues(window);
  await dialog.getByRole('button', { name: 'New queue' }).click();
  await fill(dialog, 'Name', 'Nights');
  await dialog.getByRole('button', { name: 'Create queue' }).dblclick();
  await expect(async () => {
    await window.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await expect(filter(window, 'Nights')).toHaveCount(1);
});

test('priorities are chosen in the menu and shown in the row', async ({ window, server, userData }) => {
  await addDownload(window, { links: server.url, folder: path.join(userData, 'files') });
  const row = downloadRow(window, 'data.bin');
  await expect(row).toContainText('Downloading');
  await choose(window, 'Priority', 'High');
  await expect(row.getByRole('img', { name: 'High priority' })).toBeVisible();
  await choose(window, 'Priority', 'Low');
  await expect(row.getByRole('img', { name: 'Low priority' })).toBeVisible();
  await choose(window, 'Priority', 'Normal');
  await expect(row.getByRole('img', { name: /priority/ })).toHaveCount(0);
});

test('the limit over everything is a usual one or the person’s own', async ({ window }) => {
  await window.getByRole('button', { name: 'Speed limit: No limit' }).click();
  const popup = window.getByRole('dialog', { name: 'Speed limit' });
  await popup.getByRole('button', { name: '2 MB/s' }).click();
  await expect(popup).toBeHidden();
  await window.getByRole('button', { name: 'Speed limit: 2 MB/s' }).press('Enter');
  const own = popup.getByRole('textbox', { name: 'Your own limit' });
  await expect(own).toBeFocused();
  await own.fill('300K');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('button', { name: 'Speed limit: 300 kB/s' })).toBeFocused();
});
