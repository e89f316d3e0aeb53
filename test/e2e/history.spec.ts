/** The history: found by typing, gone through by keyboard, used, and forgotten. */
import path from 'node:path';
import { addDownload, downloadRow, expect, fill, openFromMore, test } from './steps.ts';

test('what was removed from the list is found again, and comes back', async ({ window, server, userData }) => {
  await openFromMore(window, 'Queues…');
  const queues = window.getByRole('dialog', { name: 'Queues' });
  await queues.getByRole('button', { name: 'New queue' }).click();
  await fill(queues, 'Name', 'Night');
  await queues.getByRole('button', { name: 'Create queue' }).click();
  await window.keyboard.press('Escape');

  server.release();
  const missing = new URL('/missing.zip', server.url).href;
  await addDownload(window, { links: `${server.url}\n${missing}`, folder: path.join(userData, 'files') });
  await expect(downloadRow(window, 'data.bin')).toContainText('Completed');
  await expect(downloadRow(window, 'missing.zip')).toContainText('Failed');
  for (const name of ['data.bin', 'missing.zip']) {
    await downloadRow(window, name).click({ button: 'right' });
    await window.getByRole('menuitem', { name: 'Remove from list' }).click();
  }
  await expect(window.getByRole('button', { name: 'Undo' })).toHaveCount(0, { timeout: 15_000 });

  await window.getByRole('button', { name: 'More', exact: true }).focus();
  await window.keyboard.press('Enter');
  await window.getByRole('menuitem', { name: 'History…' }).press('Enter');
  const dialog = window.getByRole('dialog', { name: 'History' });
  const search = dialog.getByRole('searchbox');
  const entries = dialog.getByRole('list', { name: 'History' }).getByRole('listitem');
  await expect(search).toBeFocused();
  await expect(entries).toHaveCount(2);
  await expect(dialog.getByRole('status')).toHaveText('2 entries');
  await search.fill(`data ${server.sha256.slice(0, 12)}`);
  await expect(entries).toHaveCount(1);
  await expect(entries.first()).toHaveAccessibleName('data.bin');
  // All of it can be read and copied where it stands.
  await entries.first().focus();
  await window.keyboard.press('Enter');
  const toggle = dialog.getByRole('button', { name: 'All about data.bin' });
  await expect(toggle).toHaveAttribute('aria-expanded', 'true');
  await expect(entries.first()).toContainText(path.join(userData, 'files', 'data.bin'));
  await expect(entries.first()).toContainText(server.sha256);
  await expect(entries.first()).toContainText('CategoryNone');
  await expect(entries.first()).toContainText('QueueMain');
  await entries.first().getByRole('button', { name: 'Copy SHA-256' }).press('Enter');
  await expect(window.getByText('Copied')).toBeVisible();
  await toggle.press('Enter');
  await expect(toggle).toHaveAttribute('aria-expanded', 'false');
  await expect(entries.first()).not.toContainText(server.sha256);
  await search.focus();
  await window.keyboard.press('Escape');
  await expect(entries).toHaveCount(2);

  await entries.first().focus();
  await window.keyboard.press('End');
  await expect(entries.last()).toBeFocused();
  await window.keyboard.press('Home');
  await expect(entries.first()).toHaveAccessibleName('missing.zip');
  await window.keyboard.press('Delete');
  await expect(entries).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Download data.bin again' }).click();
  await dialog.getByRole('button', { name: 'Forget everything…' }).press('Enter');
  await dialog.getByRole('button', { name: 'Forget everything', exact: true }).press('Enter');
  await expect(dialog).toContainText('Nothing has been completed or removed yet.');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('list', { name: 'Downloads' }).getByRole('listitem')).toHaveCount(1);
});
