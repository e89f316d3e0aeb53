/** Downloads through proxies, real ones among them. What counts everywhere: nothing ever goes past the proxy. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createEngine,
  environmentProxies,
  type DownloadRequest,
  type DownloadState,
  type EngineOptions,
  type ProxyResolver,
} from '../../engine/index.ts';
import { freePort } from '../../bench/servers/free-port.ts';
import { honestAnswer, plain } from '../hostile/answer.ts';
import { authorityFile, certificates } from '../hostile/certificates.ts';
import { content } from '../hostile/content.ts';
import { HostileServer } from '../hostile/server.ts';
import { AccountingProxy, startMicrosocks, startTinyproxy } from '../servers/proxies.ts';
import { requestFor } from '../simulator/simulation.ts';

const bytes = content(7, 6_000_000);
const digest = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
const file = { bytes, type: 'application/octet-stream', etag: '"1"', modified: null };

let folder: string;
let authority: string;
const cleanups: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rangefinder-proxied-'));
  authority = await readFile(authorityFile, 'utf8');
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  await rm(folder, { recursive: true, force: true });
});

async function serve(secure: boolean): Promise<HostileServer> {
  const answer = (request: Parameters<typeof honestAnswer>[1]) => (request.path === '/data.bin' ? honestAnswer(file, request) : plain(404));
  const server = await HostileServer.start(
    async (request, wire) => {
      await wire.send(answer(request));
    },
    secure ? { tls: () => certificates.good } : {},
  );
  cleanups.push(() => server.stop());
  return server;
}

async function ownProxy(user?: string, password?: string): Promise<AccountingProxy> {
  const proxy = await AccountingProxy.start(user, password);
  cleanups.push(() => proxy.close());
  return proxy;
}

interface Fetched {
  readonly state: DownloadState;
  readonly sha256: string | null;
}

/** Fetches a link until it is completed or has failed, or waits for the second time: a busy machine may break a connection once. */
async function fetchWith(
  proxies: ProxyResolver,
  url: string,
  more: Partial<DownloadRequest> = {},
  run: EngineOptions['run'] = 'inline',
): Promise<Fetched> {
  const engine = createEngine({ run, maxActive: 1, maxPerHost: 8, limitRate: 0, proxies });
  try {
    const { promise, resolve } = Promise.withResolvers<DownloadState>();
    engine.on((event) => {
      if (event.type !== 'state') return;
      const { state } = event;
      if (state.status === 'completed' || state.status === 'failed' || (state.status === 'waiting' && state.attempt > 1)) resolve(state);
    });
    engine.add(requestFor('a', url, { folder, connections: 4, caCertificates: [authority], ...more }), { status: 'queued' });
    const state = await promise;
    return { state, sha256: state.status === 'completed' ? digest(await readFile(state.completion.path)) : null };
  } finally {
    await engine.close();
  }
}

const through =
  (...proxies: string[]): ProxyResolver =>
  async () =>
    proxies;

const failureOf = ({ state }: Fetched) => (state.status === 'failed' ? state.failure : state.status === 'waiting' ? state.cause : null);

