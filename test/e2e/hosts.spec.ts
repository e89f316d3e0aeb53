/** Settings of servers: typed by keyboard, sent to that server, and a login that is never seen again. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { addDownload, downloadRow, expect, fill, test } from './steps.ts';

test('a server gets its own user agent and login, which the window never shows again', async ({ window, server, userData }) => {
  server.release();
  await window.getByRole('button', { name: 'More', exact: true }).focus();
  await window.keyboard.press('Enter');
  await window.getByRole('menuitem', { name: 'Servers…' }).press('Enter');
  const dialog = window.getByRole('dialog', { name: 'Servers' });
  await dialog.getByRole('button', { name: 'New server' }).press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Server' })).toBeFocused();
  await fill(dialog, 'Server', 'a b');
  await fill(dialog, 'Connections in all', '0');
  await window.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Server' })).toHaveAccessibleDescription(
    "Write a server's name: example.org or *.example.org.",
  );
  await expect(dialog.getByRole('textbox', { name: 'Connections in all' })).toHaveAccessibleDescription('A whole number from 1 to 256.');
  await fill(dialog, 'Server', '127.0.0.1');
  await fill(dialog, 'Connections in all', '2');
  await fill(dialog, 'User agent', 'Agent/1');
  await fill(dialog, 'User name', 'ann');
  await fill(dialog, 'Password', 'hunter2');
  await expect(dialog).toContainText('There is no secret store here');
  await window.keyboard.press('Enter');

  await expect(dialog.getByRole('listitem')).toContainText('2 connections in all, Agent/1, password kept');
  await dialog.getByRole('button', { name: 'Edit 127.0.0.1' }).press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Password' })).toHaveValue('');
  await expect(dialog).toContainText('A user name and password are kept.');
  expect(await window.content()).not.toContain('hunter2');
  await window.keyboard.press('Escape');

  await addDownload(window, { links: server.url, folder: path.join(userData, 'files') });
  await expect(downloadRow(window, 'data.bin')).toContainText('Completed');
  const { headers } = server.requests[0]!;
  expect(headers['user-agent']).toBe('Agent/1');
  expect(headers.authorization).toBe(`Basic ${Buffer.from('ann:hunter2').toString('base64')}`);
  expect(await readFile(path.join(userData, 'logs', 'rangefinder.log'), 'utf8').catch(() => '')).not.toContain('hunter2');
});
