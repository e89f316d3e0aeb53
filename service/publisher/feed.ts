/**
 * What one reader of the list has not seen yet, merged: a reader who is slow gets one larger change, not a longer queue. So does one
 * who wants it so, because nobody looks.
 */
import type { ListChange, RowPatch } from '../../contract/change.ts';
import type { DownloadRow } from '../../contract/download.ts';
import { Bell } from './bell.ts';

type Patch = Extract<ListChange, { kind: 'patch' }>;

export type Pace = 'full' | 'slow';

/** Milliseconds between two reports of progress to a reader with the slow pace. */
const slowInterval = 1000;

/** Rows that one change adds at most: a window goes on drawing between two of them. */
const mostAdded = 2000;

export class Feed {
  readonly bell = new Bell();
  /** Rows that it is to be told of when its reader asks for them. */
  untold: readonly string[] = [];
  #added = new Map<string, DownloadRow>();
  #changed = new Map<string, RowPatch>();
  #removed = new Set<string>();
  #seq = 0;
  #pace: Pace = 'full';
  #timer: NodeJS.Timeout | null = null;

  add(row: DownloadRow): void {
    this.#removed.delete(row.id);
    this.#added.set(row.id, row);
    this.bell.ring();
  }

  /** At the full pace again, what has gathered is told at once. */
  set pace(pace: Pace) {
    this.#pace = pace;
    if (pace === 'full' && this.#timer) this.#ring();
  }

  /** What is `urgent` is more than progress, and is told at once at any pace. */
  change(patch: RowPatch, urgent: boolean): void {
    const added = this.#added.get(patch.id);
    if (added) this.#added.set(patch.id, { ...added, ...patch } as DownloadRow);
    else this.#changed.set(patch.id, { ...this.#changed.get(patch.id), ...patch });
    if (urgent || this.#pace === 'full') this.#ring();
    else this.#timer ??= setTimeout(() => this.#ring(), slowInterval).unref();
  }

  /** Told even of rows that it has not seen: taking away what is not there changes nothing. */
  remove(id: string): void {
    this.#added.delete(id);
    this.#changed.delete(id);
    this.#removed.add(id);
    this.bell.ring();
  }

  close(): void {
    this.#stopTimer();
  }

  #ring(): void {
    this.#stopTimer();
    this.bell.ring();
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** The next change for this reader. Its number is given here, so that merging never looks like a gap. */
  take(): Patch {
    const patch: Patch = {
      kind: 'patch',
      seq: (this.#seq += 1),
      added: [...this.#added.values()].slice(0, mostAdded),
      changed: [...this.#changed.values()],
      removed: [...this.#removed],
    };
    for (const { id } of patch.added) this.#added.delete(id);
    this.#changed = new Map();
    this.#removed = new Set();
    if (this.#added.size > 0) this.bell.ring();
    return patch;
  }
}
