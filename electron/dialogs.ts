/** Questions and news in the system's own dialogs, over the window when there is one. */
import { dialog, type MessageBoxOptions, type OpenDialogOptions } from 'electron';
import { t } from './text.ts';
import { mainWindow } from './window.ts';

/** @returns the number of the button that was chosen. */
export async function ask(options: MessageBoxOptions): Promise<number> {
  const window = mainWindow();
  const { response } = window ? await dialog.showMessageBox(window, options) : await dialog.showMessageBox(options);
  return response;
}

/** @returns the paths that were chosen; none when the person thinks better of it. */
export async function choose(options: OpenDialogOptions): Promise<string[]> {
  const window = mainWindow();
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return filePaths;
}

export async function tell(options: MessageBoxOptions): Promise<void> {
  await ask({ type: 'info', buttons: [t('dialog.ok')], ...options });
}
