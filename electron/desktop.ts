/** Opens what was downloaded. Paths come from the service's list: no page can name one. */
import { basename } from 'node:path';
import { clipboard, dialog, shell } from 'electron';
import { DownloadError } from '../contract/errors.ts';
import type { DesktopActions } from '../service/api.ts';
import { isExecutable } from '../service/executable.ts';
import { mainWindow } from './window.ts';

export const desktop: DesktopActions = {
  async openPath(path) {
    if ((await isExecutable(path)) && !(await mayRun(basename(path)))) return;
    const refusal = await shell.openPath(path);
    if (refusal) throw new DownloadError('INTERNAL', `The system could not open it: ${refusal}`);
  },
  async showInFolder(path) {
    shell.showItemInFolder(path);
  },
  readClipboard: () => clipboard.readText(),
};

async function mayRun(name: string): Promise<boolean> {
  const question = {
    type: 'warning' as const,
    message: `Open “${name}”?`,
    detail: 'This file is a program. It can do everything that you can do on this computer.',
    buttons: ['Cancel', 'Open'],
    defaultId: 0,
    cancelId: 0,
  };
  const window = mainWindow();
  const { response } = window ? await dialog.showMessageBox(window, question) : await dialog.showMessageBox(question);
  return response === 1;
}