describe.each([
  ['http', false],
  ['https', true],
] as const)('to an %s server', (_scheme, secure) => {
  test.each([
    ['tinyproxy', 'http', startTinyproxy],
    ['microsocks', 'socks5', startMicrosocks],
  ] as const)('through %s, with a password, over several connections', async (_name, protocol, start) => {
    const [server, proxy] = await Promise.all([serve(secure), start('ada', 'l0velace')]);
    cleanups.push(() => proxy.close());
    const url = server.url('/data.bin', 'localhost');
    expect(await fetchWith(through(`${protocol}://ada:l0velace@127.0.0.1:${proxy.port}`), url)).toMatchObject({ sha256: digest(bytes) });

    // By a link of its own: what the first download asked for at its very end may still be on its way through the proxy.
    const refused = await fetchWith(through(`${protocol}://ada:wrong@127.0.0.1:${proxy.port}`), `${url}?again`, { name: 'other' });
    // Tinyproxy says 401 for a wrong password, as if it were the server that asked.
    expect(['PROXY', 'AUTH_REQUIRED']).toContain(failureOf(refused)?.code);
    expect(refused.state.status).toBe('failed');
    expect(failureOf(refused)?.message).not.toContain('wrong');
    expect(server.requests.filter(({ target }) => target.includes('again'))).toEqual([]);
  });

  test('every single connection goes through, and names are the proxy’s to resolve', async () => {
    const [server, proxy] = await Promise.all([serve(secure), ownProxy('ada', 'p@ss:word')]);
    // The certificate is for localhost; another name shows in plain that nothing here resolves it.
    const host = secure ? 'localhost' : 'files.elsewhere.invalid';
    const resolver = through(`http://ada:${encodeURIComponent('p@ss:word')}@127.0.0.1:${proxy.port}`);
    const { sha256 } = await fetchWith(resolver, server.url('/data.bin', host), {}, 'thread');
    expect(sha256).toBe(digest(bytes));
    const wanted = secure ? `CONNECT localhost:${server.port}` : `GET http://${host}:${server.port}/data.bin`;
    expect(new Set(proxy.asked)).toEqual(new Set([wanted]));
    expect(server.requests.length).toBeGreaterThan(1);
    expect(proxy.asked.length).toBeGreaterThanOrEqual(secure ? server.connections : server.requests.length);
  });

  test('what the proxy refuses is not asked for directly', async () => {
    const [server, proxy] = await Promise.all([serve(secure), ownProxy()]);
    proxy.refuseWith = secure ? 403 : 407;
    const refused = await fetchWith(through(`http://127.0.0.1:${proxy.port}`), server.url('/data.bin', 'localhost'));
    expect(failureOf(refused)).toMatchObject({ code: 'PROXY' });
    expect(server.connections).toBe(0);
  });

  test.each(['http', 'socks5'])('a dead %s proxy is not passed by, unless there is another', async (protocol) => {
    const [server, proxy] = await Promise.all([serve(secure), ownProxy()]);
    const dead = `${protocol}://127.0.0.1:${await freePort()}`;
    const url = server.url('/data.bin', 'localhost');
    const failed = await fetchWith(through(dead), url);
    expect(failureOf(failed)).toMatchObject({ code: 'PROXY', retryable: true });
    expect(server.connections).toBe(0);

    expect(await fetchWith(through(dead, `http://127.0.0.1:${proxy.port}`), url)).toMatchObject({ sha256: digest(bytes) });
    expect(proxy.asked.length).toBeGreaterThan(0);
  });
});

test('a proxy over TLS is spoken to in secret, and only when its certificate is right', async () => {
  const usual = tls.getCACertificates('default');
  const [plainServer, secureServer, proxy] = await Promise.all([serve(false), serve(true), AccountingProxy.startSecure(certificates.good)]);
  cleanups.push(
    () => proxy.close(),
    async () => tls.setDefaultCACertificates(usual),
  );
  const resolver = through(`https://localhost:${proxy.port}`);
  expect(failureOf(await fetchWith(resolver, plainServer.url('/data.bin')))).not.toBeNull();
  expect(failureOf(await fetchWith(resolver, secureServer.url('/data.bin', 'localhost')))).toMatchObject({ code: 'PROXY' });
  expect(plainServer.connections + secureServer.connections + proxy.asked.length).toBe(0);

  tls.setDefaultCACertificates([...usual, authority]);
  expect(await fetchWith(resolver, plainServer.url('/data.bin'), { name: 'one' })).toMatchObject({ sha256: digest(bytes) });
  expect(await fetchWith(resolver, secureServer.url('/data.bin', 'localhost'), { name: 'two' })).toMatchObject({ sha256: digest(bytes) });
  expect(new Set(proxy.asked)).toEqual(new Set([`GET ${plainServer.url('/data.bin')}`, `CONNECT localhost:${secureServer.port}`]));
});

