/** Ways in which a body reaches the client, or does not. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery } from './wire.ts';

/** Sends `count` bytes of the body and then FIN. */
export const cutAfter =
  (count: number): Delivery =>
  async (wire, body) => {
    await wire.writeBody(body.subarray(0, count));
    if (count < body.length) wire.finish();
  };

/** Sends `count` bytes of the body and then RST. A body no longer than that arrives whole. */
export const resetAfter =
  (count: number): Delivery =>
  async (wire, body) => {
    await wire.writeBody(body.subarray(0, count));
    if (count < body.length) wire.reset();
  };

/** Sends `count` bytes of the body and closes TCP without a word from TLS. */
export const severAfter =
  (count: number): Delivery =>
  async (wire, body) => {
    await wire.writeBody(body.subarray(0, count));
    wire.sever();
  };

/** Sends `count` bytes of the body and then nothing, for as long as the client stays. */
export const stallAfter =
  (count: number): Delivery =>
  async (wire, body) => {
    await wire.writeBody(body.subarray(0, count));
    if (count < body.length) await wire.hold();
  };

/** Sends the body in small pieces with a pause after each. */
export const trickle =
  (pieceSize: number, pause: number): Delivery =>
  async (wire, body) => {
    for (let at = 0; at < body.length; at += pieceSize) {
      await wire.writeBody(body.subarray(at, at + pieceSize));
      await delay(pause);
    }
  };

/** Sends the whole body, then bytes that nobody announced. */
export const overshoot =
  (excess: Buffer | string): Delivery =>
  async (wire, body) => {
    await wire.writeBody(Buffer.concat([body, Buffer.from(excess)]));
  };

/** Sends the whole body and then FIN: the end of a body whose length was never told. */
export const untilClose: Delivery = async (wire, body) => {
  await wire.writeBody(body);
  wire.finish();
};

export interface ChunkFlaw {
  /** Leaves out the last, empty chunk and closes. */
  readonly unterminated?: boolean;
  /** Stands where the size of the second chunk should be. */
  readonly size?: string;
  /** Stands where the CRLF behind the second chunk's data should be. */
  readonly ending?: string;
  /** Follows each size: `;name=value` is legal. */
  readonly extension?: string;
  /** Follows the last chunk: trailer fields are legal. */
  readonly trailer?: string;
}

/** Sends the body in chunks (RFC 9112, section 7.1) with at most one flaw. */
export const chunked =
  (flaw: ChunkFlaw = {}, chunkSize = 60_000): Delivery =>
  async (wire, body) => {
    let index = 0;
    for (let at = 0; at < body.length; at += chunkSize) {
      const chunk = body.subarray(at, at + chunkSize);
      const flawed = index === 1;
      await wire.write(`${flawed && flaw.size !== undefined ? flaw.size : chunk.length.toString(16)}${flaw.extension ?? ''}\r\n`);
      await wire.writeBody(chunk);
      await wire.write(flawed && flaw.ending !== undefined ? flaw.ending : '\r\n');
      index += 1;
    }
    if (flaw.unterminated === true) return wire.finish();
    await wire.write(`0\r\n${flaw.trailer ?? ''}\r\n`);
  };
