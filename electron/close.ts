/** What closing the window means: the end, or, when the person wants that, only that it is out of the way. */
import { app } from 'electron';
import type { ServiceApi } from '../service/api.ts';
import { notify } from './notifications.ts';
import { t } from './text.ts';

/** @param hasIcon whether there is anything outside the window that brings it back. */
export function stayWhenClosed(api: ServiceApi, hasIcon: boolean): void {
  let quitting = false;
  app.on('before-quit', () => {
    quitting = true;
  });

  app.on('browser-window-created', (_event, window) => {
    window.on('close', (event) => {
      const { closeToTray, trayExplained } = api.settings();
      if (quitting || !closeToTray || !hasIcon) return;
      event.preventDefault();
      window.hide();
      if (trayExplained) return;
      api.updateSettings({ trayExplained: true });
      notify({ title: t('notification.stillHere'), body: t('notification.stillHereText') }, []);
    });
  });
  // A Mac's apps outlive their windows.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}
