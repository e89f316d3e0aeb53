/** A connection in memory between a client and the simulated server, with both of the client's ways of reading from it. */
import { EventEmitter } from 'node:events';
import type { OnReadOpts, Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { errno } from './memory-disk.ts';

/** The client's end. */
interface Client {
  /** @returns false when it takes no more until it resumes the link. */
  receive(bytes: Buffer): boolean;
  /** The server has closed its side, in order or with an error. */
  ended(error: NodeJS.ErrnoException | null): void;
}

/** The server's end. */
export interface Listener {
  connected(link: Link): void;
  asked(link: Link, head: string): void;
  /** The client reads on after it had stopped. */
  resumed(link: Link): void;
}

export class Link {
  open = true;
  #text = '';
  readonly #client: Client;
  readonly #listener: Listener;
  #stopped = false;

  constructor(client: Client, listener: Listener) {
    this.#client = client;
    this.#listener = listener;
  }

  /** From the client: requests, one after another. */
  write(text: string): void {
    this.#text += text;
    const end = this.#text.indexOf('\r\n\r\n');
    if (!this.open || end < 0) return;
    const head = this.#text.slice(0, end);
    this.#text = this.#text.slice(end + 4);
    this.#listener.asked(this, head);
  }

  /** From the server. @returns false when the client takes no more for now. */
  send(bytes: Buffer): boolean {
    if (!this.open) return false;
    this.#stopped = !this.#client.receive(bytes);
    return !this.#stopped;
  }

  resume(): void {
    if (!this.open || !this.#stopped) return;
    this.#stopped = false;
    this.#listener.resumed(this);
  }

  /** The server closes. */
  end(error: NodeJS.ErrnoException | null = null): void {
    if (!this.open) return;
    this.open = false;
    this.#client.ended(error);
  }

  /** The client closes. */
  close(): void {
    this.open = false;
  }
}

/** A socket that reads into its user's memory, as `net.connect` gives one for `onread`: it asks for the next space right after each read. */
export class ReadIntoSocket extends EventEmitter implements Client {
  readonly #onread: OnReadOpts;
  #space: Uint8Array;
  #rest: Buffer = Buffer.alloc(0);
  #paused = false;
  #link: Link | null = null;
  destroyed = false;

  constructor(onread: OnReadOpts) {
    super();
    this.#onread = onread;
    this.#space = this.#nextSpace();
  }

  static connect(onread: OnReadOpts): { socket: Socket; client: ReadIntoSocket } {
    const client = new ReadIntoSocket(onread);
    return { socket: client as unknown as Socket, client };
  }

  attach(link: Link): void {
    this.#link = link;
  }

  #nextSpace(): Uint8Array {
    return typeof this.#onread.buffer === 'function' ? this.#onread.buffer() : this.#onread.buffer;
  }

  receive(bytes: Buffer): boolean {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length > 0 && !this.#paused && this.#link?.open) {
      const count = this.#rest.copy(this.#space, 0);
      this.#rest = this.#rest.subarray(count);
      this.#paused = !this.#onread.callback(count, this.#space);
      this.#space = this.#nextSpace();
    }
    return !this.#paused;
  }

  ended(error: NodeJS.ErrnoException | null): void {
    if (error) this.emit('error', error);
    this.emit('close');
  }

  write(text: string): void {
    this.#link?.write(text);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    // As the real one, it never reads within the call that resumes it.
    queueMicrotask(() => {
      if (this.#link?.open && this.receive(Buffer.alloc(0))) this.#link.resume();
    });
  }

  destroy(): void {
    this.destroyed = true;
    this.#link?.close();
  }
}

/** A socket for Node's HTTP client. */
export class StreamSocket extends Duplex implements Client {
  #link: Link | null = null;
  #requests = '';
  connecting = true;

  constructor() {
    // As a real one, it is gone for good when the other side has closed.
    super({ allowHalfOpen: false });
  }

  attach(link: Link): void {
    this.connecting = false;
    this.#link = link;
    if (this.#requests !== '') link.write(this.#requests);
    this.emit('connect');
  }

  receive(bytes: Buffer): boolean {
    return this.push(bytes);
  }

  ended(error: NodeJS.ErrnoException | null): void {
    if (error) this.destroy(error);
    else this.push(null);
  }

  override _read(): void {
    this.#link?.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (this.#link) this.#link.write(chunk.toString('latin1'));
    else this.#requests += chunk.toString('latin1');
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#link?.close();
    done(error);
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

export const connectionReset = (): NodeJS.ErrnoException => errno('ECONNRESET', 'read');
