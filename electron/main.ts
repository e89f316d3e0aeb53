/** Rangefinder on the desktop. The service lives in this process; the window has the contract and nothing else. */
import { join } from 'node:path';
import { app, dialog, ipcMain, nativeTheme } from 'electron';
import { createService, type ServiceApi } from '../service/index.ts';
import { openLog } from '../service/log.ts';
import { serve } from '../service/transport/serve.ts';
import { showActivity } from './activity.ts';
import { stayWhenClosed } from './close.ts';
import { desktop } from './desktop.ts';
import { catchEarly, takeHandedOver } from './intake.ts';
import { followStartAtLogin, startsHidden } from './login.ts';
import { acceptPages } from './main-port.ts';
import { setMenu } from './menu.ts';
import { notifyOfEnds, notifyOfKept } from './notifications.ts';
import { isFromPage, registerScheme, servePage } from './protocol.ts';
import { fetchForApp, followProxySettings, systemProxies } from './proxies.ts';
import { closeBeforeQuit } from './quit.ts';
import { recoverPages } from './recovery.ts';
import { openSecrets } from './secrets.ts';
import { secureContents, secureSession } from './security.ts';
import { speak, t } from './text.ts';
import { createStatusIcon } from './tray.ts';
import { updateFeed } from './update-feed.ts';
import { showWindow } from './window.ts';

// By this name Windows knows whose notifications these are; it is that of the installed package.
app.setAppUserModelId('example.rangefinder.app');
app.enableSandbox();
registerScheme();
secureContents();
catchEarly();

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch(giveUp);
} else {
  app.quit();
}

async function start(): Promise<void> {
  const data = app.getPath('userData');
  const logFolder = join(data, 'logs');
  speak('system');
  const { log, close: closeLog } = await openLog({ file: join(logFolder, 'rangefinder.log'), console: process.stderr });
  const { api, router, close } = createService({
    databasePath: join(data, 'rangefinder.db'),
    downloadsFolder: app.getPath('downloads'),
    run: 'thread',
    version: app.getVersion(),
    shell: 'desktop',
    desktop,
    systemProxies,
    updates: { feed: updateFeed(), fetch: fetchForApp },
    secrets: await openSecrets(join(data, 'secrets.key'), log),
    log,
  });
  closeBeforeQuit(async () => {
    await close().catch((error: unknown) => log('error', 'the service could not be closed in good order', { error }));
    await closeLog();
  });

  secureSession();
  servePage();
  acceptPages(ipcMain, {
    isTrusted: isFromPage,
    onPort: (port) => serve(port, router, { onFault: (fault) => log('warn', 'a message was not understood', { fault }) }),
    onRefused: (url) => log('warn', 'a message from a strange page was refused', { url }),
  });

  speak(api.settings().language);
  void followAppearance(api);
  void followProxySettings(api, log);
  void followStartAtLogin(api, log);
  void notifyOfKept(api);
  const menu = setMenu({ api, logFolder });
  const icon = createStatusIcon(api);
  showActivity(api, menu, icon);
  notifyOfEnds(api);
  stayWhenClosed(api, icon !== null);
  recoverPages(log);

  app.on('activate', showWindow);
  if (icon === null || !startsHidden(api.settings())) showWindow();
  takeHandedOver(api);
}

async function followAppearance(api: ServiceApi): Promise<void> {
  for await (const { theme, language } of api.watchSettings()) {
    nativeTheme.themeSource = theme;
    speak(language);
  }
}

function giveUp(error: unknown): void {
  dialog.showErrorBox(t('dialog.cannotStart'), error instanceof Error ? error.message : String(error));
  app.exit(1);
}
