/** Rangefinder on the desktop. The service lives in this process; the window has the contract and nothing else. */
import { join } from 'node:path';
import { app, dialog, ipcMain, nativeTheme } from 'electron';
import { createService, type ServiceApi } from '../service/index.ts';
import { openLog } from '../service/log.ts';
import { serve } from '../service/transport/serve.ts';
import { showActivity } from './activity.ts';
import { desktop } from './desktop.ts';
import { acceptPages } from './main-port.ts';
import { setMenu } from './menu.ts';
import { notifyOfEnds } from './notifications.ts';
import { isFromPage, registerScheme, servePage } from './protocol.ts';
import { systemProxies } from './proxies.ts';
import { closeBeforeQuit } from './quit.ts';
import { secureContents, secureSession } from './security.ts';
import { createStatusIcon } from './tray.ts';
import { showWindow } from './window.ts';

app.enableSandbox();
registerScheme();
secureContents();

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch(giveUp);
} else {
  app.quit();
}

async function start(): Promise<void> {
  const data = app.getPath('userData');
  const { log, close: closeLog } = await openLog({ file: join(data, 'logs', 'rangefinder.log'), console: process.stderr });
  const { api, router, close } = createService({
    databasePath: join(data, 'rangefinder.db'),
    downloadsFolder: app.getPath('downloads'),
    run: 'thread',
    version: app.getVersion(),
    shell: 'desktop',
    desktop,
    systemProxies,
    log,
  });
  closeBeforeQuit(async () => {
    await close();
    await closeLog();
  });

  secureSession();
  servePage();
  acceptPages(ipcMain, {
    isTrusted: isFromPage,
    onPort: (port) => serve(port, router, { onFault: (fault) => log('warn', 'a message was not understood', { fault }) }),
    onRefused: (url) => log('warn', 'a message from a strange page was refused', { url }),
  });

  void followTheme(api);
  setMenu(api);
  showActivity(api, createStatusIcon(api));
  notifyOfEnds(api);

  addLinks(api, process.argv);
  app.on('second-instance', (_event, argv) => {
    addLinks(api, argv);
    showWindow();
  });
  app.on('activate', showWindow);
  app.on('window-all-closed', () => app.quit());
  showWindow();
}

/** Links on the command line are the user's own words: they are added as if he had pasted them. */
function addLinks(api: ServiceApi, argv: readonly string[]): void {
  const links = argv.slice(1).filter((argument) => /^https?:\/\//i.test(argument));
  if (links.length > 0) api.add(links.map((url) => ({ url })));
}

async function followTheme(api: ServiceApi): Promise<void> {
  for await (const { theme } of api.watchSettings()) nativeTheme.themeSource = theme;
}

function giveUp(error: unknown): void {
  dialog.showErrorBox('Rangefinder cannot start', error instanceof Error ? error.message : String(error));
  app.exit(1);
}
