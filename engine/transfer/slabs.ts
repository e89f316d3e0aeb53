/**
 * Memory that connections have to themselves. All of a thread together get so much and no more: a burst that makes a thousand slow connections look busy
 * must not cost hundreds of megabytes. What is given back is left to the garbage collector and to nobody else, because a socket may still be told to
 * read into it.
 */

/** Room behind a slab: TLS may deliver what it had decrypted already after reading was stopped. */
export const spill = 64 * 1024;

/** Shared by all connections of this thread that have none: whatever a read puts here is taken from here before the next read begins. */
export const landing: Buffer = Buffer.allocUnsafeSlow(256 * 1024 + spill);

/** Bytes, for all connections of this thread. */
const most = 64 * 1024 * 1024;

let taken = 0;

/** @returns null when the others have it all. */
export const takeSlab = (length: number): Buffer | null => (taken + length > most ? null : demandSlab(length));

/** For bytes that have nowhere else to wait. */
export function demandSlab(length: number): Buffer {
  taken += length;
  return Buffer.allocUnsafeSlow(length);
}

/** The caller does not use it any more. */
export function giveSlab({ length }: Buffer): void {
  taken -= length;
}
