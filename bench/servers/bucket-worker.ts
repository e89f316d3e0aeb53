/**
 * A file server whose connections each have a rate of their own, over their whole life: a new request on an old connection gains nothing. Runs in a
 * thread, so that it keeps time whatever else the measuring process does.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';

export interface BucketOptions {
  readonly folder: string;
  /** Bytes a second of each connection. */
  readonly rate: number;
  /** Every connection whose number, counted in turns of ten, is one of these gets a tenth of the rate. */
  readonly slow: readonly number[];
}

const beat = 10;
/** Milliseconds of its rate that a connection may save up. */
const capacity = 50;

interface Bucket {
  readonly rate: number;
  tokens: number;
  at: number;
}

interface Sending {
  readonly response: ServerResponse;
  readonly bucket: Bucket;
  readonly bytes: Buffer;
  at: number;
}

const { folder, rate, slow } = workerData as BucketOptions;
const port = parentPort as MessagePort;
const files = new Map<string, Buffer>();
const buckets = new WeakMap<Socket, Bucket>();
const sendings = new Set<Sending>();
let connections = 0;

const server = createServer({ noDelay: true }, answer);
server.on('connection', (socket) => {
  const isSlow = slow.includes(connections++ % 10);
  buckets.set(socket, { rate: isSlow ? rate / 10 : rate, tokens: 0, at: performance.now() });
});
server.listen(0, '127.0.0.1', () => port.postMessage((server.address() as AddressInfo).port));
setInterval(() => sendings.forEach(send), beat);

// Counting begins anew, so that the next client meets the same connections as the last one.
port.on('message', () => (connections = 0));

function answer(request: IncomingMessage, response: ServerResponse): void {
  const content = contentOf(path.basename(request.url ?? ''));
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const start = Number(first ?? 0);
  const end = last ? Math.min(content.length, Number(last) + 1) : content.length;
  const common = {
    'content-length': end - start,
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag: `"${content.length}"`,
  };
  if (first === undefined) response.writeHead(200, common);
  else response.writeHead(206, { ...common, 'content-range': `bytes ${start}-${end - 1}/${content.length}` });
  response.flushHeaders();
  if (request.method === 'HEAD') return void response.end();
  const sending: Sending = { response, bucket: buckets.get(request.socket) as Bucket, bytes: content.subarray(start, end), at: 0 };
  sendings.add(sending);
  response.on('close', () => sendings.delete(sending));
}

function contentOf(name: string): Buffer {
  const content = files.get(name) ?? readFileSync(path.join(folder, name));
  files.set(name, content);
  return content;
}

function send(sending: Sending): void {
  const { response, bucket, bytes } = sending;
  const now = performance.now();
  bucket.tokens = Math.min((bucket.rate * capacity) / 1000, bucket.tokens + ((now - bucket.at) * bucket.rate) / 1000);
  bucket.at = now;
  if (response.writableNeedDrain) return;
  const count = Math.min(Math.floor(bucket.tokens), bytes.length - sending.at);
  bucket.tokens -= count;
  response.write(bytes.subarray(sending.at, sending.at + count));
  sending.at += count;
  if (sending.at === bytes.length) {
    response.end();
    sendings.delete(sending);
  }
}
