/**
 * The database's shape, as the list of steps that lead to it. A step is never edited once it was released: the version that a
 * file has reached (`user_version`) counts them.
 */
import type { DatabaseSync } from 'node:sqlite';
import { together } from './transaction.ts';

export const migrations: readonly string[] = [
  `
  CREATE TABLE downloads (
    id         TEXT PRIMARY KEY,
    position   INTEGER NOT NULL,
    added_at   INTEGER NOT NULL,
    url        TEXT NOT NULL,
    folder     TEXT NOT NULL,
    request    TEXT NOT NULL, -- JSON: what the user asked for, nothing secret
    secrets    TEXT,          -- JSON: credentials, cookies and headers
    state      TEXT NOT NULL, -- JSON: status, with what belongs to it
    resource   TEXT,          -- JSON: what the server's answer taught
    received   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE settings (
    name       TEXT PRIMARY KEY,
    value      TEXT NOT NULL  -- JSON
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hosts (
    host        TEXT PRIMARY KEY,
    connections INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // Beside the downloads, not in their rows: the list is read without them.
  `
  CREATE TABLE reports (
    id         TEXT PRIMARY KEY,
    report     TEXT NOT NULL  -- JSON: how the file came, without secrets
  ) STRICT;
  `,
  `
  CREATE TABLE queues (
    id         TEXT PRIMARY KEY,
    position   INTEGER NOT NULL,
    definition TEXT NOT NULL  -- JSON: its name, limits and hours
  ) STRICT, WITHOUT ROWID;

  ALTER TABLE downloads ADD COLUMN queue     TEXT NOT NULL DEFAULT 'default';
  ALTER TABLE downloads ADD COLUMN priority  TEXT NOT NULL DEFAULT 'normal';
  ALTER TABLE downloads ADD COLUMN start_now INTEGER NOT NULL DEFAULT 0;
  `,
  `
  CREATE TABLE host_settings (
    id         TEXT PRIMARY KEY,
    rules      TEXT NOT NULL, -- JSON, nothing secret
    login      TEXT           -- JSON: user name and password, sealed where the system has a store for secrets
  ) STRICT;
  `,
  // Apart from the list, for it stays when a download is taken out of that.
  `
  CREATE TABLE history (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    url        TEXT NOT NULL, -- without credentials
    path       TEXT,
    size       INTEGER,
    sha256     TEXT,
    at         INTEGER NOT NULL,
    completed  INTEGER NOT NULL,
    words      TEXT NOT NULL  -- all that is searched, in small letters
  ) STRICT;
  CREATE INDEX history_by_time ON history (at DESC, id);
  `,
  `
  ALTER TABLE history ADD COLUMN category TEXT;
  `,
  `
  ALTER TABLE history ADD COLUMN queue TEXT;
  `,
];

export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

/** Brings the database to the newest version, each step wholly or not at all. Throws when a newer program has written it. */
export function migrate(database: DatabaseSync, steps: readonly string[] = migrations): void {
  const { user_version: reached } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (reached > steps.length)
    throw new NewerDatabaseError(`the list was written by a newer version of Rangefinder (${reached} > ${steps.length})`);

  for (const [index, step] of steps.entries()) {
    if (index < reached) continue;
    together(database, () => database.exec(`${step}; PRAGMA user_version = ${index + 1}`));
  }
}
