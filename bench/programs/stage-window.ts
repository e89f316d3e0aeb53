/** The built window in a browser of its own, on a stage: the downloads play over the real contract and a real socket, so that nothing but the window works. */
import { chromium, type Browser, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/browser-window.mjs';
import { openStage } from '../../test/renderer/stage/open.ts';

export interface StageWindow {
  readonly browser: Browser;
  /** Still empty. */
  readonly page: Page;
  readonly address: string;
  close(): Promise<void>;
}

export async function openStageWindow(scene: string): Promise<StageWindow> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('There is no Chromium, Chrome or Edge to measure the window in.');
  const stage = await openStage(scene, { listDensity: 'table' });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  return {
    browser,
    page,
    address: stage.address,
    async close() {
      await browser.close();
      await stage.close();
    },
  };
}
