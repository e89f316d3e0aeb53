/** What lies between the app and its servers: proxies, the feed of newer versions, and an end in the middle of anything. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { AccountingProxy } from '../servers/proxies.ts';
import { addDownload, downloadRow, expect, launchApp, test } from './steps.ts';

async function openSettings(window: Page): Promise<Locator> {
  await window.getByRole('button', { name: 'Settings' }).click();
  return window.getByRole('dialog', { name: 'Settings' });
}

/** The server's link under a name that nothing here can resolve. */
const elsewhere = (url: string): string => url.replace('127.0.0.1', 'files.elsewhere.invalid');

test('downloads go through the proxy that is named, checked as it is typed', async ({ window, server, userData }) => {
  const proxy = await AccountingProxy.start('ada', 'secret');
  try {
    server.release();
    const settings = await openSettings(window);
    await settings.getByRole('combobox', { name: 'Which proxy' }).click();
    await window.getByRole('option', { name: 'This one' }).click();
    await expect(settings).toContainText('Name the proxy. Until then nothing is downloaded.');
    const address = settings.getByRole('textbox', { name: 'Proxy address' });
    await address.fill(`ada:secret@127.0.0.1:${proxy.port}`);
    await expect(settings).toContainText('User name and password have their own lines below.');
    await address.fill(`127.0.0.1:${proxy.port}`);
    await settings.getByRole('textbox', { name: 'User name for the proxy' }).fill('ada');
    const password = settings.getByLabel('Password for the proxy', { exact: true });
    await password.fill('wrong');
    await password.press('Enter');
    await expect(password).toHaveValue('');
    await expect(password).toHaveAccessibleDescription(/not shown again. A new one replaces it/);
    await settings.getByRole('button', { name: 'Forget the password for the proxy' }).click();
    await expect(password).toBeFocused();
    await expect(password).toHaveAccessibleDescription(/^Kept on this computer/);
    await password.fill('secret');
    await settings.getByRole('textbox', { name: 'Without the proxy' }).fill('localhost http://127.0.0.1');
    await expect(settings).toContainText('“http://127.0.0.1” is neither a name nor an address.');
    await settings.getByRole('textbox', { name: 'Without the proxy' }).fill('127.0.0.1');
    await window.keyboard.press('Escape');

    await addDownload(window, { links: elsewhere(server.url), folder: path.join(userData, 'files') });
    await expect(downloadRow(window, 'data.bin')).toContainText('Completed');
    expect(proxy.asked).toContain(`GET ${elsewhere(server.url)}`);

    // An exception: asked directly, so that the proxy hears nothing of it.
    const asked = proxy.asked.length;
    await addDownload(window, { links: `${server.url}?direct`, folder: path.join(userData, 'more') });
    await expect(window.getByRole('list', { name: 'Downloads' }).getByRole('listitem').filter({ hasText: 'Completed' })).toHaveCount(2);
    expect(proxy.asked).toHaveLength(asked);
  } finally {
    await proxy.close();
  }
});

test('downloads go where the system’s own settings say, a script’s answer among them', async ({ app, window, server, userData }) => {
  const proxy = await AccountingProxy.start();
  try {
    await app.evaluate(({ session }, port) => {
      session.defaultSession.resolveProxy = async (url) =>
        url.includes('elsewhere') ? `PROXY 127.0.0.1:1; PROXY 127.0.0.1:${port}` : 'DIRECT';
    }, proxy.port);
    server.release();
    await addDownload(window, { links: elsewhere(server.url), folder: path.join(userData, 'files') });
    await expect(downloadRow(window, 'data.bin')).toContainText('Completed');
    expect(proxy.asked).toContain(`GET ${elsewhere(server.url)}`);
  } finally {
    await proxy.close();
  }
});

test('a newer version is told of quietly, and the setting says when there is nobody to ask', async ({ userData }) => {
  const asked: (string | undefined)[] = [];
  const feed = createServer((request, response) => {
    asked.push(request.url);
    response.end(JSON.stringify({ version: '99.0.0', url: 'https://host.example/new' }));
  });
  feed.listen(0, '127.0.0.1');
  await once(feed, 'listening');
  const address = `http://127.0.0.1:${(feed.address() as AddressInfo).port}/latest.json`;

  const app = await launchApp({ userData, env: { RANGEFINDER_UPDATE_FEED: address } });
  const window = await app.firstWindow();
  await expect(window.getByRole('status').filter({ hasText: 'Rangefinder 99.0.0 is there.' })).toBeVisible({ timeout: 15_000 });
  await expect(window.getByRole('link', { name: 'See what is new' })).toHaveAttribute('href', 'https://host.example/new');
  await window.getByRole('button', { name: 'Dismiss' }).click();
  await expect(window.getByText('Rangefinder 99.0.0 is there.')).toBeHidden();
  expect(asked).toEqual(['/latest.json']);
  await app.close();
  feed.close();

  const alone = await launchApp({ userData });
  const page = await alone.firstWindow();
  const settings = await openSettings(page);
  await expect(settings.getByRole('switch', { name: 'Look for newer versions' })).toHaveAccessibleDescription(/does not know where to ask/);
  await alone.close();
});

for (const moment of ['probing', 'downloading', 'verifying'] as const) {
  test(`it ends in order while ${moment}, and goes on with the next start`, async ({ userData, server }) => {
    const app = await launchApp({ userData });
    const window = await app.firstWindow();
    const folder = path.join(userData, 'files');
    const shown = { probing: 'Connecting', downloading: 'Downloading', verifying: 'Verifying' };
    if (moment === 'probing') server.holdHeads('file');
    // The bytes come, but not what the server publishes beside them, which the verification waits for.
    if (moment === 'verifying') {
      server.release();
      server.holdHeads('others');
    }
    await addDownload(window, { links: server.url, folder });
    await expect(downloadRow(window, 'data.bin')).toContainText(shown[moment]);
    const process = app.process();
    const ended = app.waitForEvent('close');
    await app.evaluate(({ app: electron }) => electron.quit());
    await ended;
    expect(process.exitCode).toBe(0);

    server.release();
    const again = await launchApp({ userData });
    const page = await again.firstWindow();
    await expect(downloadRow(page, 'data.bin')).toContainText('Completed', { timeout: 20_000 });
    const bytes = await readFile(path.join(folder, 'data.bin'));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(server.sha256);
    await again.close();
  });
}
