/** Reordering the queue from the list: what was picked goes where it was put, and whoever cannot see it is told. */
import i18next from 'i18next';
import type { DownloadId } from '../../contract/download.ts';
import { move } from './commands.ts';
import { rowOf, useDownloads } from './downloads.ts';
import { sortBy, useLayout } from './layout.ts';
import { moveByStep, moveToGap, queueOf, type Move, type QueueStep } from './queue.ts';
import { say } from './say.ts';
import { toasts } from './toasts.ts';
import { useView } from './view.ts';

/** Rows can be put between others only where their order is that of the queue. */
export const inQueueOrder = (): boolean => useLayout.getState().sorting.key === 'queue';

/** The rows that are shown, in the order of the queue even where the list shows it from behind. */
function shownQueue(): readonly DownloadId[] {
  const { order } = useView.getState();
  return useLayout.getState().sorting.reversed ? order.toReversed() : order;
}

const wholeQueue = (): DownloadId[] => queueOf(useDownloads.getState().list.rows.values());

/** Puts downloads into a gap of the list as it is seen, 0 being above its first row. */
export async function dropInGap(ids: readonly DownloadId[], gap: number): Promise<void> {
  const shown = shownQueue();
  const place = useLayout.getState().sorting.reversed ? shown.length - gap : gap;
  await perform(moveToGap(wholeQueue(), shown, new Set(ids), place));
}

/** Moves downloads by one row of the list as it is seen, or to an end of the queue. */
export async function moveInQueue(ids: readonly DownloadId[], step: QueueStep): Promise<void> {
  if ((step === 'up' || step === 'down') && !inQueueOrder()) return offerQueueOrder();
  const seen = useLayout.getState().sorting.reversed ? turned[step] : step;
  const shown = inQueueOrder() ? shownQueue() : wholeQueue();
  await perform(moveByStep(wholeQueue(), shown, new Set(ids), inQueueOrder() ? seen : step));
}

/** The upper end of what is seen is the queue's last one where it is shown from behind. */
const turned: Readonly<Record<QueueStep, QueueStep>> = { up: 'down', down: 'up', first: 'last', last: 'first' };

async function perform(wanted: Move | null): Promise<void> {
  if (!wanted) return say(i18next.t('reorder.there'));
  if (!(await move(wanted.ids, wanted.before))) return;
  const queue = wholeQueue().filter((id) => !wanted.ids.includes(id));
  const place = wanted.before === null ? queue.length : queue.indexOf(wanted.before);
  const name = rowOf(wanted.ids[0] ?? '')?.name ?? '';
  say(i18next.t('reorder.moved', { count: wanted.ids.length, name, place: place + 1, total: queue.length + wanted.ids.length }));
}

function offerQueueOrder(): void {
  toasts.add({
    title: i18next.t('reorder.otherOrder'),
    actionProps: { children: i18next.t('reorder.showQueue'), onClick: () => sortBy({ key: 'queue', reversed: false }) },
  });
}
