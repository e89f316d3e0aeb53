/** Where the window was, kept for the next start. */
import { readFileSync, writeFileSync } from 'node:fs';
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { isReachable } from './reachable.ts';

export interface Place {
  readonly bounds: Partial<Rectangle> & { readonly width: number; readonly height: number };
  readonly maximized: boolean;
}

const usual: Place = { bounds: { width: 1120, height: 760 }, maximized: false };

export function readPlace(file: string): Place {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(file, 'utf8')) as { bounds: Rectangle; maximized: unknown };
    return isReachable(bounds, screen.getDisplayMatching(bounds).workArea) ? { bounds, maximized: maximized === true } : usual;
  } catch {
    // Missing at the first start, and not worth a word when it is damaged.
    return usual;
  }
}

export function keepPlace(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const place: Place = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(file, JSON.stringify(place));
    } catch {
      // The window then opens in the middle.
    }
  });
}
