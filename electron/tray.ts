/** A small place outside the window that shows how far things are, and brings the window back. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, Menu, nativeImage, Tray } from 'electron';
import type { ServiceApi, Summary } from '../service/api.ts';
import { showWindow } from './window.ts';

export interface StatusIcon {
  show(summary: Summary): void;
}

/** Null on a desktop that has no such place, and where the picture for it is missing. */
export function createStatusIcon(api: ServiceApi): StatusIcon | null {
  const picture = join(import.meta.dirname, '..', 'assets', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png');
  if (!existsSync(picture)) return null;

  const tray = new Tray(nativeImage.createFromPath(picture));
  tray.on('click', showWindow);
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Show Rangefinder', click: showWindow },
      { type: 'separator' },
      { label: 'Pause All', click: () => api.pauseAll() },
      { label: 'Resume All', click: () => api.resumeAll() },
      { type: 'separator' },
      { label: 'Quit', click: () => app.quit() },
    ]),
  );
  const show = (summary: Summary): void => tray.setToolTip(describe(summary));
  show(api.summary());
  return { show };
}

function describe({ active, received, size }: Summary): string {
  if (active === 0) return 'Rangefinder';
  const share = size ? `, ${Math.floor((received / size) * 100)} %` : '';
  return `Rangefinder: ${active} ${active === 1 ? 'download' : 'downloads'}${share}`;
}
