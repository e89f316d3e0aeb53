/** Says when downloads have ended, to someone who is not looking: one notification for what ends at about the same time. */
import { Notification } from 'electron';
import type { DownloadRow } from '../contract/download.ts';
import type { ServiceApi } from '../service/api.ts';
import { mainWindow, showWindow } from './window.ts';

/** Two hundred small files must not become two hundred notifications. */
const gatheringTime = 1000;

export function notifyOfEnds(api: ServiceApi): void {
  let ended: DownloadRow[] = [];

  const tell = (): void => {
    const rows = ended;
    ended = [];
    if (!api.settings().notify || !Notification.isSupported() || mainWindow()?.isFocused()) return;
    const notification = new Notification(describe(rows));
    notification.on('click', showWindow);
    notification.show();
  };

  api.onEvent((event) => {
    if (event.type !== 'state' || (event.state.status !== 'completed' && event.state.status !== 'failed')) return;
    const row = api.row(event.id);
    if (!row) return;
    if (ended.length === 0) setTimeout(tell, gatheringTime);
    ended.push(row);
  });
}

function describe(rows: readonly DownloadRow[]): { title: string; body: string } {
  const failed = rows.filter((row) => row.status === 'failed');
  const [first] = rows;
  if (first && rows.length === 1) {
    return first.status === 'failed'
      ? { title: 'Download failed', body: `${first.name}: ${first.error?.message ?? ''}` }
      : { title: 'Download completed', body: first.name };
  }
  const completed = `${rows.length - failed.length} downloads completed`;
  return { title: completed, body: failed.length > 0 ? `${failed.length} failed` : '' };
}
