/** What is done to everything in the list at once, by the keyboard, and what is said where there is nothing to do it to. */
import path from 'node:path';
import { addDownload, downloadRow, expect, tabTo, test } from './steps.ts';

test('everything is paused and resumed at once; what cannot be done now says why', async ({ window, server, userData }) => {
  const pauseAll = window.getByRole('button', { name: 'Pause all' });
  const resumeAll = window.getByRole('button', { name: 'Resume all' });
  await expect(pauseAll).toBeDisabled();
  await expect(pauseAll).toHaveAccessibleDescription('Nothing runs or waits');
  await expect(resumeAll).toBeDisabled();
  await expect(resumeAll).toHaveAccessibleDescription('Nothing is paused');

  await addDownload(window, { links: server.url, folder: path.join(userData, 'files') });
  await expect(pauseAll).toBeEnabled();
  await expect(resumeAll).toBeDisabled();
  await tabTo(window, pauseAll);
  await window.keyboard.press('Enter');
  await expect(downloadRow(window, 'data.bin')).toContainText('Paused');
  // It has nothing more to do, and keeps the keyboard.
  await expect(pauseAll).toBeDisabled();
  await expect(pauseAll).toBeFocused();
  await window.keyboard.press('Tab');
  await expect(resumeAll).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(downloadRow(window, 'data.bin')).toContainText('Downloading');
});

test('all that have failed are tried again at once, by the keyboard', async ({ window, server, userData }) => {
  const more = window.getByRole('button', { name: 'More', exact: true });
  const retry = window.getByRole('menuitem', { name: 'Retry all failed' });
  await more.press('Enter');
  await expect(retry).toBeDisabled();
  await window.keyboard.press('Escape');

  const missing = ['/one.zip', '/two.zip'].map((name) => new URL(name, server.url).href);
  await addDownload(window, { links: missing.join('\n'), folder: path.join(userData, 'files') });
  for (const name of ['one.zip', 'two.zip']) await expect(downloadRow(window, name)).toContainText('Failed');
  server.holdHeads('others');
  await more.press('Enter');
  await expect(retry).toBeEnabled();
  await window.keyboard.press('r');
  await expect(retry).toBeFocused();
  await window.keyboard.press('Enter');
  for (const name of ['one.zip', 'two.zip']) await expect(downloadRow(window, name)).toContainText('Connecting');
});
