/** Digests of bytes, by algorithm. */
import { createHash } from 'node:crypto';
import type { ChecksumAlgorithm } from '../../contract/download.ts';

export interface Hasher {
  update(bytes: Buffer): void;
  /** Lower-case hexadecimal. */
  digest(): string;
}

export type Digests = Partial<Record<ChecksumAlgorithm, string>>;

/** BLAKE3 comes as WebAssembly, since Node's crypto has none; it is loaded only when asked for. */
export async function createHasher(algorithm: ChecksumAlgorithm): Promise<Hasher> {
  if (algorithm === 'blake3') {
    const { createBLAKE3 } = await import('hash-wasm');
    const hasher = await createBLAKE3();
    return { update: (bytes) => void hasher.update(bytes), digest: () => hasher.digest('hex') };
  }
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
}
