/**
 * Watches the records of a TLS connection go by. Node reports the end of a TLS stream in the same way whether the server closed it (close_notify) or
 * somebody cut the wire. Where only the end of the connection ends a body, the difference is that between a whole file and a part of one.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

const headerLength = 5;
const alert = 21;
const applicationData = 23;
/** TLS 1.3 sends alerts as application data: two bytes, their type, and a tag of sixteen. */
const sealedAlert = 19;

export class RecordTap extends Duplex {
  readonly #socket: Socket;
  readonly #header = Buffer.alloc(headerLength);
  #headerBytes = 0;
  #bodyLeft = 0;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#scan(chunk);
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  /** Whether the last thing that came was a whole alert, which after a body can only be the close_notify. */
  get closedInOrder(): boolean {
    const type = this.#header[0];
    const length = this.#header.readUInt16BE(3);
    return this.#bodyLeft === 0 && (type === alert || (type === applicationData && length === sealedAlert));
  }

  #scan(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      if (this.#bodyLeft > 0) {
        const skipped = Math.min(this.#bodyLeft, chunk.length - at);
        this.#bodyLeft -= skipped;
        at += skipped;
        continue;
      }
      if (this.#headerBytes === headerLength) this.#headerBytes = 0;
      const copied = chunk.copy(this.#header, this.#headerBytes, at, at + headerLength - this.#headerBytes);
      this.#headerBytes += copied;
      at += copied;
      if (this.#headerBytes === headerLength) this.#bodyLeft = this.#header.readUInt16BE(3);
    }
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
