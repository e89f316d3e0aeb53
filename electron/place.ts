/** Where the window was, kept for the next start. */
import { readFileSync, writeFileSync } from 'node:fs';
import { screen, type BrowserWindow, type Rectangle } from 'electron';

export interface Place {
  readonly bounds: Partial<Rectangle> & { readonly width: number; readonly height: number };
  readonly maximized: boolean;
}

const usual: Place = { bounds: { width: 1120, height: 760 }, maximized: false };

/** A window must show enough of itself to be dragged back. */
const visibleEnough = 80;

export function readPlace(file: string): Place {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(file, 'utf8')) as { bounds: Rectangle; maximized: unknown };
    return isVisible(bounds) ? { bounds, maximized: maximized === true } : usual;
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

/** False as well for a display that is not connected any more, and for anything that is no rectangle. */
function isVisible(bounds: Rectangle): boolean {
  if (![bounds.x, bounds.y, bounds.width, bounds.height].every(Number.isInteger)) return false;
  const { workArea } = screen.getDisplayMatching(bounds);
  const width = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
  const height = Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y);
  return width >= visibleEnough && height >= visibleEnough;
}
