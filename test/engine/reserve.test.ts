import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { reserveBlocks } from '../../engine/disk/reserve.ts';

const size = 64 * 1024 * 1024 + 1;

function openFile(): number {
  // Not among the system's temporary files, which may lie in memory.
  const folder = mkdtempSync(path.join(import.meta.dirname, 'reserve-'));
  const fd = openSync(path.join(folder, 'a file'), 'wx+');
  onTestFinished(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });
  ftruncateSync(fd, size);
  return fd;
}

const allocated = (fd: number): number => fstatSync(fd).blocks * 512;

test.runIf(process.platform === 'linux')('a large file gets its blocks, and keeps its length and its bytes', async () => {
  const fd = openFile();
  writeSync(fd, 'here', 12_345);
  await expect(reserveBlocks(fd, size)).resolves.toBe(true);
  expect(allocated(fd)).toBeGreaterThanOrEqual(size);
  expect(fstatSync(fd).size).toBe(size);
  const bytes = Buffer.alloc(6);
  readSync(fd, bytes, 0, 6, 12_344);
  expect(bytes.toString()).toBe('\0here\0');
});

test.runIf(process.platform === 'linux')('a file that has its blocks already needs no program', async () => {
  const fd = openFile();
  await expect(reserveBlocks(fd, size)).resolves.toBe(true);
  vi.stubEnv('PATH', '/nowhere');
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(reserveBlocks(fd, size)).resolves.toBe(true);
});

test('a small file gets none', async () => {
  const fd = openFile();
  await expect(reserveBlocks(fd, 1024)).resolves.toBe(false);
  expect(allocated(fd)).toBe(0);
});

test.runIf(process.platform === 'linux')('where the program cannot be started, nothing happens', async () => {
  // The system refuses to hand on a descriptor that nothing is open at.
  await expect(reserveBlocks(1_000_000, size)).resolves.toBe(false);
});

test('where there is no such program, nothing happens', async () => {
  vi.stubEnv('PATH', '/nowhere');
  onTestFinished(() => void vi.unstubAllEnvs());
  const fd = openFile();
  await expect(reserveBlocks(fd, size)).resolves.toBe(false);
  expect(allocated(fd)).toBe(0);
});
