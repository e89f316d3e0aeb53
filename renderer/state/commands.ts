/** What the window asks of the service. Every failure is said in a toast; none is swallowed and none is thrown. */
import i18next from 'i18next';
import type { Client } from '../../contract/client.ts';
import type { Ending } from '../../contract/desktop.ts';
import type { DownloadId, DownloadRow, ExpectInput } from '../../contract/download.ts';
import type { ImportInput, ImportReport } from '../../contract/backup.ts';
import type { Category } from '../../contract/category.ts';
import type { HostInput } from '../../contract/host-settings.ts';
import type { Priority, QueueId, QueueInput, QueuePatch } from '../../contract/queue.ts';
import type { SettingsPatch } from '../../contract/settings.ts';
import { noteOwnCopy } from './clipboard.ts';
import { useConnection } from './connection.ts';
import { rowOf, useDownloads } from './downloads.ts';
import { canLimit, canPause, canRemove, canResume, canRetry, canStartNow } from './groups.ts';
import { toasts } from './toasts.ts';
import { useView } from './view.ts';

/** True when the service did it. */
async function ask(work: (client: Client) => Promise<unknown>): Promise<boolean> {
  const { client } = useConnection.getState();
  try {
    if (!client) throw new Error(i18next.t('connection.unreachable'));
    await work(client);
    return true;
  } catch (thrown) {
    toasts.add({
      type: 'error',
      title: i18next.t('toast.commandFailed'),
      description: thrown instanceof Error ? thrown.message : String(thrown),
    });
    return false;
  }
}

const only = (ids: readonly DownloadId[], can: (row: DownloadRow) => boolean): DownloadId[] =>
  ids.filter((id) => {
    const row = rowOf(id);
    return row !== undefined && can(row);
  });

/** Does nothing, rather than troubling the service, when there is nothing to do it to. */
async function askFor(ids: DownloadId[], work: (client: Client, ids: DownloadId[]) => Promise<unknown>): Promise<void> {
  if (ids.length > 0) await ask((client) => work(client, ids));
}

export const pause = (ids: readonly DownloadId[]): Promise<void> =>
  askFor(only(ids, canPause), (client, some) => client.downloads.pause({ ids: some }));
export const resume = (ids: readonly DownloadId[]): Promise<void> =>
  askFor(only(ids, canResume), (client, some) => client.downloads.resume({ ids: some }));
export const retry = (ids: readonly DownloadId[]): Promise<void> =>
  askFor(only(ids, canRetry), (client, some) => client.downloads.retry({ ids: some }));
export const removeNow = (ids: readonly DownloadId[], deleteFiles: boolean): Promise<void> =>
  askFor(only(ids, canRemove), (client, some) => client.downloads.remove({ ids: some, deleteFiles }));

export const limitSpeed = (ids: readonly DownloadId[], rate: number): Promise<void> =>
  askFor(only(ids, canLimit), (client, some) => client.downloads.limit({ ids: some, rate }));

export const startNow = (ids: readonly DownloadId[]): Promise<void> =>
  askFor(only(ids, canStartNow), (client, some) => client.downloads.startNow({ ids: some }));
export const setQueue = (ids: readonly DownloadId[], queue: QueueId): Promise<void> =>
  askFor([...ids], (client, some) => client.downloads.setQueue({ ids: some, queue }));
export const setPriority = (ids: readonly DownloadId[], priority: Priority): Promise<void> =>
  askFor([...ids], (client, some) => client.downloads.setPriority({ ids: some, priority }));

/** Its id; null when the service did not make it. */
export async function createQueue(queue: QueueInput): Promise<QueueId | null> {
  const made: { id: QueueId | null } = { id: null };
  await ask(async (client) => {
    made.id = await client.queues.create(queue);
  });
  return made.id;
}
export const updateQueue = (id: QueueId, changes: QueuePatch): Promise<boolean> => ask((client) => client.queues.update({ id, changes }));
export const removeQueue = (id: QueueId): Promise<boolean> => ask((client) => client.queues.remove({ id }));

