import { mkdir, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { socketPath, socketProtocol } from '../../contract/bridge.ts';
import { createClient } from '../../contract/client.ts';
import { startServer, type RunningServer } from '../../server/server.ts';
import { createSocketPort } from '../../server/socket-port.ts';
import { silent } from '../../service/log.ts';
import { Lab } from '../service/lab.ts';

const token = 'a-token-that-nobody-guesses';

let lab: Lab;
let server: RunningServer;
let host: string;
let port: number;

beforeAll(async () => {
  lab = await Lab.open();
  const page = join(lab.folder, 'page');
  await mkdir(join(page, 'assets'), { recursive: true });
  await writeFile(join(page, 'index.html'), '<!doctype html><title>Rangefinder</title>');
  await writeFile(join(page, 'assets', 'a b.js'), 'export {};');
  await writeFile(join(lab.folder, 'secret.txt'), 'secret');
  await mkdir(join(lab.folder, 'page-two'));
  await writeFile(join(lab.folder, 'page-two', 'secret.txt'), 'secret');
  server = await startServer({ router: lab.start().router, page, token, port: 0, log: silent });
  ({ host, port } = { host: new URL(server.address).host, port: Number(new URL(server.address).port) });
});
afterAll(async () => {
  await server.close();
  await lab.close();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The path goes out as it is: a client that tidies it up would hide the attack. */
function ask(path: string, options: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, ...options }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

/** What the handshake is answered with: 101, or the status of the refusal. */
function shake(headers: Readonly<Record<string, string>>, path = socketPath): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  const lines = Object.entries({
    Host: host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    Origin: `http://${host}`,
    'Sec-WebSocket-Protocol': `${socketProtocol}, ${token}`,
    ...headers,
  }).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
  socket.write([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(Number(String(data).split(' ')[1]));
    });
  });
}

describe('the page', () => {
  test('comes with its type and with headers that confine it', async () => {
    const index = await ask('/');
    expect(index).toMatchObject({ status: 200, body: '<!doctype html><title>Rangefinder</title>' });
    expect(index.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(index.headers['content-security-policy']).toContain(`default-src 'none'`);
    expect(index.headers['content-security-policy']).toContain(`frame-ancestors 'none'`);
    expect(index.headers['content-security-policy']).not.toContain('unsafe');
    expect(index.headers['access-control-allow-origin']).toBeUndefined();
    expect(await ask('/assets/a%20b.js?v=1')).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' } });
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await ask('/missing.js')).toMatchObject({ status: 404, body: '' });
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/../../secret.txt',
    '/..%5csecret.txt',
    '/../page-two/secret.txt',
    '//../secret.txt',
    '/%00',
    '/%zz',
    '/C:/secret.txt',
    '/assets',
    '*',
  ])('never leaves its folder: %s', async (path) => {
    const { status, body } = await ask(path);
    expect([400, 404]).toContain(status);
    expect(body).toBe('');
  });

  test('is refused to names that were rebound to this machine', async () => {
    for (const name of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${port + 1}`]) {
      expect((await ask('/', { headers: { host: name } })).status).toBe(421);
    }
    expect((await ask('/', { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  test('is refused to other origins and other methods', async () => {
    expect((await ask('/', { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect((await ask('/', { headers: { origin: 'null' } })).status).toBe(403);
    expect((await ask('/', { method: 'POST' })).status).toBe(405);
    expect((await ask('/', { method: 'OPTIONS' })).status).toBe(405);
  });
});

describe('the socket', () => {
  test('opens to the page with its token, and does not echo that', async () => {
    const socket = new WebSocket(`ws://${host}${socketPath}`, [socketProtocol, token], { origin: `http://${host}` });
    const client = createClient(createSocketPort(socket));
    await new Promise((resolve) => socket.once('open', resolve));
    expect(socket.protocol).toBe(socketProtocol);
    expect((await client.app.info()).shell).toBe('browser');
    socket.terminate();
  });

  test.each([
    ['no token', { 'Sec-WebSocket-Protocol': socketProtocol }, 401],
    ['a wrong token', { 'Sec-WebSocket-Protocol': `${socketProtocol}, ${token}x` }, 401],
    ['a shorter token', { 'Sec-WebSocket-Protocol': `${socketProtocol}, ${token.slice(1)}` }, 401],
    ['no protocol', { 'Sec-WebSocket-Protocol': '' }, 400],
    ['the token alone', { 'Sec-WebSocket-Protocol': token }, 400],
    ['many tokens', { 'Sec-WebSocket-Protocol': `${socketProtocol}, ${token}, x` }, 400],
    ['another origin', { Origin: 'https://evil.example' }, 403],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }, 403],
    ['the null origin', { Origin: 'null' }, 403],
    ['no origin', { Origin: '' }, 403],
    ['another host', { Host: 'evil.example' }, 421],
  ])('is refused with %s', async (_case, headers, status) => {
    expect(await shake(headers)).toBe(status);
  });

  test('is in one place only, and no token in the address helps', async () => {
    expect(await shake({}, '/')).toBe(404);
    expect(await shake({ 'Sec-WebSocket-Protocol': socketProtocol }, `${socketPath}?token=${token}`)).toBe(404);
    expect(await shake({})).toBe(101);
  });

  test('is closed to what is not text', async () => {
    const socket = new WebSocket(`ws://${host}${socketPath}`, [socketProtocol, token], { origin: `http://${host}` });
    socket.once('open', () => socket.send(new Uint8Array([1, 2, 3])));
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(1003);
  });
});

test('a port that is taken is said to be', async () => {
  await expect(
    startServer({ router: lab.start({ databasePath: ':memory:' }).router, page: lab.folder, token, port, log: silent }),
  ).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
