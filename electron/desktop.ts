/** Opens what was downloaded. Paths come from the service's list: no page can name one. */
import { basename } from 'node:path';
import { app, clipboard, shell } from 'electron';
import { DownloadError } from '../contract/errors.ts';
import type { DesktopActions } from '../service/api.ts';
import { isExecutable } from '../service/executable.ts';
import { ask, choose } from './dialogs.ts';
import { endingsOn, rest } from './power.ts';
import { t } from './text.ts';

export const desktop: DesktopActions = {
  async openPath(path) {
    if ((await isExecutable(path)) && !(await mayRun(basename(path)))) return;
    const refusal = await shell.openPath(path);
    if (refusal) throw new DownloadError('INTERNAL', `The system could not open it: ${refusal}`);
  },
  async showInFolder(path) {
    shell.showItemInFolder(path);
  },
  async chooseFolder(from) {
    const [folder] = await choose({ defaultPath: from, properties: ['openDirectory', 'createDirectory'] });
    return folder ?? null;
  },
  readClipboard: () => clipboard.readText(),
  endings: endingsOn(process.platform),
  async end(ending) {
    if (ending !== 'quit') await rest(ending);
    // What the system ends anyway had better end in order.
    if (ending === 'quit' || ending === 'shutdown') app.quit();
  },
};

async function mayRun(name: string): Promise<boolean> {
  const chosen = await ask({
    type: 'warning',
    message: t('dialog.openProgram', { name }),
    detail: t('dialog.openProgramText'),
    buttons: [t('dialog.cancel'), t('dialog.open')],
    defaultId: 0,
    cancelId: 0,
  });
  return chosen === 1;
}
