import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IntegrityReport } from '../../contract/report.ts';
import { honestAnswer, plain } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { HostileServer } from '../hostile/server.ts';
import { eventsOf, runCommand, startCommand, type Outcome } from './command.ts';

const MiB = 1024 * 1024;
const bytes = content(3, 4 * MiB);

let folder: string;
let server: HostileServer;
/** What the server has, by path; anything that begins with `/to/` leads there. */
let files: Map<string, Buffer>;
let open: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rangefinder-report-'));
  files = new Map([['/file.bin', bytes]]);
  open = true;
  server = await HostileServer.start(async (request, wire) => {
    const file = files.get(request.path);
    if (!open) return wire.send(plain(403));
    if (request.path.startsWith('/to/')) return wire.send(plain(302, '', [['Location', request.target.slice('/to'.length)]]));
    await wire.send(
      file ? honestAnswer({ bytes: file, type: 'application/octet-stream', etag: '"one"', modified: null }, request) : plain(404),
    );
  });
});
afterEach(async () => {
  server.flow.release();
  await server.stop();
  await rm(folder, { recursive: true });
});

const run = (...args: readonly string[]): Promise<Outcome> => runCommand(args, { cwd: folder });
const readText = (name = 'report.json'): Promise<string> => readFile(join(folder, name), 'utf8');
const readReport = async (): Promise<IntegrityReport> => IntegrityReport.parse(JSON.parse(await readText()));
const total = (report: IntegrityReport): number => report.segments.reduce((sum, { start, end }) => sum + end - start, 0);

describe('--report', () => {
  test('tells of each source what it has brought, and why it was given up', async () => {
    const dead = server.url('/nothing.bin');
    await run('--report', 'report.json', dead, '--mirror', server.url('/file.bin?key=secret'), '-o', 'file.bin');
    const host = `127.0.0.1:${server.port}`;
    expect((await readReport()).sources).toMatchObject([
      { link: dead, hosts: [], bytes: 0, failure: { code: 'NOT_FOUND' } },
      { link: server.url('/file.bin?key=…'), hosts: [host], bytes: bytes.length, failure: null },
    ]);
  });

  test('tells of one download where every byte came from, and how it was verified', async () => {
    const { stdout } = await run('-n', '4', '--report', 'report.json', server.url('/to/file.bin'));
    const sha256 = stdout.split(' = ')[1]?.trim();
    const report = await readReport();
    const host = `127.0.0.1:${server.port}`;
    expect(report).toMatchObject({
      format: 1,
      program: { name: 'Rangefinder' },
      outcome: 'completed',
      failure: null,
      path: join(folder, 'file.bin'),
      size: bytes.length,
      link: server.url('/to/file.bin'),
      redirects: [server.url('/file.bin')],
      finalUrl: server.url('/file.bin'),
      validators: { etag: '"one"', lastModified: null },
      restarts: [],
      repairs: [],
      digests: [{ algorithm: 'sha256', value: sha256, expected: null, origin: null, outcome: 'computed' }],
    });
    expect(report.sameness.map(({ proof, source }) => [proof, source])).toEqual([['etag', host]]);
    expect(total(report)).toBe(bytes.length);
    expect(new Set(report.segments.map(({ source }) => source))).toEqual(new Set([host]));
    expect(report.connections).toBeGreaterThanOrEqual(Math.max(...report.segments.map(({ connection }) => connection ?? 0)));
    expect(report.startedAt).toBeLessThanOrEqual(report.finishedAt);
  });

  test('never has credentials, cookies, headers or signatures in it', async () => {
    const link = new URL(server.url('/to/file.bin?X-Amz-Signature=raisin&plain=visible'));
    link.username = 'annabel';
    link.password = 'hunter2';
    const secrets = ['--cookie', 'flavour=oatmeal', '--header', 'Authorization-Extra: almond', '--referer', 'http://x/?token=walnut'];
    expect(await run(...secrets, '--report', 'report.json', link.href)).toMatchObject({ code: 0 });
    expect(await run('--report', 'bad.json', '--retries', '0', 'http://annabel:hunter2@127.0.0.1:1/?sig=raisin')).toMatchObject({
      code: 3,
    });
    expect(await run('--report', 'worse.json', 'ftp://annabel:hunter2@host.example/?sig=raisin')).toMatchObject({ code: 2 });
    const text = (await Promise.all([readText(), readText('bad.json'), readText('worse.json')])).join('');
    expect(text).toContain('plain=visible');
    for (const secret of ['annabel', 'hunter2', 'oatmeal', 'almond', 'walnut', 'raisin']) expect(text).not.toContain(secret);
  });

  test('of several downloads is an array in their order, failures among them', async () => {
    await run('--report', 'report.json', server.url('/gone.bin'), server.url('/file.bin'), 'nonsense');
    const reports = IntegrityReport.array().parse(JSON.parse(await readText()));
    expect(reports.map(({ outcome, failure }) => [outcome, failure?.code])).toEqual([
      ['failed', 'NOT_FOUND'],
      ['completed', undefined],
      ['failed', 'BAD_URL'],
    ]);
  });

  test('tells of what differs and of what went wrong on the way', async () => {
    let cuts = 0;
    const honest = server.handler;
    server.handler = async (request, wire) => {
      if (request.range?.start === 0 && cuts++ === 0) return wire.reset();
      await honest(request, wire);
    };
    const expected = '0'.repeat(64);
    const args = ['--checksum', `sha256=${expected}`, '--retry-wait', '0', '--report', 'report.json', server.url('/file.bin')];
    expect(await run(...args)).toMatchObject({ code: 6 });
    const report = await readReport();
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'CHECKSUM' } });
    expect(report.digests).toMatchObject([{ algorithm: 'sha256', expected, origin: 'user', outcome: 'differs' }]);
    expect(report.retries).toMatchObject([{ of: 'download', code: 'CONNECTION_LOST' }]);
  });

  test('is written after an interruption too, and the next command knows what was there', async () => {
    server.flow.holdAfter(2 * MiB);
    const command = startCommand(['--json', '-n', '1', '--report', 'report.json', server.url('/file.bin')], { cwd: folder });
    await command.event(({ event, received }) => event === 'progress' && Number(received) > MiB);
    command.process.kill('SIGINT');
    expect(await command.finished).toMatchObject({ code: 130 });
    const first = await readReport();
    expect(first).toMatchObject({ outcome: 'stopped', digests: [] });
    expect(total(first)).toBeGreaterThan(MiB);

    server.flow.release();
    await run('--report', 'report.json', server.url('/file.bin'));
    const second = await readReport();
    expect(second.segments[0]).toMatchObject({ start: 0, source: null, connection: null });
    expect(total(second)).toBe(bytes.length);
  });

  test('that cannot be written is said, with exit code 7, and the file stays', async () => {
    const { code, stderr } = await run('--report', 'missing/report.json', server.url('/file.bin'));
    expect(code).toBe(7);
    expect(stderr).toContain('--report');
    expect(await readdir(folder)).toEqual(['file.bin']);
  });
});

