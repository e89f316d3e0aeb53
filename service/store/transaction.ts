import type { DatabaseSync } from 'node:sqlite';

/** One transaction: a crash leaves all of it or none. */
export function together(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** One transaction that is on the disk when this returns. */
export function durably(database: DatabaseSync, work: () => void): void {
  database.exec('PRAGMA synchronous = FULL');
  try {
    together(database, work);
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
}
