/**
 * The machine that the engine runs on in a simulation: its disk, its memory, its boots and its locks. It stands in for the modules of the
 * engine that speak to the system or share something; a test mocks them with the parts of this one:
 *
 *   vi.mock('../../engine/fs.ts', () => import('./world/kernel.ts'));
 *   vi.mock('../../engine/disk/boot.ts', () => import('./world/kernel.ts'));
 *   vi.mock('../../engine/disk/lock.ts', () => import('./world/kernel.ts'));
 *   vi.mock('../../engine/transfer/slabs.ts', () => import('./world/kernel.ts'));
 */
import type { FileLock } from '../../../engine/disk/lock.ts';
import type { FileSystem } from '../../../engine/fs.ts';
import type { MemoryDisk } from './memory-disk.ts';

class Machine {
  #disk: MemoryDisk | null = null;
  #boot = 0;
  #boots = 0;
  readonly locks = new Set<string>();
  /** Bytes that connections may have to themselves, all together. */
  memory = Number.POSITIVE_INFINITY;
  taken = 0;

  get disk(): MemoryDisk {
    if (!this.#disk) throw new RangeError('the machine has no disk yet');
    return this.#disk;
  }

  get boot(): number {
    return this.#boot;
  }

  /** Starts the machine with a disk: what earlier boots held in memory is gone. */
  start(disk: MemoryDisk): void {
    this.goOn(disk, ++this.#boots);
  }

  /** A disk as it was at some time of a boot. */
  goOn(disk: MemoryDisk, boot: number): void {
    this.#disk = disk;
    this.#boot = boot;
    this.#forget();
  }

  /** All programs on it die at once. */
  kill(): void {
    this.disk.kill();
    this.#forget();
  }

  #forget(): void {
    this.locks.clear();
    this.taken = 0;
  }
}

export const machine = new Machine();

/** Always that of the disk of the moment. */
export const fs = new Proxy({} as FileSystem, { get: (_, call: keyof MemoryDisk['fs']) => machine.disk.fs[call] });

export const bootId = (): string => `boot ${machine.boot}`;

export const isHeldHere = (file: string): boolean => machine.locks.has(file);

// oxlint-disable-next-line typescript/require-await -- it stands in for a function that waits
export async function lockFile(file: string): Promise<FileLock | null> {
  if (machine.locks.has(file)) return null;
  machine.locks.add(file);
  return { release: () => void machine.locks.delete(file) };
}

export const spill = 64 * 1024;

export const landing: Buffer = Buffer.alloc(256 * 1024 + spill);

/** Another connection has read into the memory that all share, or may have: what somebody counts on to be there still must not be. */
export const overrunLanding = (): void => void landing.fill(0xee, 0, 16 * 1024);

export const takeSlab = (length: number): Buffer | null => (machine.taken + length > machine.memory ? null : demandSlab(length));

export function demandSlab(length: number): Buffer {
  machine.taken += length;
  return Buffer.allocUnsafeSlow(length);
}

export function giveSlab({ length }: Buffer): void {
  machine.taken -= length;
}