/** What Space does: pauses what can be paused; when nothing can, resumes. */
export async function pauseOrResume(ids: readonly DownloadId[]): Promise<void> {
  if (only(ids, canPause).length > 0) return pause(ids);
  await Promise.all([resume(ids), retry(ids)]);
}

export const pauseAll = (): Promise<boolean> => ask((client) => client.downloads.pauseAll());
export const resumeAll = (): Promise<boolean> => ask((client) => client.downloads.resumeAll());
/** But for those that are just being removed. */
export const retryFailed = (): Promise<void> =>
  retry(
    [...useDownloads.getState().ordered.values()]
      .filter((row) => row.status === 'failed' && !useView.getState().leaving.has(row.id))
      .map(({ id }) => id),
  );
export const openFile = (id: DownloadId): Promise<boolean> => ask((client) => client.downloads.open({ id }));
export const showInFolder = (id: DownloadId): Promise<boolean> => ask((client) => client.downloads.showInFolder({ id }));
export const move = (ids: DownloadId[], before: DownloadId | null): Promise<boolean> =>
  ask((client) => client.downloads.move({ ids, before }));
export const refreshLink = (id: DownloadId, url: string): Promise<boolean> => ask((client) => client.downloads.refreshLink({ id, url }));
export const expectChecksums = (input: ExpectInput): Promise<boolean> => ask((client) => client.downloads.expect(input));
/** Null when the service could not be asked, which has been said then. */
export async function writeBackup(): Promise<string | null> {
  let text: string | null = null;
  await ask(async (client) => {
    text = await client.backup.write();
  });
  return text;
}

/** The same for what a file holds. */
export async function readBackup(input: ImportInput): Promise<ImportReport | null> {
  let report: ImportReport | null = null;
  await ask(async (client) => {
    report = await client.backup.read(input);
  });
  return report;
}

export const removeHistory = (ids: string[]): Promise<boolean> => ask((client) => client.history.remove({ ids }));
export const clearHistory = (): Promise<boolean> => ask((client) => client.history.clear());
export const showHistoryInFolder = (id: DownloadId): Promise<boolean> => ask((client) => client.history.showInFolder({ id }));
export async function downloadAgain(ids: string[]): Promise<void> {
  if (await ask((client) => client.history.again({ ids }))) toasts.add({ title: i18next.t('toast.again', { count: ids.length }) });
}

export const saveHost = (host: HostInput): Promise<boolean> => ask((client) => client.hosts.save({ hosts: [host] }));
export const removeHosts = (ids: string[]): Promise<boolean> => ask((client) => client.hosts.remove({ ids }));

export const saveCategories = (categories: readonly Category[]): Promise<boolean> =>
  ask((client) => client.categories.save({ categories: [...categories] }));

/** Says so when files stay where they are, for none is moved. */
export async function categorize(ids: readonly DownloadId[], category: string | null): Promise<void> {
  await ask(async (client) => {
    const { staying } = await client.downloads.categorize({ ids: [...ids], category });
    if (staying > 0) toasts.add({ title: i18next.t('toast.filesStay', { count: staying }) });
  });
}

export const changeSettings = (patch: SettingsPatch): Promise<boolean> => ask((client) => client.settings.update(patch));
/** Null forgets it. */
export const saveProxyPassword = (password: string | null): Promise<boolean> => ask((client) => client.proxy.savePassword({ password }));

/** What the person chose in the system's own dialog; null is nothing. */
export async function chooseFolder(from: string): Promise<string | null> {
  let chosen: string | null = null;
  await ask(async (client) => (chosen = await client.desktop.chooseFolder({ from })));
  return chosen;
}

export const chooseEnding = (ending: Ending | null): Promise<boolean> => ask((client) => client.desktop.whenDone({ ending }));
export const endNow = (): Promise<boolean> => ask((client) => client.desktop.endNow());
export const dismissKept = (): Promise<boolean> => ask((client) => client.desktop.dismiss());

export async function copyText(text: string): Promise<void> {
  try {
    noteOwnCopy(text);
    await navigator.clipboard.writeText(text);
    toasts.add({ title: i18next.t('toast.copied'), timeout: 2_000 });
  } catch {
    toasts.add({ type: 'error', title: i18next.t('toast.copyFailed') });
  }
}
