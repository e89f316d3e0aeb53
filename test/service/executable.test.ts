import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isExecutable } from '../../service/executable.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rangefinder-executable-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const make = (name: string, mode = 0o644): string => {
  const file = path.join(folder, name);
  writeFileSync(file, 'content');
  chmodSync(file, mode);
  return file;
};

test.each(['setup.exe', 'Report.PDF.SCR', 'run.sh', 'macro.vbs', 'link.lnk', 'app.AppImage', 'disk.iso', 'tool.desktop'])(
  '%s is a program by its name',
  async (name) => {
    expect(await isExecutable(make(name))).toBe(true);
  },
);

test.each(['film.mkv', 'notes.txt', 'archive.tar.gz', 'README', 'exe'])('%s is none', async (name) => {
  expect(await isExecutable(make(name))).toBe(false);
});

test('whatever may be run is a program', async () => {
  expect(await isExecutable(make('innocent.txt', 0o755))).toBe(true);
});
