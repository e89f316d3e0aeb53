/** One connection's sending side, down to the raw socket, so that it can be broken at any byte. */
import type { Socket } from 'node:net';
import type { Answer } from './answer.ts';

/** The client has gone, or the connection was broken on purpose: nothing more can be sent. */
export class Hangup extends Error {}

/** Puts a body on the wire; the cases' way to cut, stall and slow it down. */
export type Delivery = (wire: Wire, body: Buffer) => Promise<void>;

/** What counts the body bytes of all connections and can hold them back; see `Flow`. */
export interface Gate {
  pass(bytes: number): boolean;
}

const pieceSize = 32 * 1024;

export class Wire {
  /** Resolves when the connection is gone, whoever ended it. */
  readonly gone: Promise<void>;
  readonly #raw: Socket;
  readonly #socket: Socket;
  readonly #gate: Gate;
  #open = true;

  /** `raw` is the TCP socket, `socket` the same or the TLS layer above it. */
  constructor(raw: Socket, socket: Socket, gate: Gate) {
    this.#raw = raw;
    this.#socket = socket;
    this.#gate = gate;
    this.gone = new Promise((resolve) => {
      const closed = (): void => {
        this.#open = false;
        resolve();
      };
      socket.once('close', closed);
      raw.once('close', closed);
    });
  }

  get open(): boolean {
    return this.#open;
  }

  /** Sends bytes as they are; resolves when the system has taken them, throws Hangup when it never will. */
  async write(bytes: Buffer | string): Promise<void> {
    if (!this.#open) throw new Hangup();
    if (bytes.length === 0) return;
    const taken = new Promise<boolean>((resolve) => this.#socket.write(bytes, 'latin1', (error) => resolve(!error)));
    const ok = await Promise.race([taken, this.gone.then(() => false)]);
    if (!ok) throw new Hangup();
  }

  /** Sends body bytes: counted, and held back where the gate is shut. */
  async writeBody(body: Buffer): Promise<void> {
    for (let at = 0; at < body.length; at += pieceSize) {
      const piece = body.subarray(at, at + pieceSize);
      if (!this.#gate.pass(piece.length)) await this.hold();
      await this.write(piece);
    }
  }

  async send(answer: Answer, deliver: Delivery = whole): Promise<void> {
    await this.write(answer.head());
    await deliver(this, answer.body);
  }

  /** Keeps the connection open and silent until the client leaves. */
  async hold(): Promise<never> {
    await this.gone;
    throw new Hangup();
  }

  /** Puts bytes on the TCP connection that its TLS layer knows nothing of. */
  babble(bytes: Buffer): void {
    this.#raw.write(bytes);
  }

  /** An orderly end: FIN, after close_notify where there is TLS. */
  finish(): void {
    this.#open = false;
    this.#socket.end();
  }

  /** A TCP FIN without TLS's close_notify, which is what a cut connection looks like. */
  sever(): void {
    this.#open = false;
    this.#raw.destroy();
  }

  /** A TCP RST: what was on its way may be lost. */
  reset(): void {
    this.#open = false;
    this.#raw.resetAndDestroy();
  }
}

const whole: Delivery = (wire, body) => wire.writeBody(body);
