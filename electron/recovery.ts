/** Brings back a page whose process has died. The service lives on in the main process, so that nothing but the view is lost. */
import { app, type BrowserWindow } from 'electron';
import type { Log } from '../service/log.ts';
import { ask } from './dialogs.ts';
import { t } from './text.ts';

/** A page that dies so often within so many milliseconds dies of itself: to load it again and again would only keep the computer busy. */
const mostDeaths = 3;
const period = 60_000;

export function recoverPages(log: Log): void {
  app.on('browser-window-created', (_event, window) => {
    let deaths: readonly number[] = [];
    window.webContents.on('render-process-gone', (_gone, { reason }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      log('error', 'the page in the window has died', { reason });
      const now = performance.now();
      deaths = [...deaths.filter((at) => now - at < period), now];
      if (deaths.length < mostDeaths) return window.webContents.reload();
      deaths = [];
      void askWhatNext(window);
    });
  });
}

async function askWhatNext(window: BrowserWindow): Promise<void> {
  const chosen = await ask({
    type: 'error',
    message: t('dialog.pageDies'),
    detail: t('dialog.pageDiesText'),
    buttons: [t('menu.reload'), t('menu.quit')],
    defaultId: 0,
    cancelId: 0,
  });
  if (chosen === 1) app.quit();
  else if (!window.isDestroyed()) window.webContents.reload();
}
