/** A well-behaved file server on loopback: one file, with ranges and a strong validator, that can be told to stop half-way. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RangeServerOptions {
  readonly content: Buffer;
  /** Sent along with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** False answers everything with the whole file. */
  readonly ranges?: boolean;
  /** Each answer stops after so many bytes until `release` is called. */
  readonly holdAfter?: number;
}

export interface RangeServer {
  /** Of the file, whatever query is added; any other path is not there. */
  readonly url: string;
  readonly sha256: string;
  /** What was asked for, in order. */
  readonly requests: readonly IncomingMessage[];
  /** Keeps silent about the file, or about everything else, until it is released. */
  holdHeads(of: 'file' | 'others'): void;
  /** Lets the answers go on, those to come included. */
  release(): void;
  close(): Promise<void>;
}

const path = '/files/data.bin';

/** The half-open range that is asked for; null when the whole file is. */
function requestedRange(request: IncomingMessage, size: number): { start: number; end: number } | null {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  return first === undefined ? null : { start: Number(first), end: last ? Math.min(size, Number(last) + 1) : size };
}

export async function startRangeServer({
  content,
  headers = {},
  ranges = true,
  holdAfter = Infinity,
}: RangeServerOptions): Promise<RangeServer> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const etag = `"${sha256.slice(0, 16)}"`;
  const requests: IncomingMessage[] = [];
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let held = holdAfter;
  let silence: { readonly of: 'file' | 'others'; readonly over: PromiseWithResolvers<void> } | null = null;

  const send = async (response: ServerResponse, start: number, end: number): Promise<void> => {
    const pause = Math.min(end, start + held);
    response.write(content.subarray(start, pause));
    if (pause < end) await released;
    response.end(content.subarray(pause, end));
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests.push(request);
    const isFile = request.url?.split('?')[0] === path;
    if (silence?.of === (isFile ? 'file' : 'others')) await silence.over.promise;
    if (!isFile) {
      response.writeHead(404).end('There is nothing here.');
      return;
    }
    const wanted = ranges ? requestedRange(request, content.length) : null;
    const condition = request.headers['if-range'];
    const common = { ...headers, 'content-type': 'application/octet-stream', etag, ...(ranges && { 'accept-ranges': 'bytes' }) };
    if (!wanted || (condition !== undefined && condition !== etag)) {
      response.writeHead(200, { ...common, 'content-length': content.length });
      void send(response, 0, content.length);
    } else if (wanted.start >= wanted.end) {
      response.writeHead(416, { ...common, 'content-range': `bytes */${content.length}` }).end();
    } else {
      const { start, end } = wanted;
      response.writeHead(206, { ...common, 'content-length': end - start, 'content-range': `bytes ${start}-${end - 1}/${content.length}` });
      void send(response, start, end);
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}${path}`,
    sha256,
    requests,
    holdHeads(of) {
      silence = { of, over: Promise.withResolvers() };
    },
    release() {
      silence?.over.resolve();
      silence = null;
      held = Infinity;
      release();
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Bytes without a pattern that a shifted or repeated part could hide in, the same at every run. */
export function seededBytes(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed;
  for (let at = 0; at < size; at++) {
    // A linear congruential generator, its upper bits only: the lower ones have short periods.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
