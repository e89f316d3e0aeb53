import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seededBytes, startRangeServer, type RangeServer, type RangeServerOptions } from '../servers/range-server.ts';
import { eventsOf, runCommand, startCommand, type Outcome } from './command.ts';

const content = seededBytes(4 * 1024 * 1024);
const run = (args: readonly string[], input?: string): Promise<Outcome> =>
  runCommand(args, { cwd: folder, ...(input !== undefined && { input }) });

let folder: string;
let servers: RangeServer[];

async function serve(options: Partial<RangeServerOptions> = {}): Promise<RangeServer> {
  const server = await startRangeServer({ content, ...options });
  servers.push(server);
  return server;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rangefinder-cli-'));
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

describe('without a download', () => {
  test('--version and --help print to standard output', async () => {
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const help = await run(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('--number_of_threads');
  });

  test.each([[[]], [['--nonsense', 'http://host/']], [['-n', '0', 'http://host/']], [['--header', 'a: b\nc: d', 'http://host/']]])(
    'wrong usage %j is one line on standard error and exit code 2',
    async (args) => {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^rangefinder: [^\n]+\n$/);
    },
  );

  test('a name for two URLs, of which one is in a list, is wrong usage', async () => {
    const { code, stderr } = await run(['-o', 'x', 'http://host/1', '--input-file', '-'], 'http://host/2\n');
    expect(code).toBe(2);
    expect(stderr).toContain('--name');
  });

  test('a list that is not there and certificates that are none are wrong usage', async () => {
    await writeFile(join(folder, 'ca.pem'), 'nothing');
    expect(await run(['--input-file', 'missing.txt'])).toMatchObject({ code: 2, stdout: '' });
    expect(await run(['--ca-certificate', 'ca.pem', 'http://host/'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('a download', () => {
  test('ends with a line that sha256sum accepts, and progress on standard error', async () => {
    const server = await serve();
    const { code, stdout, stderr } = await run(['-n', '4', server.url]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `SHA256 (data.bin) = ${server.sha256}\n` });
    expect(stderr).toContain('data.bin: 4.00 MiB in');
    expect(await readdir(folder)).toEqual(['data.bin']);
    await writeFile(join(folder, 'sums'), stdout);
    await promisify(execFile)('sha256sum', ['-c', 'sums'], { cwd: folder });
  });

  test('tells its events with --json', async () => {
    const server = await serve();
    const { code, stdout } = await run(['--json', '--checksum', `sha256=${server.sha256}`, '-o', 'own name.bin', server.url]);
    const events = eventsOf(stdout);
    expect(code).toBe(0);
    expect(events[0]).toEqual({ event: 'added', id: expect.any(String) as unknown, url: server.url });
    expect(events.at(-1)).toEqual({
      event: 'completed',
      id: events[0]?.['id'],
      path: join(folder, 'own name.bin'),
      size: content.length,
      sha256: server.sha256,
      checks: [{ algorithm: 'sha256', expected: server.sha256, actual: server.sha256, origin: 'user', ok: true }],
      elapsed_ms: expect.any(Number) as unknown,
    });
    expect((await readFile(join(folder, 'own name.bin'))).equals(content)).toBe(true);
  });

  test('reports its progress by segments that tile the file', async () => {
    const server = await serve({ holdAfter: 256 * 1024 });
    const command = startCommand(['--json', '-n', '4', server.url], { cwd: folder });
    const progress = await command.event(({ event, connections }) => event === 'progress' && connections === 4);
    server.release();
    expect(Object.keys(progress)).toEqual(['event', 'id', 'received', 'size', 'speed', 'connections', 'segments']);
    const segments = progress['segments'] as { start: number; end: number; received: number }[];
    expect(segments[0]?.start).toBe(0);
    expect(segments.at(-1)?.end).toBe(content.length);
    for (const [index, { start }] of segments.slice(1).entries()) expect(start).toBe(segments[index]?.end);
    expect(segments.reduce((sum, { received }) => sum + received, 0)).toBe(progress['received']);
    expect((await command.finished).code).toBe(0);
  });

  test('prints no progress with -q, only results and errors', async () => {
    const server = await serve();
    expect(await run(['-q', server.url])).toEqual({ code: 0, stdout: `SHA256 (data.bin) = ${server.sha256}\n`, stderr: '' });
    const failed = await run(['-q', `${server.url}/missing`]);
    expect(failed).toMatchObject({ code: 4, stdout: '' });
    expect(failed.stderr).toMatch(/^rangefinder: [^\n]+\(NOT_FOUND\)\n$/);
  });

  test('sends what it was told to, and says who it is', async () => {
    const server = await serve();
    const options = ['--header', 'X-Own: 1', '--cookie', 'a=b', '--referer', 'http://from/', '--user', 'me:secret'];
    expect((await run([...options, server.url])).code).toBe(0);
    for (const { headers } of server.requests) {
      expect(headers).toMatchObject({ 'x-own': '1', cookie: 'a=b', referer: 'http://from/', authorization: `Basic ${btoa('me:secret')}` });
      expect(headers['user-agent']).toMatch(/^Rangefinder\/\d/);
    }
  });

  test('sends what is not ASCII as the bytes of its UTF-8', async () => {
    const server = await serve();
    const options = ['--header', 'X-Own: é', '--user-agent', 'ü', '--cookie', 'ä=ß', '-n', '2', '--min-split-size', '512K'];
    expect((await run([...options, server.url])).code).toBe(0);
    expect(server.requests.length).toBeGreaterThan(1);
    const sent = (value: unknown): string => Buffer.from(String(value), 'latin1').toString('utf8');
    for (const { headers } of server.requests)
      expect([headers['x-own'], headers['user-agent'], headers.cookie].map(sent)).toEqual(['é', 'ü', 'ä=ß']);
  });

  test('writes a log without secrets', async () => {
    const server = await serve();
    expect((await run(['-q', '--log', 'logs/own.log', '--user', 'me:hunter2', server.url])).code).toBe(0);
    const log = await readFile(join(folder, 'logs/own.log'), 'utf8');
    expect(log).not.toBe('');
    expect(log).not.toContain('hunter2');
    expect(log).not.toContain(btoa('me:hunter2'));
  });

  test('goes on when nobody reads its output any more', async () => {
    const server = await serve({ holdAfter: 256 * 1024 });
    const command = startCommand(['--json', server.url], { cwd: folder });
    await command.event(({ event }) => event === 'progress');
    command.process.stdout?.destroy();
    command.process.stderr?.destroy();
    server.release();
    expect((await command.finished).code).toBe(0);
    expect((await readFile(join(folder, 'data.bin'))).equals(content)).toBe(true);
  });
});

describe('failures', () => {
  test.each([
    ['not a link', 2, 'BAD_URL'],
    ['gopher://host/', 2, 'UNSUPPORTED_PROTOCOL'],
    ['http://127.0.0.1:1/x', 3, 'CONNECT'],
  ])('%s: exit code %d, %s', async (url, exitCode, errorCode) => {
    const { code, stdout } = await run(['--json', '--retries', '0', url]);
    expect(code).toBe(exitCode);
    expect(eventsOf(stdout).at(-1)).toMatchObject({ event: 'failed', code: errorCode, kept: false });
    expect(await readdir(folder)).toEqual([]);
  });

  test('a folder that cannot be is exit code 7, and a log that cannot be is wrong usage', async () => {
    await writeFile(join(folder, 'file'), '');
    const places = [join(folder, 'file', 'sub'), ...(process.platform === 'linux' ? ['/proc/none/sub'] : [])];
    for (const place of places) {
      expect(await run(['-d', place, 'http://127.0.0.1:1/x'])).toMatchObject({
        code: 7,
        stdout: '',
        stderr: expect.stringContaining('(BAD_PATH)') as unknown,
      });
      expect(await run(['--log', join(place, 'log'), 'http://127.0.0.1:1/x'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--log') as unknown,
      });
    }
  });

  test('a checksum that does not match is exit code 6, and nothing has the final name', async () => {
    const server = await serve();
    const { code, stdout } = await run(['--json', '--checksum', `sha256=${'0'.repeat(64)}`, server.url]);
    expect(code).toBe(6);
    expect(eventsOf(stdout).at(-1)).toMatchObject({ event: 'failed', code: 'CHECKSUM', retryable: false });
    expect(existsSync(join(folder, 'data.bin'))).toBe(false);
  });

  test('one of several fails alone, and its exit code is the command’s', async () => {
    const server = await serve();
    const list = `# three\n${server.url}\n\nnot a link\n${server.url}\n`;
    const { code, stdout, stderr } = await run(['--input-file', '-'], list);
    expect(code).toBe(2);
    expect(stdout.trim().split('\n').sort()).toEqual([`SHA256 (data (1).bin) = ${server.sha256}`, `SHA256 (data.bin) = ${server.sha256}`]);
    expect(stderr).toContain('BAD_URL');
  });

  test('as many are fetched at the same time as it is told', async () => {
    const server = await serve({ holdAfter: 64 * 1024 });
    const links = Array.from({ length: 7 }, (_, index) => `${server.url}?${index}`);
    const command = startCommand(['--json', '-n', '1', '-j', '7', ...links], { cwd: folder });
    const begun = new Set<unknown>();
    await command.event(({ event, id, received }) => event === 'progress' && received !== 0 && begun.add(id).size === 7);
    server.release();
    expect((await command.finished).code).toBe(0);
    expect(await readdir(folder)).toHaveLength(7);
  });
});

describe('an interruption', () => {
  const holdAfter = 512 * 1024;

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s is a checkpoint and exit code %d within a second; the same command goes on', async (signal, exitCode) => {
    const server = await serve({ holdAfter });
    const command = startCommand(['--json', '-n', '2', server.url], { cwd: folder });
    await command.event(({ event, received }) => event === 'progress' && received === 2 * holdAfter);
    const started = performance.now();
    command.process.kill(signal);
    const { code, stdout } = await command.finished;
    expect(performance.now() - started).toBeLessThan(1100);
    expect(code).toBe(exitCode);
    expect(eventsOf(stdout).at(-1)).toMatchObject({ event: 'failed', code: 'CANCELLED', kept: true });
    expect((await readdir(folder)).sort()).toEqual(['data.bin.part', 'data.bin.part.journal']);

    server.release();
    const resumed = await run(['--json', '-n', '2', server.url]);
    const events = eventsOf(resumed.stdout);
    expect(resumed.code).toBe(0);
    expect(events).toContainEqual({ event: 'notice', id: '1', code: 'resumed', message: expect.any(String) as unknown });
    expect(events.find(({ event }) => event === 'progress')).toMatchObject({ received: 2 * holdAfter });
    expect(events.at(-1)).toMatchObject({ event: 'completed', sha256: server.sha256 });
    expect(await readdir(folder)).toEqual(['data.bin']);
  });

  test('by kill -9 is resumed as well', async () => {
    const server = await serve({ holdAfter });
    const command = startCommand(['--json', '-n', '2', server.url], { cwd: folder });
    await command.event(({ event, received }) => event === 'progress' && received === 2 * holdAfter);
    command.process.kill('SIGKILL');
    await command.finished;
    server.release();
    expect(await run(['-n', '2', server.url])).toMatchObject({ code: 0, stdout: `SHA256 (data.bin) = ${server.sha256}\n` });
    expect((await readFile(join(folder, 'data.bin'))).equals(content)).toBe(true);
  });
});
