// A small app that uses what Rangefinder uses of Electron. Its tests hold for the stand-in and for Electron itself.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, ipcMain, Menu, protocol, session, shell } from 'electron';

const folder = import.meta.dirname;
let window = null;
let mayQuit = false;

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv) => window?.webContents.send('message', `second: ${argv.at(-1)}`));
  app.on('window-all-closed', () => app.quit());
  // As an app does that has something to save: the first request is put off.
  app.on('before-quit', (event) => {
    if (mayQuit) return;
    event.preventDefault();
    mayQuit = true;
    setImmediate(() => app.quit());
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
  void app.whenReady().then(start);
} else {
  app.quit();
}

async function start() {
  protocol.handle('app', async (request) => {
    const file = path.basename(new URL(request.url).pathname);
    const contentType = file.endsWith('.js') ? 'text/javascript' : 'text/html';
    const policy = "default-src 'none'; script-src 'self'";
    const headers = { 'content-type': contentType, 'content-security-policy': policy };
    return new Response(await readFile(path.join(folder, file)), { headers });
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));

  ipcMain.on('message', (event, text) => event.sender.send('message', `${text} from ${event.senderFrame.url}`));
  ipcMain.handle('add', (_event, a, b) => a + b);
  ipcMain.handle('fail', () => {
    throw new RangeError('out of range');
  });
  ipcMain.handle('echo', (_event, value) => value);

  const submenu = [{ id: 'greet', label: 'Greet', click: () => window?.webContents.send('message', 'greetings') }];
  Menu.setApplicationMenu(Menu.buildFromTemplate([{ label: 'File', submenu }]));

  window = new BrowserWindow({
    show: false,
    webPreferences: { preload: path.join(folder, 'preload.cjs'), sandbox: true, contextIsolation: true },
  });
  window.once('ready-to-show', () => window?.show());
  window.on('closed', () => {
    window = null;
  });
  await window.loadURL('app://bundle/page.html');
}
