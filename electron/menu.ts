/** The application's menu, and what its items do. It is made anew when another language is spoken or another choice is marked in it. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { app, Menu, shell } from 'electron';
import type { WindowCommand } from '../contract/desktop.ts';
import type { ServiceApi, Summary } from '../service/api.ts';
import { ask, choose, tell } from './dialogs.ts';
import { menuTemplate, samePossible, type MenuActions, type MenuState } from './menu-template.ts';
import { t, whenSpoken } from './text.ts';
import { showWindow } from './window.ts';

/** Beyond this, a file is no list of links. */
const largestList = 4 * 1024 * 1024;

export interface MenuOptions {
  readonly api: ServiceApi;
  readonly logFolder: string;
}

export interface ApplicationMenu {
  show(summary: Summary): void;
}

export function setMenu({ api, logFolder }: MenuOptions): ApplicationMenu {
  const actions: MenuActions = {
    command: (command) => commandWindow(api, command),
    openList: () => void chooseList(api),
    pauseAll: () => api.pauseAll(),
    resumeAll: () => api.resumeAll(),
    retryFailed: () => api.retryFailed(),
    whenDone: (ending) => api.desktop.whenDone(ending),
    openLogs: () => void shell.openPath(logFolder),
    checkForUpdate: () => void checkForUpdate(api),
    about: () => void tell({ message: app.getName(), detail: t('dialog.aboutText', { version: app.getVersion() }) }),
  };
  let state: MenuState = { endings: [], whenDone: null, possible: api.summary().possible };
  const show = (): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(t, process.platform, state, actions)));
  whenSpoken(show);
  void (async () => {
    for await (const next of api.desktop.watch()) {
      const changed = next.whenDone !== state.whenDone || next.endings.length !== state.endings.length;
      state = { ...state, endings: next.endings, whenDone: next.whenDone };
      if (changed) show();
    }
  })();
  return {
    show({ possible }) {
      if (samePossible(possible, state.possible)) return;
      state = { ...state, possible };
      show();
    },
  };
}

/** Tells the window to do something; it is brought to the front, and made when there is none. */
export function commandWindow(api: ServiceApi, command: WindowCommand): void {
  api.desktop.command(command);
  showWindow();
}

async function chooseList(api: ServiceApi): Promise<void> {
  const options = {
    title: t('dialog.openList'),
    properties: ['openFile' as const, 'multiSelections' as const],
    filters: [
      { name: t('dialog.lists'), extensions: ['txt', 'url', 'webloc', 'desktop', 'metalink', 'meta4', 'csv', 'md', 'html', 'htm', 'json'] },
      { name: t('dialog.allFiles'), extensions: ['*'] },
    ],
  };
  for (const file of await choose(options)) await offerFile(api, file, false);
}

/** Offers the links in a file to the person; none is added by it. @param handedOver it was not the person who chose it here. */
export async function offerFile(api: ServiceApi, file: string, handedOver: boolean): Promise<void> {
  const name = basename(file);
  const message = t('dialog.listUnreadable', { name });
  try {
    const { size } = await stat(file);
    if (size > largestList) return await tell({ type: 'warning', message, detail: t('dialog.listTooLarge') });
    commandWindow(api, { do: 'offer', name, text: await readFile(file, 'utf8'), handedOver });
  } catch (error) {
    await tell({ type: 'warning', message, detail: error instanceof Error ? error.message : String(error) });
  }
}

async function checkForUpdate(api: ServiceApi): Promise<void> {
  const answered = await api.desktop.checkForUpdate();
  const { possible, newer } = api.desktop.state().updates;
  if (!possible) return tell({ message: t('dialog.noFeed'), detail: t('dialog.noFeedText') });
  if (!answered) return tell({ message: t('dialog.noAnswer'), detail: t('dialog.noAnswerText') });
  const version = app.getVersion();
  if (!newer) return tell({ message: t('dialog.upToDate'), detail: t('dialog.aboutText', { version }) });
  const message = t('dialog.newer', { version: newer.version });
  const detail = t('dialog.newerText', { version });
  if (newer.address === null) return tell({ message, detail });
  const buttons = [t('dialog.download'), t('dialog.cancel')];
  if ((await ask({ message, detail, buttons, defaultId: 0, cancelId: 1 })) === 0) await shell.openExternal(newer.address);
}
