import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { markAsDownloaded } from '../../engine/disk/mark.ts';

const platform = process.platform;
const folder = mkdtempSync(path.join(tmpdir(), 'rangefinder-mark-'));

afterEach(() => {
  Object.defineProperty(process, 'platform', { value: platform });
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

test('on Windows a file is said to come from the internet, by the stream that the system reads', async () => {
  const file = path.join(folder, 'setup.exe.part');
  writeFileSync(file, 'content');
  Object.defineProperty(process, 'platform', { value: 'win32' });
  await markAsDownloaded(file, 'https://host.example/setup.exe');
  // Elsewhere a colon is a letter like any other, so that the stream is a file.
  expect(readFileSync(`${file}:Zone.Identifier`, 'utf8')).toBe('[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://host.example/setup.exe\r\n');
  expect(readFileSync(file, 'utf8')).toBe('content');
});

test('a file system that takes no marks fails nothing', async () => {
  Object.defineProperty(process, 'platform', { value: 'win32' });
  await expect(markAsDownloaded(path.join(folder, 'missing', 'file'), 'https://host.example/')).resolves.toBeUndefined();
});
