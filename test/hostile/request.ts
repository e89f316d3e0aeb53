/** What a client asked, as the hostile server read it from the wire. */
import type { Socket } from 'node:net';

interface ByteRange {
  readonly start: number;
  /** Half-open; null asks to the end of the file. */
  readonly end: number | null;
}

export interface HostileRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly target: string;
  /** The target without its query. */
  readonly path: string;
  /** Names in lower case; repeated fields joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  /** Which connection carried it, counted from 0 over the life of the server. */
  readonly connection: number;
  /** How many requests this connection had carried before. */
  readonly turn: number;
  /** How many requests the server had seen before, on all connections. */
  readonly ordinal: number;
  /** The one range asked for; null when there is none, or one that is not a single plain range. */
  readonly range: ByteRange | null;
}

type Origin = Pick<HostileRequest, 'connection' | 'turn' | 'ordinal'>;

/** Reads a request's head: the request line and the fields, without the empty line that ends it. */
export function parseRequest(head: string, origin: Origin): HostileRequest {
  const [requestLine = '', ...lines] = head.split('\r\n');
  const [method = '', target = ''] = requestLine.split(' ');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return { method, target, path: target.split('?', 1)[0] ?? target, headers, ...origin, range: parseRange(headers.get('range')) };
}

function parseRange(value: string | undefined): ByteRange | null {
  const match = /^bytes=(\d+)-(\d*)$/.exec(value ?? '');
  if (!match) return null;
  return { start: Number(match[1]), end: match[2] ? Number(match[2]) + 1 : null };
}

/**
 * The heads of a connection's requests, one after the other: downloads send no bodies. It keeps reading while an answer is on its
 * way, because only a socket that is read from notices that the client has left.
 */
export class RequestHeads {
  #received = '';
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    socket.on('data', (bytes: Buffer) => {
      this.#received += bytes.toString('latin1');
      this.#wake();
    });
    socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** The next head, without the empty line that ends it; null when the client has left. */
  async next(): Promise<string | null> {
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n');
      if (end >= 0) {
        const head = this.#received.slice(0, end);
        this.#received = this.#received.slice(end + 4);
        return head;
      }
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
