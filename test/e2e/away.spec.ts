/** The window in a browser, when the service that it shows is away and comes back. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { findBrowser } from '../../scripts/browser-window.mjs';
import { addDownload, downloadRow, expect, test } from './steps.ts';

async function serve(folder: string): Promise<{ readonly process: ChildProcess; readonly address: string }> {
  const program = path.resolve(import.meta.dirname, '../../out/server.js');
  const process = spawn('node', [program, '--data', folder, '--downloads', path.join(folder, 'files')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  while (!printed.includes('\n')) printed += String((await once(process.stdout, 'data'))[0]);
  return { process, address: printed.trim().split(' ').at(-1) ?? '' };
}

test('while the service is away, no figure pretends to be current', async ({ server, userData }) => {
  const browser = await chromium.launch({
    ...(findBrowser() && { executablePath: findBrowser() as string }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  });
  const service = await serve(userData);
  try {
    const window = await browser.newPage();
    await window.goto(service.address);
    await expect(window.getByRole('button', { name: 'Pause all' })).toBeDisabled();
    await addDownload(window, { links: server.url, folder: path.join(userData, 'files') });
    const row = downloadRow(window, 'data.bin');
    await expect(row).toContainText(/connection/);
    await expect(row).toContainText('/s');
    await row.click();
    const details = window.getByRole('region', { name: 'Details of data.bin' });
    await expect(details).toContainText('/s');
    await expect(window.getByRole('button', { name: 'Pause all' })).toBeEnabled();

    service.process.kill('SIGKILL');
    await expect(window.getByRole('status').filter({ hasText: 'is lost' })).toContainText(/What is shown is as of \d/);
    await expect(row).toContainText('Downloading');
    await expect(row).not.toContainText(/\/s|connection/);
    await expect(details).not.toContainText('/s');
    await expect(window.getByText('Total speed').locator('..')).toContainText('–');
    const pauseAll = window.getByRole('button', { name: 'Pause all' });
    await expect(pauseAll).toBeDisabled();
    await expect(pauseAll).toHaveAccessibleDescription('The download service cannot be reached just now.');
    const { violations } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
    expect(violations).toEqual([]);
  } finally {
    service.process.kill('SIGKILL');
    await browser.close();
  }
});
