/** What `import … from 'electron'` gives the main process. A name that is missing here does not import, and says so. */
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export {
  clipboard,
  dialog,
  globalShortcut,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  shell,
  Tray,
} from './desktop.ts';
export { nativeImage } from './images.ts';
export { ipcMain } from './ipc-main.ts';
export { Menu, MenuItem } from './menu.ts';
export { net, protocol, session } from './schemes.ts';
export { nativeTheme } from './theme.ts';
export { WebContents, webContents } from './web-contents.ts';
