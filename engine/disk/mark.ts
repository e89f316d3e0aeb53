/** Tells the system that a file came from the net, so that it warns before running it. Where the system has no such mark, there is nothing to do. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fs } from '../fs.ts';

/** The zone of the internet, in Windows' "mark of the web". */
const internetZone = 3;

/** @param url without credentials. A file system that takes no marks (FAT) does not fail a download. */
export async function markAsDownloaded(path: string, url: string): Promise<void> {
  try {
    if (process.platform === 'win32') {
      await fs.promises.writeFile(`${path}:Zone.Identifier`, `[ZoneTransfer]\r\nZoneId=${internetZone}\r\nHostUrl=${url}\r\n`);
    } else if (process.platform === 'darwin') {
      const seconds = Math.floor(Date.now() / 1000).toString(16);
      await promisify(execFile)('/usr/bin/xattr', ['-w', 'com.apple.quarantine', `0083;${seconds};Rangefinder;`, path]);
    }
  } catch {
    // The mark is a courtesy to the system; the file is whole without it.
  }
}
