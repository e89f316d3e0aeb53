/**
 * The file system that the engine uses. Electron patches `node:fs` so that `something.asar` looks like a folder; a download of
 * that name must stay a file, so there the unpatched module is taken.
 */
import nodeFs from 'node:fs';
import { createRequire } from 'node:module';

export type FileSystem = typeof nodeFs;

function unpatched(): FileSystem {
  if (!process.versions['electron']) return nodeFs;
  try {
    return createRequire(import.meta.url)('original-fs') as FileSystem;
  } catch {
    return nodeFs;
  }
}

export const fs: FileSystem = unpatched();
