/** Opens the database file, sets what every connection needs, and puts a file that is beyond reading aside. */
import { chmodSync, closeSync, existsSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DownloadError } from '../../contract/errors.ts';
import { makeFolder } from '../../engine/disk/make-folder.ts';
import type { Log } from '../log.ts';
import { migrate } from './migrations.ts';

const sqliteCodes = { busy: 5, corrupt: 11, notADatabase: 26 };

/**
 * Opens or creates the database. One process at a time: the lock is the file system's, so that a crash leaves none behind.
 * A damaged file is kept under another name and a new one begun; a program that cannot start would lose more.
 * Throws DownloadError IN_USE when another process has it.
 */
export function openDatabase(path: string, log: Log): DatabaseSync {
  if (path === ':memory:') return prepare(path);

  makeFolder(dirname(path), 0o700);
  // It holds credentials: nobody else may read it, nor the write-ahead log, which SQLite creates with the same mode.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  try {
    return prepare(path);
  } catch (error) {
    const code = (error as { errcode?: number }).errcode;
    if (code === sqliteCodes.busy)
      throw new DownloadError('IN_USE', 'Rangefinder is already running with this list of downloads.', { cause: error });
    if (code !== sqliteCodes.corrupt && code !== sqliteCodes.notADatabase) throw error;
    const aside = putAside(path);
    log('error', 'the list of downloads is damaged and was put aside; a new one is begun', { aside });
    return prepare(path);
  }
}

function prepare(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    // A crash loses nothing; what must outlive a power cut asks for more when it is written.
    database.exec('PRAGMA synchronous = NORMAL');
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function putAside(path: string): string {
  const aside = `${path}.damaged-${Date.now()}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}
