/** Says when downloads have ended, to someone who is not looking: one notification for what ends at about the same time. */
import { Notification, type NotificationConstructorOptions } from 'electron';
import { errorKinds } from '../contract/errors.ts';
import type { DownloadRow } from '../contract/download.ts';
import type { ServiceApi } from '../service/api.ts';
import { t } from './text.ts';
import { mainWindow, showWindow } from './window.ts';

/** Two hundred small files must not become two hundred notifications. */
const gatheringTime = 1000;

interface Action {
  readonly label: string;
  readonly act: () => unknown;
}

export function notifyOfEnds(api: ServiceApi): void {
  let ended: DownloadRow[] = [];

  const tellOfEnds = (): void => {
    const rows = ended;
    ended = [];
    if (!api.settings().notify || mainWindow()?.isFocused()) return;
    notify(describe(rows), actionsFor(rows, api));
  };

  api.onEvent((event) => {
    if (event.type !== 'state' || (event.state.status !== 'completed' && event.state.status !== 'failed')) return;
    const row = api.row(event.id);
    if (!row) return;
    if (ended.length === 0) setTimeout(tellOfEnds, gatheringTime);
    ended.push(row);
  });
}

/** Says, whatever the setting, that what was chosen for when all is done has not been done: the person counts on it. */
export async function notifyOfKept(api: ServiceApi): Promise<void> {
  let told: unknown = null;
  for await (const { kept } of api.desktop.watch()) {
    if (kept !== null && kept !== told) {
      const body = kept.because === 'failed' ? t('notification.notDoneFailed', { count: kept.count }) : t('notification.notDoneRefused');
      notify({ title: t('notification.notDone'), body }, []);
    }
    told = kept;
  }
}

/** A click on it brings the window back. */
export function notify(words: Pick<NotificationConstructorOptions, 'title' | 'body'>, actions: readonly Action[]): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ ...words, actions: actions.map(({ label }) => ({ type: 'button', text: label })) });
  shown.add(notification);
  const over = (): void => void shown.delete(notification);
  notification.on('click', () => {
    over();
    showWindow();
  });
  notification.on('action', ({ actionIndex }) => {
    over();
    actions[actionIndex]?.act();
  });
  notification.on('close', over);
  notification.show();
}

/** Held, so that they are not collected before they are clicked. */
const shown = new Set<Notification>();

function describe(rows: readonly DownloadRow[]): { title: string; body: string } {
  const failed = rows.filter(hasFailed);
  const completed = rows.length - failed.length;
  const [first] = rows;
  if (first && rows.length === 1) {
    return failed.length === 1
      ? { title: t('notification.failed', { count: 1 }), body: t('notification.reason', { name: first.name, reason: reasonOf(first) }) }
      : { title: t('notification.completed', { count: 1 }), body: first.name };
  }
  if (completed === 0) return { title: t('notification.failed', { count: failed.length }), body: namesOf(failed) };
  const title = t('notification.completed', { count: completed });
  return { title, body: failed.length > 0 ? t('notification.also', { count: failed.length }) : namesOf(rows) };
}

/** What can be done from outside the window: with one file, everything; with several, what makes sense for all of them. */
function actionsFor(rows: readonly DownloadRow[], api: ServiceApi): Action[] {
  const failed = rows.filter(hasFailed).map(({ id }) => id);
  const [completed, ...more] = rows.filter((row) => !hasFailed(row));
  const actions: Action[] = [];
  // What goes wrong then, the window says: the file is not there any more, as a rule.
  const orShow = (work: Promise<void>): void => void work.catch(showWindow);
  if (completed && more.length === 0) actions.push({ label: t('notification.open'), act: () => orShow(api.open(completed.id)) });
  if (completed) actions.push({ label: t('notification.showInFolder'), act: () => orShow(api.showInFolder(completed.id)) });
  if (failed.length > 0) actions.push({ label: t('notification.retry', { count: failed.length }), act: () => api.retry(failed) });
  return actions;
}

const hasFailed = (row: DownloadRow): boolean => row.status === 'failed';

/** By the kind of the error: a notification has room for no more. */
const reasonOf = ({ error }: DownloadRow): string => t(`reasons.${error ? errorKinds[error.code].family : 'other'}`);

const namesOf = (rows: readonly DownloadRow[]): string =>
  rows
    .slice(0, 3)
    .map(({ name }) => name)
    .join(', ') + (rows.length > 3 ? ', …' : '');