test('the environment names proxies, and servers without one', async () => {
  vi.stubEnv('http_proxy', 'http://plain.example:1');
  vi.stubEnv('https_proxy', 'http://ada:secret@secure.example:2');
  vi.stubEnv('no_proxy', 'localhost, .internal.example,10.0.0.1:8080');
  expect(await environmentProxies('http://host.example/')).toEqual(['http://plain.example:1']);
  expect(await environmentProxies('https://host.example/')).toEqual(['http://ada:secret@secure.example:2']);
  for (const url of ['http://localhost/', 'https://a.internal.example/', 'http://10.0.0.1:8080/']) {
    expect(await environmentProxies(url)).toEqual(['direct']);
  }
  vi.stubEnv('http_proxy', '');
  vi.stubEnv('all_proxy', 'socks5h://tunnel.example');
  expect(await environmentProxies('http://host.example/')).toEqual(['socks5h://tunnel.example']);
  vi.unstubAllEnvs();
});

test('a body that only the end of its connection ends comes whole through tunnels of every kind', async () => {
  const server = await serve(true);
  server.handler = async (_request, wire) => {
    await wire.send(plain(200, 'to the last byte').set('Content-Length', null));
    wire.finish();
  };
  const proxy = await ownProxy();
  const socks = await startMicrosocks('a', 'b');
  cleanups.push(() => socks.close());
  for (const address of [`http://127.0.0.1:${proxy.port}`, `socks5://a:b@127.0.0.1:${socks.port}`]) {
    const { state } = await fetchWith(through(address), server.url('/notes', 'localhost'), { connections: 1 });
    expect(state).toMatchObject({ status: 'completed', completion: { size: 16 } });
  }
  expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT localhost:${server.port}`]));
});

test('a redirect to another host asks anew which proxy leads there', async () => {
  const [first, second, near, far] = await Promise.all([serve(false), serve(false), ownProxy(), ownProxy()]);
  const target = second.url('/data.bin', 'b.invalid');
  first.handler = async (_request, wire) => {
    await wire.send(plain(302, '', [['Location', target]]));
  };
  const resolver: ProxyResolver = async (url) => [`http://127.0.0.1:${new URL(url).hostname === 'b.invalid' ? far.port : near.port}`];
  const { sha256 } = await fetchWith(resolver, first.url('/start', 'a.invalid'), {}, 'thread');
  expect(sha256).toBe(digest(bytes));
  expect(new Set(near.asked)).toEqual(new Set([`GET http://a.invalid:${first.port}/start`]));
  expect(new Set(far.asked)).toEqual(new Set([`GET ${target}`]));
});

test.each(['inline', 'thread'] as const)('where it cannot be known which proxy to use, nothing is asked (%s)', async (run) => {
  const server = await serve(false);
  const lost: ProxyResolver = () => Promise.reject(new Error('the script is broken'));
  const failed = await fetchWith(lost, server.url('/data.bin'), {}, run);
  expect(failureOf(failed)).toMatchObject({ code: 'PROXY', retryable: true });
  expect(failureOf(failed)?.message).toContain('the script is broken');
  expect(failureOf(await fetchWith(through('ftp://user:secret@proxy.example'), server.url('/data.bin')))).toMatchObject({ code: 'PROXY' });
  expect(server.connections).toBe(0);
});

test('a download can be paused while nobody knows yet which proxy to use', async () => {
  const engine = createEngine({ run: 'inline', maxActive: 1, maxPerHost: 8, limitRate: 0, proxies: () => new Promise(() => {}) });
  cleanups.push(() => engine.close());
  const { promise: paused, resolve } = Promise.withResolvers<string>();
  engine.on((event) => {
    if (event.type !== 'state') return;
    if (event.state.status === 'probing') queueMicrotask(() => engine.pause('a'));
    if (event.state.status === 'paused') resolve(event.id);
  });
  engine.add(requestFor('a', 'http://host.invalid/x', { folder }), { status: 'queued' });
  expect(await paused).toBe('a');
});
