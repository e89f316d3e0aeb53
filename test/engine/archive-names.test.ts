import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { content } from '../hostile/content.ts';
import { honestAnswer } from '../hostile/answer.ts';
import { HostileServer } from '../hostile/server.ts';

test('a file called *.asar is a file like any other, also where Electron takes it for an archive', async () => {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'rangefinder-asar-')), 'files.asar');
  const bytes = content(1, 100_000);
  const file = { bytes, type: 'application/octet-stream', etag: '"one"', modified: null };
  const server = await HostileServer.start((request, wire) => wire.send(honestAnswer(file, request)));
  try {
    const url = server.url('/app.asar');
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'electron-fs.ts'), folder, url]);
    const where = path.join(folder, 'app.asar');
    expect(JSON.parse(stdout)).toEqual({ status: 'completed', error: null, name: 'app.asar', opened: [`${where} false`] });
    expect(readFileSync(where).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['app.asar']);
  } finally {
    await server.stop();
    rmSync(path.dirname(folder), { recursive: true });
  }
});
