/**
 * One runner per file, over all processes of this machine. The lock is a listening local socket named after the file: the kernel
 * grants a name once and takes it back when the process dies, so no stale lock can outlive a crash.
 */
import { createHash } from 'node:crypto';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fs } from '../fs.ts';
import { isErrno } from './disk-error.ts';

export interface FileLock {
  release(): void;
}

function socketName(file: string): string {
  const name = `rangefinder-${createHash('sha256').update(file).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return path.join(tmpdir(), `${name}.sock`);
}

function listen(address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Where sockets are files (macOS), one may be left by a crash: nobody answers there. */
const isAbandoned = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error) => resolve(isErrno(error, 'ECONNREFUSED')));
  });

/** What this thread holds: to ask the kernel, and before that the journal beside each of a hundred files of one name, would take a second. */
const held = new Set<string>();

/** Whether a runner of this thread holds it. */
export const isHeldHere = (file: string): boolean => held.has(file);

/** @param file its canonical path. @returns null when another runner, here or in another process, holds it. */
export async function lockFile(file: string): Promise<FileLock | null> {
  if (held.has(file)) return null;
  const address = socketName(file);
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const server = await listen(address);
      held.add(file);
      const release = (): void => {
        held.delete(file);
        server.close();
      };
      return { release };
    } catch (error) {
      if (!isErrno(error, 'EADDRINUSE')) throw error;
      if (process.platform === 'linux' || process.platform === 'win32' || !(await isAbandoned(address))) return null;
      fs.rmSync(address, { force: true });
    }
  }
  return null;
}
