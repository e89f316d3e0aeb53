import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { socketPath, socketProtocol, tokenParameter } from '../../contract/bridge.ts';
import { createClient } from '../../contract/client.ts';
import { dataFolder, downloadsFolder } from '../../server/folders.ts';
import { createSocketPort } from '../../server/socket-port.ts';
import { all, Lab, until } from '../service/lab.ts';

const MiB = 1024 * 1024;

const main = join(import.meta.dirname, '..', '..', 'server', 'main.ts');

let folder: string;
let data: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rangefinder-server-'));
  data = join(folder, 'data');
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

/** The program, and all that it prints, told apart. */
function run(...options: string[]) {
  const child = spawn(process.execPath, [main, '--data', data, '--downloads', join(folder, 'downloads'), ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const printed = { out: '', err: '' };
  child.stdout.on('data', (text) => (printed.out += String(text)));
  child.stderr.on('data', (text) => (printed.err += String(text)));
  const address = async (): Promise<URL> => {
    while (!printed.out.includes('\n')) await once(child.stdout, 'data');
    return new URL(printed.out.trim().split(' ').at(-1) ?? '');
  };
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, printed, address, ended };
}

async function connect(address: URL): Promise<WebSocket> {
  const token = new URLSearchParams(address.hash.slice(1)).get(tokenParameter) ?? '';
  const socket = new WebSocket(`ws://${address.host}${socketPath}`, [socketProtocol, token], { origin: address.origin });
  await once(socket, 'open');
  return socket;
}

test('prints one line whose last word is the address, and ends cleanly when told to', async () => {
  const { child, printed, address, ended } = run();
  const url = await address();
  expect(printed.out).toMatch(/^Rangefinder is at http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}\n$/);

  const token = join(data, 'token');
  expect(url.hash).toBe(`#token=${(await readFile(token, 'utf8')).trim()}`);
  expect((await stat(token)).mode & 0o077).toBe(0);

  const client = createClient(createSocketPort(await connect(url)));
  expect(await client.app.info()).toMatchObject({ shell: 'browser', downloadsFolder: join(folder, 'downloads') });

  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(existsSync(token)).toBe(false);
  expect(await readFile(join(data, 'logs', 'rangefinder.log'), 'utf8')).not.toContain(url.hash.slice('#token='.length));
});

test('ends once, however many signals ask for it: Ctrl-C in a terminal reaches it and `npm start`, which sends another', async () => {
  const { child, printed, address, ended } = run();
  await address();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT'] as const) child.kill(signal);
  expect(await ended).toBe(0);
  expect(printed.err).toBe('');
});

test('keeps its list over a kill, and will not share it meanwhile', async () => {
  const first = run();
  const client = createClient(createSocketPort(await connect(await first.address())));
  const ids = await client.downloads.add({ items: [{ url: 'http://127.0.0.1:9/file', start: false }] });

  const second = run();
  expect(await second.ended).toBe(1);
  expect(second.printed).toEqual({ out: '', err: 'Rangefinder is already running with this list of downloads.\n' });

  first.child.kill('SIGKILL');
  await first.ended;
  const third = createClient(createSocketPort(await connect(await run().address())));
  const { value } = await (await third.downloads.watch()).next();
  expect(value).toMatchObject({ kind: 'snapshot', rows: [{ id: ids[0], status: 'paused' }] });
});

test('goes on after a kill in the middle of a download, in the transfer thread as well', async () => {
  const lab = await Lab.open();
  try {
    const url = lab.offer('/file.bin', 32 * MiB);
    lab.files.flow.holdAfter(16 * MiB);
    const first = run();
    const client = createClient(createSocketPort(await connect(await first.address())));
    await client.downloads.add({ items: [{ url, connections: 4 }] });
    await until(await client.downloads.watch(), (rows) => (rows[0]?.received ?? 0) > MiB);
    first.child.kill('SIGKILL');
    await first.ended;

    lab.files.flow.release();
    const second = createClient(createSocketPort(await connect(await run().address())));
    const [row] = await until(await second.downloads.watch(), all('completed'));
    const bytes = await readFile(join(folder, 'downloads', 'file.bin'));
    expect(bytes.equals(lab.contents.get('/file.bin')!)).toBe(true);
    expect(row?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  } finally {
    await lab.close();
  }
});

test.each([['--port', 'many'], ['--port', '70000'], ['--unknown'], ['stray']])('says how it is used: %s %s', async (...options) => {
  const { printed, ended } = run(...options);
  expect(await ended).toBe(2);
  expect(printed.out).toBe('');
  expect(printed.err).toContain('Usage:');
});

describe('folders', () => {
  test('follow the conventions of each system', () => {
    expect(dataFolder('linux', {}, '/home/ann')).toBe('/home/ann/.local/share/rangefinder');
    expect(dataFolder('linux', { XDG_DATA_HOME: '/data' }, '/home/ann')).toBe('/data/rangefinder');
    expect(dataFolder('linux', { XDG_DATA_HOME: 'relative' }, '/home/ann')).toBe('/home/ann/.local/share/rangefinder');
    expect(dataFolder('darwin', {}, '/Users/ann')).toBe('/Users/ann/Library/Application Support/Rangefinder/server');
    expect(dataFolder('win32', { LOCALAPPDATA: '/c/Local' }, '/c/ann')).toBe('/c/Local/Rangefinder/server');
  });

  test('name the downloads folder as the user has it', () => {
    expect(downloadsFolder({ XDG_CONFIG_HOME: folder }, '/home/ann')).toBe('/home/ann/Downloads');
  });
});
