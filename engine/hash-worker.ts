/** The follower thread: hashes files behind their downloads, several by turns. */
import { parentPort, type MessagePort } from 'node:worker_threads';
import type { ChecksumAlgorithm } from '../contract/download.ts';
import { blockSize, type BlockDigests, type KnownBlocks } from './disk/block-records.ts';
import type { Extent } from './extents.ts';
import { FileHasher } from './verify/file-hasher.ts';
import type { Digests } from './verify/hashing.ts';

export type HashOrder =
  | {
      readonly op: 'open';
      readonly id: number;
      readonly path: string;
      readonly algorithms: readonly ChecksumAlgorithm[];
      readonly known: KnownBlocks;
    }
  | { readonly op: 'advance'; readonly id: number; readonly to: number }
  | { readonly op: 'finish'; readonly id: number; readonly size: number }
  /** What was reported as spoiled has been fetched again. */
  | { readonly op: 'mended'; readonly id: number }
  | { readonly op: 'cancel'; readonly id: number };

export type HashReport =
  | { readonly id: number; readonly blocks: BlockDigests }
  /** Hashing stops there until it is told as mended, whatever else is asked for. */
  | { readonly id: number; readonly spoiled: Extent }
  | { readonly id: number; readonly digests: Digests }
  | { readonly id: number; readonly error: string };

interface Session {
  hasher: FileHasher | null;
  to: number;
  size: number | null;
  held: boolean;
}

/** Bytes of one file before the next file's turn. */
const turn = 8 * blockSize;

const port = parentPort as MessagePort;
const sessions = new Map<number, Session>();
let working = false;

port.on('message', (order: HashOrder) => {
  if (order.op === 'open') return open(order);
  const session = sessions.get(order.id);
  // It has failed, which the other side has been told or is about to hear.
  if (!session) return;
  if (order.op === 'cancel') end(order.id);
  else if (order.op === 'mended') session.held = false;
  // What was asked for before the other side had heard of the spoiled block does not count.
  else if (session.held) return;
  else if (order.op === 'advance') session.to = Math.max(session.to, order.to);
  else session.to = session.size = order.size;
  work();
});

const report = (text: HashReport): void => port.postMessage(text);

function open({ id, path, algorithms, known }: HashOrder & { op: 'open' }): void {
  const session: Session = { hasher: null, to: 0, size: null, held: false };
  sessions.set(id, session);
  FileHasher.open(path, algorithms, known).then(
    (hasher) => {
      // Cancelled while it was being opened.
      if (sessions.get(id) !== session) hasher.close();
      else session.hasher = hasher;
      work();
    },
    (error: unknown) => fail(id, error),
  );
}

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
  const { hasher, size } = session;
  if (!hasher || session.held) return false;
  try {
    const spoiled = hasher.advance(Math.min(session.to, hasher.at + turn), size);
    const blocks = hasher.takeBlocks();
    if (blocks.digests.length > 0) report({ id, blocks });
    if (spoiled) {
      session.held = true;
      session.to = hasher.at;
      session.size = null;
      report({ id, spoiled });
      return false;
    }
    if (size === null) return hasher.at + blockSize <= session.to;
    if (hasher.at < size) return true;
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
