/** The application's menu, as data: what a desktop expects, in the words of the spoken language. */
import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopState, Ending, WindowCommand } from '../contract/desktop.ts';
import type { Summary } from '../service/api.ts';
import type { Translate } from './text.ts';

export interface MenuActions {
  /** For the window, which is brought to the front for it. */
  readonly command: (command: WindowCommand) => void;
  readonly openList: () => void;
  readonly pauseAll: () => void;
  readonly resumeAll: () => void;
  readonly retryFailed: () => void;
  readonly whenDone: (ending: Ending | null) => void;
  readonly openLogs: () => void;
  readonly checkForUpdate: () => void;
  readonly about: () => void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** What is marked in the menu, and which of its items can do something now. */
export interface MenuState extends Pick<DesktopState, 'endings' | 'whenDone'> {
  readonly possible: Summary['possible'];
}

export function menuTemplate(
  t: Translate,
  platform: NodeJS.Platform,
  { endings, whenDone, possible }: MenuState,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const onMac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    id: 'settings',
    label: t('menu.settings'),
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.command({ do: 'settings' }),
  };
  const about: MenuItemConstructorOptions = { id: 'about', label: t('menu.about'), click: actions.about };
  const update: MenuItemConstructorOptions = { id: 'update', label: t('menu.update'), click: actions.checkForUpdate };
  const quit: MenuItemConstructorOptions = { label: t('menu.quit'), role: 'quit' };

  const application: MenuItemConstructorOptions = {
    label: 'Rangefinder',
    submenu: [
      about,
      update,
      separator,
      settings,
      separator,
      { label: t('menu.services'), role: 'services' },
      separator,
      { label: t('menu.hide'), role: 'hide' },
      { label: t('menu.hideOthers'), role: 'hideOthers' },
      { label: t('menu.showAll'), role: 'unhide' },
      separator,
      quit,
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: t('menu.file'),
    submenu: [
      { id: 'add', label: t('menu.add'), accelerator: 'CmdOrCtrl+N', click: () => actions.command({ do: 'add' }) },
      { id: 'open-list', label: t('menu.openList'), accelerator: 'CmdOrCtrl+O', click: actions.openList },
      { id: 'verify', label: t('menu.verify'), click: () => actions.command({ do: 'verify' }) },
      separator,
      ...(onMac ? [] : [settings, separator]),
      { label: t('menu.close'), role: 'close' },
      ...(onMac ? [] : [quit]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: t('menu.edit'),
    submenu: [
      { label: t('menu.undo'), role: 'undo' },
      { label: t('menu.redo'), role: 'redo' },
      separator,
      { label: t('menu.cut'), role: 'cut' },
      { label: t('menu.copy'), role: 'copy' },
      { label: t('menu.paste'), role: 'paste' },
      { label: t('menu.selectAll'), role: 'selectAll' },
      separator,
      { id: 'find', label: t('menu.find'), accelerator: 'CmdOrCtrl+F', click: () => actions.command({ do: 'find' }) },
    ],
  };
  const ending = (value: Ending | null): MenuItemConstructorOptions => ({
    id: `when-done-${value ?? 'nothing'}`,
    label: t(`endings.${value ?? 'nothing'}`),
    type: 'radio',
    checked: whenDone === value,
    click: () => actions.whenDone(value),
  });
  const downloads: MenuItemConstructorOptions = {
    label: t('menu.downloads'),
    submenu: [...forAll(t, possible, actions), separator, { label: t('menu.whenDone'), submenu: [null, ...endings].map(ending) }],
  };
  const view: MenuItemConstructorOptions = {
    label: t('menu.view'),
    submenu: [
      { label: t('menu.reload'), role: 'reload' },
      separator,
      { label: t('menu.actualSize'), role: 'resetZoom' },
      { label: t('menu.zoomIn'), role: 'zoomIn' },
      { label: t('menu.zoomOut'), role: 'zoomOut' },
      separator,
      { label: t('menu.fullScreen'), role: 'togglefullscreen' },
    ],
  };
  const window: MenuItemConstructorOptions = {
    label: t('menu.window'),
    role: 'window',
    submenu: [
      { label: t('menu.minimize'), role: 'minimize' },
      ...(onMac
        ? [{ label: t('menu.zoom'), role: 'zoom' } as const, separator, { label: t('menu.front'), role: 'front' } as const]
        : [{ label: t('menu.close'), role: 'close' } as const]),
    ],
  };
  const help: MenuItemConstructorOptions = {
    label: t('menu.help'),
    role: 'help',
    submenu: [
      // A lone ? would be taken from whoever types one.
      { id: 'shortcuts', label: t('menu.shortcuts'), accelerator: 'F1', click: () => actions.command({ do: 'shortcuts' }) },
      { id: 'logs', label: t('menu.logs'), click: actions.openLogs },
      ...(onMac ? [] : [separator, update, about]),
    ],
  };
  return [...(onMac ? [application] : []), file, edit, downloads, view, window, help];
}

export const samePossible = (a: Summary['possible'], b: Summary['possible']): boolean =>
  a.pause === b.pause && a.resume === b.resume && a.retry === b.retry;

/** What is done to everything at once; also in the tray, where the keys only tell what they are elsewhere. */
export function forAll(
  t: Translate,
  possible: Summary['possible'],
  actions: Pick<MenuActions, 'pauseAll' | 'resumeAll' | 'retryFailed'>,
): MenuItemConstructorOptions[] {
  const key = (letter: string): string => `CmdOrCtrl+Shift+${letter}`;
  return [
    { id: 'pause-all', label: t('menu.pauseAll'), accelerator: key('P'), enabled: possible.pause, click: actions.pauseAll },
    { id: 'resume-all', label: t('menu.resumeAll'), accelerator: key('S'), enabled: possible.resume, click: actions.resumeAll },
    { id: 'retry-failed', label: t('menu.retryFailed'), accelerator: key('R'), enabled: possible.retry, click: actions.retryFailed },
  ];
}
