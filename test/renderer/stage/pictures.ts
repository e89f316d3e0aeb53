/**
 * Takes the pictures in docs/screenshots: every view, both themes, narrow, wide, and from right to left. Build the page first.
 * Some of them otherwise: `pictures.ts add-light queues-light --width 720 --theme dark --language ar --to /tmp/pictures`.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { Settings } from '../../../contract/settings.ts';
import { findBrowser } from '../../../scripts/browser-window.mjs';
import { openStage } from './open.ts';

interface Picture {
  readonly name: string;
  readonly scene: string;
  readonly settings?: Partial<Settings>;
  readonly width?: number;
  readonly height?: number;
  /** Milliseconds for which the stage plays first, so that graphs have something to show. */
  readonly play?: number;
  readonly act?: (page: Page) => Promise<void>;
}

const choose =
  (name: RegExp) =>
  (page: Page): Promise<void> =>
    page.getByRole('listitem', { name }).click();

async function fillAddDialog(page: Page): Promise<void> {
  await page.keyboard.press('Control+n');
  await page
    .getByRole('textbox', { name: 'Links' })
    .fill('https://example.com/archive.tar.zst\nexample.com/notes.pdf\nmagnet:?xt=urn:btih:1');
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('textbox', { name: 'Connections' }).fill('99');
  await page.getByRole('button', { name: 'Download', exact: true }).click();
}

const openFromMore =
  (name: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name }).click();
  };

/** Two that are well, one that is there already, and one that is nowhere. */
async function previewMany(page: Page): Promise<void> {
  await page.keyboard.press('Control+n');
  await page
    .getByRole('textbox', { name: 'Links' })
    .fill(['archive.tar.zst', 'notes.pdf', 'stream.webm', 'missing.zip'].map((name) => `https://example.com/${name}`).join('\n'));
}

const previewOne =
  (name: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Control+n');
    await page.getByRole('textbox', { name: 'Links' }).fill(`https://example.com/${name}`);
  };

async function unfoldOptions(page: Page): Promise<void> {
  await previewOne('archive.tar.zst')(page);
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('switch', { name: 'Start at once' }).scrollIntoViewIfNeeded();
}

const openFromToolbar =
  (name: string) =>
  (page: Page): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click();

const manageCategories = openFromMore('Categories…');

async function editCategory(page: Page): Promise<void> {
  await manageCategories(page);
  await page.getByRole('button', { name: 'Edit Video' }).click();
  await page.getByRole('textbox', { name: 'Folder' }).fill('Films');
  await page.getByRole('textbox', { name: 'Link' }).fill('example.org/*');
}

async function openCategoryMenu(page: Page): Promise<void> {
  await page.getByRole('listitem', { name: /debian/ }).click({ button: 'right' });
  // By the keyboard: what only hovering has opened goes when the pointer does.
  await page.getByRole('menuitem', { name: 'Category' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('menu', { name: 'Category' }).waitFor();
}

/** Against a list that names one of them as it is, one otherwise, and one not at all. */
async function verifySeveral(page: Page): Promise<void> {
  await openFromMore('Verify files…')(page);
  const names = ['debian-14.2.0-amd64-netinst.iso', 'installer.sig', 'release-notes.pdf'];
  await page.getByRole('textbox', { name: 'File' }).fill(names.map((name) => `/home/ada/Downloads/${name}`).join('\n'));
  await page.getByRole('textbox', { name: 'Should be' }).fill(`${'ab12'.repeat(16)}  ${names[0]}\n${'cd34'.repeat(16)}  ${names[1]}`);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
}

const findSetting =
  (search: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Control+,');
    await page.getByRole('searchbox', { name: 'Search settings' }).fill(search);
  };

const openQueues = openFromMore('Queues…');

async function openQueue(page: Page): Promise<void> {
  await openQueues(page);
  await page.getByRole('button', { name: 'Edit Night' }).click();
  await page.getByRole('switch', { name: 'Another speed limit at certain hours' }).click();
}

async function showSources(page: Page): Promise<void> {
  await choose(/Fedora/)(page);
  await page.getByRole('region', { name: 'Sources' }).scrollIntoViewIfNeeded();
}

const dark = { theme: 'dark' } as const;

/** With one entry that shows all there is. */
async function readHistory(page: Page): Promise<void> {
  await openFromMore('History…')(page);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^All about/ })
    .first()
    .click();
}

