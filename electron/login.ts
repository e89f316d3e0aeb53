/** Starting with the user's session, when he wants that, and without a window, when he wants that as well. */
import { app } from 'electron';
import type { Settings } from '../contract/settings.ts';
import type { ServiceApi } from '../service/api.ts';
import type { Log } from '../service/log.ts';
import { autostartFile, writeAutostart } from './autostart.ts';

const hidden = '--hidden';

/** Whether this start came with the session, and shall show no window. */
export function startsHidden({ startHidden }: Settings): boolean {
  if (process.argv.includes(hidden)) return true;
  // A Mac gives such an app no arguments.
  return process.platform === 'darwin' && startHidden && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** Keeps the system's record as the settings say. At the start as well, for the app may have been moved. */
export async function followStartAtLogin(api: ServiceApi, log: Log): Promise<void> {
  let before = '';
  for await (const { startAtLogin, startHidden } of api.watchSettings()) {
    const wanted = JSON.stringify([startAtLogin, startHidden]);
    const isFirst = before === '';
    if (wanted === before) continue;
    before = wanted;
    // What somebody else has set up is left alone until the person says something here.
    if (isFirst && !startAtLogin) continue;
    try {
      setStartAtLogin(startAtLogin, startHidden);
    } catch (error) {
      log('error', 'the start at login could not be changed', { error });
    }
  }
}

function setStartAtLogin(wanted: boolean, withoutWindow: boolean): void {
  const more = withoutWindow ? [hidden] : [];
  if (process.platform !== 'linux') return app.setLoginItemSettings({ openAtLogin: wanted, args: more });
  // An AppImage runs from a place that is new each time; its own is in the environment.
  const command = app.isPackaged ? [process.env['APPIMAGE'] ?? process.execPath] : [process.execPath, app.getAppPath()];
  writeAutostart(autostartFile(), wanted ? [...command, ...more] : null);
}
