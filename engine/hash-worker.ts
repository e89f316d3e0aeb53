/** The follower thread: hashes files behind their downloads, several by turns. */
import { parentPort, type MessagePort } from 'node:worker_threads';
import type { ChecksumAlgorithm } from '../contract/download.ts';
import { FileHasher } from './verify/file-hasher.ts';
import type { Digests } from './verify/hashing.ts';

export type HashOrder =
  | { readonly op: 'open'; readonly id: number; readonly path: string; readonly algorithms: readonly ChecksumAlgorithm[] }
  | { readonly op: 'advance'; readonly id: number; readonly to: number }
  | { readonly op: 'finish'; readonly id: number; readonly size: number }
  | { readonly op: 'cancel'; readonly id: number };

export type HashReport = { readonly id: number; readonly digests: Digests } | { readonly id: number; readonly error: string };

interface Session {
  hasher: FileHasher | null;
  to: number;
  size: number | null;
}

/** Bytes of one file before the next file's turn. */
const turn = 8 * 1024 * 1024;

const port = parentPort as MessagePort;
const sessions = new Map<number, Session>();
let working = false;

port.on('message', (order: HashOrder) => {
  if (order.op === 'open') {
    const session: Session = { hasher: null, to: 0, size: null };
    sessions.set(order.id, session);
    FileHasher.open(order.path, order.algorithms).then(
      (hasher) => {
        // Cancelled while it was being opened.
        if (sessions.get(order.id) !== session) hasher.close();
        else session.hasher = hasher;
        work();
      },
      (error: unknown) => fail(order.id, error),
    );
    return;
  }
  const session = sessions.get(order.id);
  if (!session) {
    // It failed before anybody waited for it; whoever waits now must hear of that.
    if (order.op === 'finish') report({ id: order.id, error: 'it could not be followed' });
    return;
  }
  if (order.op === 'cancel') end(order.id);
  else if (order.op === 'advance') session.to = Math.max(session.to, order.to);
  else session.to = session.size = order.size;
  work();
});

const report = (text: HashReport): void => port.postMessage(text);

function work(): void {
  if (working) return;
  working = true;
  setImmediate(() => {
    working = false;
    let more = false;
    for (const [id, session] of sessions) more = advance(id, session) || more;
    if (more) work();
  });
}

/** @returns whether there is more to hash at once. */
function advance(id: number, session: Session): boolean {
  const { hasher } = session;
  if (!hasher) return false;
  try {
    hasher.advance(Math.min(session.to, hasher.at + turn));
    if (session.size === null || hasher.at < session.size) return hasher.at < session.to;
    report({ id, digests: hasher.digests() });
    end(id);
  } catch (error) {
    fail(id, error);
  }
  return false;
}

function fail(id: number, error: unknown): void {
  report({ id, error: String(error) });
  end(id);
}

function end(id: number): void {
  sessions.get(id)?.hasher?.close();
  sessions.delete(id);
}
