/**
 * Removal that can be taken back. For a few seconds removed downloads are only hidden; then they go for good. Nothing is
 * lost by closing the window meanwhile: what was removed goes at once.
 */
import i18next from 'i18next';
import type { DownloadId } from '../../contract/download.ts';
import { removeNow } from './commands.ts';
import { rowOf } from './downloads.ts';
import { canRemove } from './groups.ts';
import { toasts } from './toasts.ts';
import { setLeaving, useView } from './view.ts';

/** Milliseconds: long enough to reach the button with the keyboard. */
const undoTime = 10_000;

interface Removal {
  readonly ids: readonly DownloadId[];
  readonly timer: ReturnType<typeof setTimeout>;
  /** The toast that offers to undo it lives exactly as long as that is possible. */
  readonly toast: string;
}

const pending = new Map<symbol, Removal>();

export function removeWithUndo(wanted: readonly DownloadId[]): void {
  const ids = wanted.filter((id) => {
    const row = rowOf(id);
    return row !== undefined && canRemove(row) && !useView.getState().leaving.has(id);
  });
  if (ids.length === 0) return;

  const batch = Symbol('removal');
  setLeaving((leaving) => ids.forEach((id) => leaving.add(id)));
  const toast = toasts.add({
    title: i18next.t('toast.removed', { count: ids.length, name: rowOf(ids[0] ?? '')?.name ?? '' }),
    timeout: 0,
    actionProps: { children: i18next.t('toast.undo'), onClick: () => undo(batch) },
  });
  pending.set(batch, { ids, toast, timer: setTimeout(() => void finish(batch), undoTime) });
}

function undo(batch: symbol): void {
  const removal = take(batch);
  if (removal) stay(removal.ids);
}

/** Takes the last removal back, if it still can be. */
export function undoLast(): void {
  const batch = [...pending.keys()].at(-1);
  if (batch) undo(batch);
}

async function finish(batch: symbol): Promise<void> {
  const removal = take(batch);
  if (!removal) return;
  await removeNow(removal.ids, false);
  stay(removal.ids);
}

function take(batch: symbol): Removal | undefined {
  const removal = pending.get(batch);
  if (!removal) return undefined;
  pending.delete(batch);
  clearTimeout(removal.timer);
  toasts.close(removal.toast);
  return removal;
}

const stay = (ids: readonly DownloadId[]): void => setLeaving((leaving) => ids.forEach((id) => leaving.delete(id)));

/** Called when the page goes away. */
export function finishRemovals(): void {
  for (const batch of pending.keys()) void finish(batch);
}
