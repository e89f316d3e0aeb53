/** The files that the soak's server offers: both sides make the same list, so that each download can be compared with what it should be. */
import { content } from '../hostile/content.ts';

export interface SoakFile {
  readonly path: string;
  readonly bytes: () => Buffer;
}

const kib = 1024;

/** Small ones from 1 to 400 KiB, and a few of 8 to 32 MiB. */
export const files: readonly SoakFile[] = [
  ...Array.from({ length: 60 }, (_, index) => fileOf(index, (1 + ((index * 37) % 400)) * kib + index)),
  ...Array.from({ length: 4 }, (_, index) => fileOf(100 + index, 8 * (index + 1) * 1024 * kib + index)),
];

function fileOf(seed: number, size: number): SoakFile {
  return { path: `/${seed}-${size}.bin`, bytes: () => content(seed, size) };
}
