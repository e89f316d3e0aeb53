/** Tells the desktop that work is going on: taskbar, tray, menu, and no sleep in the middle of it. */
import { app, powerSaveBlocker } from 'electron';
import type { ServiceApi, Summary } from '../service/api.ts';
import type { ApplicationMenu } from './menu.ts';
import type { StatusIcon } from './tray.ts';
import { mainWindow } from './window.ts';

const interval = 1000;

/** Anything over 1 is shown as going on without a known end. */
const endless = 2;
const none = -1;

export function showActivity(api: ServiceApi, menu: ApplicationMenu, icon: StatusIcon | null): void {
  let timer: NodeJS.Timeout | null = null;
  let blocker: number | null = null;

  const keepAwake = (wanted: boolean): void => {
    if (wanted && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (wanted || blocker === null) return;
    powerSaveBlocker.stop(blocker);
    blocker = null;
  };

  const show = (): void => {
    const summary = api.summary();
    mainWindow()?.setProgressBar(shareOf(summary));
    menu.show(summary);
    icon?.show(summary);
    app.setBadgeCount(summary.active);
    keepAwake(summary.active > 0 && api.settings().keepAwake);
    timer = summary.active > 0 ? setTimeout(show, interval).unref() : null;
  };

  // Idle until the engine says something, and then for as long as anything is under way.
  api.onEvent(() => {
    timer ??= setTimeout(show, 0);
  });
}

function shareOf({ active, received, size }: Summary): number {
  if (active === 0) return none;
  return size ? Math.min(1, received / size) : endless;
}
