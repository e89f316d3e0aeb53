/** The one window. */
import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme } from 'electron';
import { keepPlace, readPlace } from './place.ts';
import { pageAddress } from './protocol.ts';

/** The page's own backgrounds, so that the window does not flash before its first paint. */
const backgrounds = { light: '#f6f7f9', dark: '#14171c' } as const;

let current: BrowserWindow | null = null;

/** The window while there is one. */
export const mainWindow = (): BrowserWindow | null => current;

/** Brings the window to the front, and makes it when there is none. */
export function showWindow(): void {
  const window = (current ??= createWindow());
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function createWindow(): BrowserWindow {
  const placeFile = join(app.getPath('userData'), 'window.json');
  const { bounds, maximized } = readPlace(placeFile);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 560,
    minHeight: 400,
    show: false,
    title: 'Rangefinder',
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (maximized) window.maximize();
  keepPlace(window, placeFile);
  window.on('closed', () => {
    current = null;
  });
  void window.loadURL(pageAddress);
  return window;
}