describe('--refresh', () => {
  const name = ['-o', 'file.bin', '--retry-wait', '0'];

  async function expire(): Promise<void> {
    server.flow.holdAfter(2 * MiB);
    const command = startCommand(['--json', '-n', '1', ...name, server.url('/file.bin?signature=1')], { cwd: folder });
    await command.event(({ event, received }) => event === 'progress' && Number(received) > MiB);
    open = false;
    server.flow.release();
    server.cutConnections();
    const { code, stdout } = await command.finished;
    expect(code).toBe(4);
    expect(eventsOf(stdout).at(-1)).toMatchObject({ event: 'failed', code: 'AUTH_EXPIRED', kept: true });
    open = true;
  }

  test('goes on with the part of that name from another link', async () => {
    await expire();
    files.set('/new/file', bytes);
    const { code, stdout } = await run('--json', ...name, '--refresh', '--report', 'report.json', server.url('/new/file'));
    expect(code).toBe(0);
    expect(eventsOf(stdout).map(({ code: notice }) => notice)).toContain('resumed');
    expect((await readFile(join(folder, 'file.bin'))).equals(bytes)).toBe(true);
    const report = await readReport();
    expect(report.segments[0]).toMatchObject({ start: 0, source: null });
    expect(report.sameness[0]).toMatchObject({ proof: 'overlap' });
    expect((await readdir(folder)).toSorted()).toEqual(['file.bin', 'report.json']);
  });

  test('starts over when that leads to another file of the same size', async () => {
    await expire();
    const changed = content(4, bytes.length);
    files.set('/new/file', changed);
    const { stdout } = await run('--json', ...name, '--refresh', server.url('/new/file'));
    expect(eventsOf(stdout).map(({ code }) => code)).toContain('restarted');
    expect((await readFile(join(folder, 'file.bin'))).equals(changed)).toBe(true);
  });

  test('without it, the part of another link is left alone', async () => {
    await expire();
    files.set('/new/file', bytes);
    await run(...name, server.url('/new/file'));
    expect((await readdir(folder)).toSorted()).toEqual(['file (1).bin', 'file.bin.part', 'file.bin.part.journal']);
  });

  test.each([[['--refresh']], [['--refresh', '-o', 'x', '--no-resume']]])('%j is wrong usage', async (args) => {
    expect(await run(...args, server.url('/file.bin'))).toMatchObject({ code: 2, stdout: '' });
  });
});
