/** File contents that are cheap to make, equal on every run, and different at every offset, so that a misplaced byte is always seen. */

const made = new Map<string, Buffer>();

/** `size` bytes of the endless sequence that belongs to `seed`. Files of one seed begin alike whatever their size. */
export function content(seed: number, size: number): Buffer {
  const key = `${seed}/${size}`;
  const known = made.get(key);
  if (known) return known;

  const words = new Uint32Array(Math.ceil(size / 4));
  for (let index = 0; index < words.length; index += 1) words[index] = scramble(index, seed);
  const bytes = Buffer.from(words.buffer, 0, size);
  made.set(key, bytes);
  return bytes;
}

/** A bijection of 32-bit words (the finaliser of MurmurHash3), so that no stretch of the sequence repeats. */
function scramble(index: number, seed: number): number {
  let word = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x7feb352d);
  word ^= word >>> 16;
  word = Math.imul(word, 0x85ebca6b);
  word ^= word >>> 13;
  word = Math.imul(word, 0xc2b2ae35);
  return word ^ (word >>> 16);
}
