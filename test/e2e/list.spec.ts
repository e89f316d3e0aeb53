/** The list as a table: its columns, their order and widths, and downloads that are put elsewhere in the queue. */
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { addDownload, downloadRow, expect, launchApp, test } from './steps.ts';

const rows = (window: Page): Locator => window.getByRole('list', { name: 'Downloads' }).getByRole('listitem');
const names = (window: Page): Promise<string[]> =>
  rows(window).evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
const head = (window: Page, name: string): Locator => window.getByRole('columnheader', { name, exact: true });

/** Four downloads that end at once, because nothing is behind their links. */
async function addFour(window: Page, base: string, userData: string): Promise<void> {
  const links = ['cherry', 'apple', 'damson', 'banana'].map((name) => new URL(`/${name}.zip`, base).href);
  await addDownload(window, { links: links.join('\n'), folder: path.join(userData, 'files') });
  await expect(rows(window).filter({ hasText: 'Failed' })).toHaveCount(4);
}

async function choose(window: Page, menu: string, role: 'menuitemradio' | 'menuitemcheckbox', item: string): Promise<void> {
  await window.getByRole('button', { name: menu, exact: true }).click();
  await window.getByRole(role, { name: item, exact: true }).click();
  await window.keyboard.press('Escape');
}

test('columns are chosen, sorted and sized, by mouse and by keyboard, and are there after a restart', async ({
  app,
  window,
  server,
  userData,
}) => {
  await addFour(window, server.url, userData);
  await expect(downloadRow(window, 'apple.zip').getByText(/^The file is not there\. /)).toBeVisible();
  await choose(window, 'View', 'menuitemradio', 'Table with columns');
  await choose(window, 'View', 'menuitemcheckbox', 'Server');
  await choose(window, 'View', 'menuitemcheckbox', 'Time left');
  await expect(head(window, 'Server')).toBeVisible();
  await expect(head(window, 'Time left')).toHaveCount(0);
  await expect(downloadRow(window, 'apple.zip')).toContainText(new URL(server.url).host);
  // Why it failed can be read, although the column of the status is too narrow for it.
  await expect(downloadRow(window, 'apple.zip').getByText('The file is not there', { exact: true })).toBeVisible();

  await head(window, 'Name').getByRole('button').click();
  await expect(head(window, 'Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(() => names(window)).toEqual(['apple.zip', 'banana.zip', 'cherry.zip', 'damson.zip']);
  await window.keyboard.press('Enter');
  await expect(head(window, 'Name')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => names(window)).toEqual(['damson.zip', 'cherry.zip', 'banana.zip', 'apple.zip']);

  const width = async (page: Page, name: string): Promise<number> => Math.round((await head(page, name).boundingBox())?.width ?? 0);
  await window.keyboard.press('ArrowRight');
  await expect(head(window, 'Status').getByRole('button')).toBeFocused();
  const before = await width(window, 'Status');
  await window.keyboard.press('Shift+ArrowRight');
  await window.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => width(window, 'Status')).toBe(before + 32);
  await expect(window.getByRole('status').filter({ hasText: `Status is ${before + 32} pixels wide` })).toBeAttached();

  const size = await head(window, 'Size').boundingBox();
  if (!size) throw new Error('the column is not there');
  await window.mouse.move(size.x + size.width, size.y + 10);
  await window.mouse.down();
  await window.mouse.move(size.x + size.width + 40, size.y + 10, { steps: 4 });
  await window.mouse.up();
  await expect.poll(() => width(window, 'Size')).toBe(Math.round(size.width) + 40);

  await head(window, 'Size').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Move column forward' }).click();
  const heads = (page: Page) => page.getByRole('columnheader').allTextContents();
  const chosen = ['Name', 'Status', 'Size', 'Progress', 'Speed', 'Added', 'Server'];
  await expect.poll(() => heads(window)).toEqual(chosen);

  // A head goes where it is dropped, and back; the name stays first, whatever is dropped before it.
  const drag = async (name: string, target: string, part: number): Promise<void> => {
    const to = await head(window, target).boundingBox();
    if (!to) throw new Error('the column is not there');
    await head(window, name).getByRole('button').hover();
    await window.mouse.down();
    await window.mouse.move(to.x + to.width / 2, to.y + 10, { steps: 5 });
    await window.mouse.move(to.x + to.width * part, to.y + 10, { steps: 5 });
    await window.mouse.up();
  };
  await drag('Speed', 'Status', 0.2);
  await expect.poll(() => heads(window)).toEqual(['Name', 'Speed', 'Status', 'Size', 'Progress', 'Added', 'Server']);
  await expect(window.getByRole('status').filter({ hasText: 'Speed: now at place 2 of 7' })).toBeAttached();
  await drag('Server', 'Name', 0.2);
  await expect.poll(() => heads(window)).toEqual(['Name', 'Server', 'Speed', 'Status', 'Size', 'Progress', 'Added']);
  await drag('Server', 'Added', 0.8);
  await drag('Speed', 'Progress', 0.8);
  await expect.poll(() => heads(window)).toEqual(chosen);
  await expect(head(window, 'Name')).toHaveAttribute('aria-sort', 'descending');
  await app.close();

  const again = await launchApp({ userData });
  const page = await again.firstWindow();
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'descending');
  expect(await heads(page)).toEqual(chosen);
  expect(await names(page)).toEqual(['damson.zip', 'cherry.zip', 'banana.zip', 'apple.zip']);
  expect(await width(page, 'Status')).toBe(before + 32);
  expect(await width(page, 'Size')).toBe(Math.round(size.width) + 40);
  await again.close();
});

