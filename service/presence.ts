/** Looks whether completed files are still where they were put: after the list is shown, and without holding anything up. */
import { fs } from '../engine/fs.ts';
import type { Entry } from './entry.ts';

/** Files looked at together: a slow network folder must not take every thread of the pool. */
const together = 4;

/** Calls `changed` with each entry whose file was there and is not any more, or the other way round. */
export async function checkPresence(entries: Iterable<Entry>, changed: (entry: Entry) => void): Promise<void> {
  const remaining = [...entries].values();
  const worker = async (): Promise<void> => {
    for (const entry of remaining) {
      if (entry.path === null) continue;
      const present = await isPresent(entry.path);
      if (present === entry.present) continue;
      entry.present = present;
      changed(entry);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
}

export async function isPresent(path: string): Promise<boolean> {
  try {
    await fs.promises.access(path);
    return true;
  } catch (error) {
    // Only a clear answer counts: a folder that cannot be read just now has not lost its files.
    const { code } = error as NodeJS.ErrnoException;
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}
