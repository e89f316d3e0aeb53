/** A small place outside the window that shows how far things are, and brings the window back. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, Menu, nativeImage, Tray } from 'electron';
import type { ServiceApi, Summary } from '../service/api.ts';
import { forAll, samePossible } from './menu-template.ts';
import { commandWindow } from './menu.ts';
import { spoken, t, whenSpoken } from './text.ts';
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

  let heading = '';
  let { possible } = api.summary();
  // Only when something in it changes: on some desktops a new menu closes the one that is open.
  const setMenu = (): void =>
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { id: 'status', label: heading, enabled: false },
        { type: 'separator' },
        { id: 'show', label: t('tray.show'), click: showWindow },
        { id: 'add', label: t('menu.add'), click: () => commandWindow(api, { do: 'add' }) },
        { type: 'separator' },
        ...forAll(t, possible, api),
        { type: 'separator' },
        { id: 'quit', label: t('menu.quit'), click: () => app.quit() },
      ]),
    );

  const show = (summary: Summary): void => {
    const { active } = summary;
    const text = active === 0 ? t('tray.idle') : t('tray.active', { count: active });
    const percent = percentOf(summary);
    tray.setToolTip(percent === null ? text : t('tray.share', { text, percent }));
    if (process.platform === 'darwin') tray.setTitle(percent ?? '');
    if (text === heading && samePossible(possible, summary.possible)) return;
    heading = text;
    possible = summary.possible;
    setMenu();
  };
  whenSpoken(() => {
    heading = '';
    show(api.summary());
  });
  return { show };
}

/** Null where there is nothing to have a part of. Rounded down: it is 100 % when all is there, and not before. */
function percentOf({ active, received, size }: Summary): string | null {
  if (active === 0 || !size) return null;
  const share = Math.floor((Math.min(received, size) / size) * 100) / 100;
  return new Intl.NumberFormat(spoken(), { style: 'percent' }).format(share);
}
