/** What one reader of the list has not seen yet, merged: a reader who is slow gets one larger change, not a longer queue. */
import type { ListChange, RowPatch } from '../../contract/change.ts';
import type { DownloadRow } from '../../contract/download.ts';
import { Bell } from './bell.ts';

type Patch = Extract<ListChange, { kind: 'patch' }>;

export class Feed {
  readonly bell = new Bell();
  #added = new Map<string, DownloadRow>();
  #changed = new Map<string, RowPatch>();
  #removed = new Set<string>();
  #seq = 0;

  add(row: DownloadRow): void {
    this.#removed.delete(row.id);
    this.#added.set(row.id, row);
    this.bell.ring();
  }

  change(patch: RowPatch): void {
    const added = this.#added.get(patch.id);
    if (added) this.#added.set(patch.id, { ...added, ...patch } as DownloadRow);
    else this.#changed.set(patch.id, { ...this.#changed.get(patch.id), ...patch });
    this.bell.ring();
  }

  /** Told even of rows that it has not seen: taking away what is not there changes nothing. */
  remove(id: string): void {
    this.#added.delete(id);
    this.#changed.delete(id);
    this.#removed.add(id);
    this.bell.ring();
  }

  /** The next change for this reader. Its number is given here, so that merging never looks like a gap. */
  take(): Patch {
    const patch: Patch = {
      kind: 'patch',
      seq: (this.#seq += 1),
      added: [...this.#added.values()],
      changed: [...this.#changed.values()],
      removed: [...this.#removed],
    };
    this.#added = new Map();
    this.#changed = new Map();
    this.#removed = new Set();
    return patch;
  }
}
