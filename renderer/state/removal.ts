/**
 * Removal that can be taken back. For a few seconds removed downloads are only hidden; then they go for good. The time rests while somebody has the
 * pointer or the keyboard on the offer (WCAG 2.2.1). Nothing is lost by closing the window meanwhile: what was removed goes at once.
 */
import i18next from 'i18next';
import type { DownloadId } from '../../contract/download.ts';
import { removeNow } from './commands.ts';
import { rowOf, useDownloads } from './downloads.ts';
import { canRemove } from './groups.ts';
import { toasts } from './toasts.ts';
import { setLeaving, useView } from './view.ts';

/** Milliseconds: long enough to reach the button with the keyboard. */
const undoTime = 10_000;
/** What is left at least after a rest: time to see that the offer is going. */
const leastTime = 2_000;

interface Removal {
  readonly ids: readonly DownloadId[];
  /** Milliseconds, as of when the timer was last set. */
  left: number;
  since: number;
  /** Undefined while it rests. */
  timer: ReturnType<typeof setTimeout> | undefined;
  /** The toast that offers to undo it lives exactly as long as that is possible. */
  readonly toast: string;
}

const pending = new Map<symbol, Removal>();

/** What keeps the time from running. */
const holds = new Set<'pointer' | 'keyboard'>();

/** Somebody is on an offer with the pointer or the keyboard. */
export function holdRemovals(by: 'pointer' | 'keyboard'): void {
  holds.add(by);
  for (const removal of pending.values()) {
    if (removal.timer === undefined) continue;
    clearTimeout(removal.timer);
    removal.timer = undefined;
    removal.left = Math.max(leastTime, removal.left - (Date.now() - removal.since));
  }
}

/** Nobody is any more; without a word of what, nothing and nobody. */
export function releaseRemovals(by?: 'pointer' | 'keyboard'): void {
  if (by) holds.delete(by);
  else holds.clear();
  if (holds.size > 0) return;
  for (const [batch, removal] of pending) if (removal.timer === undefined) run(batch, removal);
}

function run(batch: symbol, removal: Removal): void {
  removal.since = Date.now();
  removal.timer = setTimeout(() => void finish(batch), removal.left);
}

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
  const removal: Removal = { ids, toast, left: undoTime, since: 0, timer: undefined };
  pending.set(batch, removal);
  if (holds.size === 0) run(batch, removal);
}

/** Clears the list of what is done, whatever part of it is shown. Files stay, and so does the history. */
export function removeCompleted(): void {
  const rows = [...useDownloads.getState().ordered.values()];
  removeWithUndo(rows.filter(({ status }) => status === 'completed').map(({ id }) => id));
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