const pictures: readonly Picture[] = [
  { name: 'details-light', scene: 'mixed', width: 1440, height: 900, play: 25_000, act: choose(/Fedora/) },
  { name: 'details-dark', scene: 'mixed', width: 1440, height: 900, play: 25_000, act: choose(/Fedora/), settings: dark },
  { name: 'sources-light', scene: 'mixed', width: 1440, height: 900, act: showSources },
  { name: 'sources-dark', scene: 'mixed', width: 1440, height: 900, act: showSources, settings: dark },
  { name: 'empty-light', scene: 'empty' },
  { name: 'empty-dark', scene: 'empty', settings: dark },
  { name: 'one-light', scene: 'one' },
  { name: 'list-light', scene: 'mixed' },
  { name: 'list-dark', scene: 'mixed', settings: dark },
  { name: 'thousand-light', scene: 'thousand' },
  { name: 'thousand-dark', scene: 'thousand', settings: dark },
  { name: 'table-light', scene: 'mixed', settings: { listDensity: 'table' } },
  { name: 'table-dark', scene: 'thousand', settings: { ...dark, listDensity: 'table' } },
  { name: 'narrow-light', scene: 'mixed', width: 720 },
  { name: 'narrow-dark', scene: 'mixed', width: 720, settings: dark, act: choose(/Fedora/) },
  { name: 'wide-light', scene: 'mixed', width: 1600, height: 900, act: choose(/debian/) },
  { name: 'failed-light', scene: 'mixed', act: choose(/wallet/) },
  { name: 'arabic-light', scene: 'mixed', width: 1440, height: 900, act: choose(/Fedora/), settings: { language: 'ar' } },
  { name: 'german-dark', scene: 'mixed', settings: { ...dark, language: 'de' } },
  { name: 'add-light', scene: 'mixed', act: fillAddDialog },
  { name: 'add-dark', scene: 'mixed', act: fillAddDialog, settings: dark },
  { name: 'preview-many-light', scene: 'mixed', act: previewMany },
  { name: 'preview-one-dark', scene: 'mixed', act: previewOne('archive.tar.zst'), settings: dark },
  { name: 'preview-conflict-light', scene: 'mixed', act: previewOne('notes.pdf') },
  { name: 'handed-over-light', scene: 'handedOver' },
  { name: 'handed-over-dark', scene: 'handedOverOne', settings: dark },
  { name: 'list-offer-light', scene: 'mixed', act: previewOne('distribution.meta4') },
  { name: 'add-options-light', scene: 'mixed', act: unfoldOptions },
  { name: 'verify-light', scene: 'mixed', act: openFromMore('Verify files…') },
  { name: 'verify-several-light', scene: 'mixed', act: verifySeveral },
  { name: 'verify-several-dark', scene: 'mixed', act: verifySeveral, settings: dark },
  { name: 'import-light', scene: 'mixed', act: openFromMore('Import…') },
  { name: 'columns-light', scene: 'mixed', settings: { listDensity: 'table' }, act: openFromToolbar('View') },
  { name: 'more-light', scene: 'mixed', act: openFromToolbar('More') },
  { name: 'queues-light', scene: 'mixed', act: openQueues },
  { name: 'queue-dark', scene: 'mixed', act: openQueue, settings: dark },
  { name: 'limit-light', scene: 'mixed', act: (page) => page.getByRole('button', { name: /^Speed limit/ }).click() },
  { name: 'settings-light', scene: 'mixed', act: (page) => page.keyboard.press('Control+,') },
  { name: 'history-light', scene: 'thousand', act: readHistory },
  { name: 'servers-dark', scene: 'mixed', act: openFromMore('Servers…'), settings: dark },
  { name: 'categories-light', scene: 'mixed', act: manageCategories },
  { name: 'category-dark', scene: 'mixed', act: editCategory, settings: dark },
  { name: 'category-menu-light', scene: 'mixed', act: openCategoryMenu },
  { name: 'proxy-dark', scene: 'mixed', act: findSetting('proxy'), settings: { ...dark, proxyMode: 'manual' } },
  { name: 'done-light', scene: 'done', settings: { updateAnswer: { at: 1, version: '0.2.0', address: 'https://host.example/' } } },
  { name: 'shortcuts-dark', scene: 'mixed', act: (page) => page.keyboard.press('?'), settings: dark },
];

const { values: otherwise, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { width: { type: 'string' }, theme: { type: 'string' }, language: { type: 'string' }, to: { type: 'string' } },
});
const folder = otherwise.to ?? path.resolve(import.meta.dirname, '../../../docs/screenshots');
const executablePath = findBrowser();
if (!executablePath) throw new Error('There is no Chromium, Chrome or Edge to take pictures with.');
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });

for (const { name, scene, settings = {}, width = 1280, height = 800, play = 1500, act } of pictures) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { language = 'en', ...shown } = settings;
  const stage = await openStage(scene, { theme: 'light', ...shown, language: 'en' });
  const viewport = { width: Number(otherwise.width ?? width), height };
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
  await page.goto(stage.address);
  await page
    .getByRole(scene === 'empty' ? 'heading' : 'listitem', { includeHidden: true })
    .nth(scene === 'empty' ? 1 : 0)
    .waitFor();
  await act?.(page);
  // The acts find things by their English names, so other languages come after them.
  stage.stage.settings.set(
    Settings.parse({ ...stage.stage.settings.value, language: otherwise.language ?? language, theme: otherwise.theme ?? shown.theme }),
  );
  // Away from everything that answers to being pointed at.
  await page.mouse.move(viewport.width - 1, height - 1);
  await page.waitForTimeout(play);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.close();
  await stage.close();
  console.log(name);
}
await browser.close();
