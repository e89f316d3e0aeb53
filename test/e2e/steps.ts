/** What the tests of the window do in it again and again, by the names that its users see. */
import { randomBytes } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { startRangeServer, type RangeServer } from '../servers/range-server.ts';
import { expect, test as base } from './fixture.ts';

interface WindowFixtures {
  /** Offers `data.bin` and holds every answer back until it is released. */
  server: RangeServer;
}

export const test = base.extend<WindowFixtures>({
  server: async ({}, use) => {
    const server = await startRangeServer({ content: randomBytes(8 * 1024 * 1024), holdAfter: 256 * 1024 });
    await use(server);
    await server.close();
  },
  window: async ({ window }, use) => {
    // The page is there before its programme has drawn anything that could hear a key.
    await expect(window.getByRole('button', { name: 'Add download', exact: true })).toBeVisible();
    await use(window);
  },
});

export { launchApp } from './fixture.ts';
export { expect };

export const downloadRow = (window: Page, name: string): Locator =>
  window.getByRole('list', { name: 'Downloads' }).getByRole('listitem', { name, exact: true });

export const addDialog = (window: Page): Locator => window.getByRole('dialog', { name: 'Add downloads' });

export async function openAddDialog(window: Page): Promise<Locator> {
  await window.getByRole('button', { name: 'Add download', exact: true }).click();
  return addDialog(window);
}

export async function openFromMore(window: Page, name: string): Promise<void> {
  await window.getByRole('button', { name: 'More', exact: true }).click();
  await window.getByRole('menuitem', { name, exact: true }).click();
}

export const fill = (dialog: Locator, field: string, text: string): Promise<void> =>
  dialog.getByRole('textbox', { name: field, exact: true }).fill(text);

interface Download {
  readonly links: string;
  readonly folder: string;
  readonly connections?: string;
  readonly checksum?: string;
}

export async function addDownload(window: Page, { links, folder, connections, checksum }: Download): Promise<void> {
  const dialog = await openAddDialog(window);
  await fill(dialog, 'Links', links);
  await fill(dialog, 'Save to', folder);
  if (connections !== undefined || checksum !== undefined) await dialog.getByRole('button', { name: 'More options' }).click();
  if (connections !== undefined) await fill(dialog, 'Connections', connections);
  if (checksum !== undefined) await fill(dialog, 'Checksum', checksum);
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
}

/** Goes on with Tab until the element has the keyboard, as somebody without a mouse would. */
export async function tabTo(window: Page, target: Locator): Promise<void> {
  await expect
    .poll(
      async () => {
        await window.keyboard.press('Tab');
        return target.evaluate((element) => element === document.activeElement);
      },
      { intervals: [0] },
    )
    .toBe(true);
}
