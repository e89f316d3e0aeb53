/** The application's menu: what a desktop expects, and the two commands that concern every download. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { ServiceApi } from '../service/api.ts';

export function setMenu(api: ServiceApi): void {
  const application: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  const downloads: MenuItemConstructorOptions = {
    label: 'Downloads',
    submenu: [
      { label: 'Pause All', click: () => api.pauseAll() },
      { label: 'Resume All', click: () => api.resumeAll() },
      { type: 'separator' },
      process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'reload' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate([...application, downloads, { role: 'editMenu' }, view, { role: 'windowMenu' }]));
}
