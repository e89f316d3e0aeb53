/** Questions and news in the system's own dialogs, over the window when there is one. */
import { dialog, type MessageBoxOptions } from 'electron';
import { t } from './text.ts';
import { mainWindow } from './window.ts';

/** @returns the number of the button that was chosen. */
export async function ask(options: MessageBoxOptions): Promise<number> {
  const window = mainWindow();
  const { response } = window ? await dialog.showMessageBox(window, options) : await dialog.showMessageBox(options);
  return response;
}

export async function tell(options: MessageBoxOptions): Promise<void> {
  await ask({ type: 'info', buttons: [t('dialog.ok')], ...options });
}