test('a list that is not long is there whole, seen or not, also after it was searched', async ({ window, server, userData }) => {
  const links = Array.from({ length: 40 }, (_, index) => new URL(`/part-${index + 10}.zip`, server.url).href);
  await addDownload(window, { links: links.join('\n'), folder: path.join(userData, 'files') });
  await expect(rows(window)).toHaveCount(40);
  await window.getByRole('searchbox', { name: 'Search downloads' }).fill('part-3');
  await expect(rows(window)).toHaveCount(10);
  await window.getByRole('searchbox', { name: 'Search downloads' }).fill('');
  await expect(rows(window)).toHaveCount(40);
});

test('a narrow window has no columns', async ({ window, server, userData }) => {
  await addFour(window, server.url, userData);
  await choose(window, 'View', 'menuitemradio', 'Table with columns');
  await expect(head(window, 'Name')).toBeVisible();
  await window.setViewportSize({ width: 720, height: 700 });
  await expect(head(window, 'Name')).toHaveCount(0);
  await expect(rows(window)).toHaveCount(4);
});

test('downloads are put elsewhere in the queue, with the keyboard and with the mouse', async ({ app, window, server, userData }) => {
  await addFour(window, server.url, userData);
  await downloadRow(window, 'damson.zip').focus();
  await window.keyboard.press('Alt+ArrowUp');
  await window.getByRole('button', { name: 'Show that order' }).click();
  await expect.poll(() => names(window)).toEqual(['cherry.zip', 'apple.zip', 'damson.zip', 'banana.zip']);

  await downloadRow(window, 'damson.zip').focus();
  await window.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => names(window)).toEqual(['cherry.zip', 'damson.zip', 'apple.zip', 'banana.zip']);
  await expect(downloadRow(window, 'damson.zip')).toBeFocused();
  await expect(window.getByRole('status').filter({ hasText: 'damson.zip: now at place 2 of 4' })).toBeAttached();
  await window.keyboard.press('Alt+End');
  await expect.poll(() => names(window)).toEqual(['cherry.zip', 'apple.zip', 'banana.zip', 'damson.zip']);
  await expect(downloadRow(window, 'damson.zip')).toBeFocused();

  await downloadRow(window, 'apple.zip').click({ modifiers: ['Control'] });
  await downloadRow(window, 'damson.zip').click({ modifiers: ['Control'] });
  await downloadRow(window, 'damson.zip').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Move to the top of the queue' }).click();
  await expect.poll(() => names(window)).toEqual(['apple.zip', 'damson.zip', 'cherry.zip', 'banana.zip']);

  // Both are selected, and both go where one of them is dropped.
  const target = await downloadRow(window, 'banana.zip').boundingBox();
  if (!target) throw new Error('the row is not there');
  await downloadRow(window, 'apple.zip').hover();
  await window.mouse.down();
  await window.mouse.move(target.x + 200, target.y + target.height * 0.6, { steps: 5 });
  await window.mouse.move(target.x + 200, target.y + target.height * 0.8, { steps: 5 });
  await window.mouse.up();
  await expect.poll(() => names(window)).toEqual(['cherry.zip', 'banana.zip', 'apple.zip', 'damson.zip']);
  // It was not taken for links that are dropped on the window.
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await app.close();

  const again = await launchApp({ userData });
  const page = await again.firstWindow();
  await expect(rows(page)).toHaveCount(4);
  expect(await names(page)).toEqual(['cherry.zip', 'banana.zip', 'apple.zip', 'damson.zip']);
  await again.close();
});
