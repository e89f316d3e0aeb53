/** Checksums of files that are on the disk, whoever has put them there. */
import { z } from 'zod';
import { ChecksumAlgorithm } from './download.ts';

export const HashInput = z.object({
  /** Absolute. */
  path: z.string().min(1).max(4096),
  algorithms: z.array(ChecksumAlgorithm).min(1).max(8),
});
export type HashInput = z.infer<typeof HashInput>;

/** How far it is, several times a second, and at the end the digests, in lower-case hexadecimal. */
export const HashProgress = z.discriminatedUnion('state', [
  z.object({ state: z.literal('hashing'), done: z.number(), size: z.number() }),
  z.object({ state: z.literal('done'), size: z.number(), digests: z.partialRecord(ChecksumAlgorithm, z.string()) }),
]);
export type HashProgress = z.infer<typeof HashProgress>;
