import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from '../../contract/client.ts';
import { badException, readProxyAddress } from '../../contract/proxy.ts';
import { Settings } from '../../contract/settings.ts';
import { plain } from '../hostile/answer.ts';
import { AccountingProxy } from '../servers/proxies.ts';
import { all, firstOf, Lab, until } from './lab.ts';
import { silent } from '../../service/log.ts';
import { openStore } from '../../service/store/store.ts';
import { Vault } from '../../service/vault.ts';
import { isException, proxiesBySettings, proxyKey } from '../../service/proxies.ts';
import { ProxyPassword } from '../../service/proxy-password.ts';
import { createPortPair } from '../../service/transport/memory.ts';
import { serve } from '../../service/transport/serve.ts';

describe('an address', () => {
  test.each([
    ['proxy.example:8080', 'http', 'proxy.example', 8080],
    [' HTTP://Proxy.Example/ ', 'http', 'proxy.example', null],
    ['https://10.0.0.1:443', 'https', '10.0.0.1', 443],
    ['socks://[2001:db8::1]:1080', 'socks5', '[2001:db8::1]', 1080],
    ['socks5h://localhost', 'socks5', 'localhost', null],
    ['socks4a://müller.example', 'socks4', 'müller.example', null],
  ])('%s', (text, protocol, host, port) => {
    expect(readProxyAddress(text)).toEqual({ ok: true, address: { protocol, host, port } });
  });

  test.each([
    ['', 'empty'],
    ['ftp://proxy.example', 'protocol'],
    ['http://ada:secret@proxy.example', 'credentials'],
    ['http://', 'form'],
    ['proxy.example:0', 'form'],
    ['proxy.example:65536', 'form'],
    ['proxy.example/path', 'form'],
    ['two words', 'form'],
    ['-proxy', 'form'],
  ])('%j is none: %s', (text, problem) => {
    expect(readProxyAddress(text)).toEqual({ ok: false, problem });
  });
});

describe('exceptions', () => {
  test.each([
    ['example.com', 'https://example.com/', true],
    ['example.com', 'https://files.example.com/', true],
    ['example.com', 'https://notexample.com/', false],
    ['.example.com', 'https://a.example.com/', true],
    ['*.example.com', 'https://a.b.example.com/', true],
    ['example.com:8443', 'https://example.com/', false],
    ['example.com:443', 'https://example.com/', true],
    ['Example.COM.', 'https://EXAMPLE.com./', true],
    ['bücher.example', 'https://xn--bcher-kva.example/', true],
    ['10.0.0.0/8', 'http://10.200.3.4/', true],
    ['10.0.0.0/8', 'http://11.0.0.1/', false],
    ['10.0.0.0/8', 'http://10.example/', false],
    ['10.0.0.0/99', 'http://10.0.0.1/', false],
    ['192.168.1.7', 'http://192.168.1.7:8080/', true],
    ['192.168.1.7:80', 'http://192.168.1.7:8080/', false],
    ['::1', 'http://[::1]:9/', true],
    ['[::1]:9', 'http://[::1]:9/', true],
    ['fd00::/8', 'http://[fd12::1]/', true],
    ['<local>', 'http://intranet/', true],
    ['<local>', 'http://intranet.example/', false],
    ['*', 'http://anything.example/', true],
    ['a.example, b.example;c.example\nd.example', 'http://d.example/', true],
    ['', 'http://a.example/', false],
    ['1.2.3.4', 'http://x1.2.3.4.example/', false],
  ])('%j and %s: %s', (list, url, expected) => {
    expect(isException(list, url)).toBe(expected);
    expect(badException(list)).toBeNull();
  });

  test.each(['http://a.example', 'a.example/path', 'user@host', '*x*', '.'])('%s is none', (entry) => {
    expect(badException(`localhost ${entry}`)).toBe(entry);
  });
});

describe('settings', () => {
  const system = async (url: string) => [`http://system.example/?${url}`];
  const resolve = (changes: Partial<Settings>, url = 'https://host.example/', password = '') =>
    proxiesBySettings(
      () => ({ ...Settings.parse({}), ...changes }),
      () => password,
      system,
    )(url);
  const manual = { proxyMode: 'manual', proxyAddress: 'socks5://proxy.example:1080' } as const;

  test('say who is asked', async () => {
    expect(await resolve({})).toEqual(['http://system.example/?https://host.example/']);
    expect(await resolve({ ...manual, proxyMode: 'none' })).toEqual(['direct']);
    expect(await resolve(manual)).toEqual(['socks5://proxy.example:1080']);
    expect(await resolve({ ...manual, proxyUser: 'a:b' }, undefined, 'c@d')).toEqual(['socks5://a%3Ab:c%40d@proxy.example:1080']);
    expect(await resolve(manual, 'http://127.0.0.1:9/')).toEqual(['direct']);
  });

  test('that name no proxy let nothing pass', async () => {
    await expect(resolve({ proxyMode: 'manual' })).rejects.toThrow('no proxy');
    await expect(resolve({ ...manual, proxyAddress: 'gopher://x' })).rejects.toThrow('cannot be used');
  });

  test('change the way only where they are heeded', () => {
    const usual = Settings.parse({});
    expect(proxyKey({ ...usual, proxyAddress: 'a' })).toBe(proxyKey(usual));
    expect(proxyKey({ ...usual, ...manual })).not.toBe(proxyKey({ ...usual, ...manual, proxyExceptions: '' }));
  });
});

describe('the password', () => {
  const box = {
    encrypt: (text: string) => Buffer.from(text).map((byte) => byte ^ 0x5a),
    decrypt: (sealed: Uint8Array) => Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString(),
  };
  const refusing = { ...box, decrypt: () => assert.fail('locked') };
  const [sealing, open, locked] = [new Vault(box), new Vault(null), new Vault(refusing)];
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.open();
  });
  afterEach(() => lab.close());

  /** As a start of the program with this vault finds it. */
  function found<Result>(vault: Vault, tell: (password: ProxyPassword) => Result, address = 'proxy.example'): Result {
    const store = openStore(join(lab.folder, 'list.db'), silent, vault);
    try {
      return tell(new ProxyPassword(store.proxyPassword, vault, () => address));
    } finally {
      store.close();
    }
  }
  const asFound = ({ text, state }: ProxyPassword) => [text, state.value];

  test('is sealed where the system has a store for secrets, and outlives one that does not open', () => {
    found(sealing, (password) => password.save('l0velace'));
    expect(readFileSync(join(lab.folder, 'list.db')).includes('l0velace')).toBe(false);
    for (const vault of [open, locked]) expect(found(vault, asFound)).toEqual(['', 'unreadable']);
    expect(found(sealing, asFound)).toEqual(['l0velace', 'sealed']);
    expect(found(sealing, (password) => [password.save(null), ...asFound(password)])).toEqual([true, '', null]);
    expect(found(sealing, asFound)).toEqual(['', null]);
  });

  test('that was kept before there was such a store moves into it', () => {
    found(open, (password) => password.save('l0velace'));
    expect(found(open, asFound)).toEqual(['l0velace', 'plain']);
    expect(found(sealing, asFound)).toEqual(['l0velace', 'sealed']);
    expect(found(open, asFound)).toEqual(['', 'unreadable']);
  });

  test('is for the proxy that was named then, and no other is told it', async () => {
    const { api } = lab.start();
    api.updateSettings({ proxyMode: 'manual', proxyAddress: 'proxy.example:8080', proxyUser: 'ada' });
    api.saveProxyPassword('l0velace');
    for (const proxyAddress of ['proxy.exam', 'proxy.example', 'https://proxy.example:8080', '']) {
      api.updateSettings({ proxyAddress });
      expect(api.proxyLogin()).toEqual({ user: 'ada', password: '' });
      expect(await firstOf(api.watchProxyPassword())).toBe(null);
    }
    api.updateSettings({ proxyAddress: 'http://Proxy.example:8080/' });
    expect(api.proxyLogin()).toEqual({ user: 'ada', password: 'l0velace' });
    expect(await firstOf(api.watchProxyPassword())).toBe('plain');
  });

  test('that was kept without a proxy is for the first that is named', () => {
    found(open, (password) => password.save('l0velace'), '');
    expect(found(open, asFound, 'proxy.example')).toEqual(['l0velace', 'plain']);
    expect(found(open, asFound, 'other.example')).toEqual(['', null]);
    expect(found(open, asFound, 'proxy.example')).toEqual(['l0velace', 'plain']);
  });

  test('is told to the proxy and to no window', async () => {
    const { api, router } = lab.start();
    const [inside, outside] = createPortPair();
    serve(inside, router);
    const client = createClient(outside);
    await client.settings.update({ proxyMode: 'manual', proxyAddress: 'proxy.example', proxyUser: 'ada' });
    await client.proxy.savePassword({ password: 'l0velace' });
    expect(api.proxyLogin()).toEqual({ user: 'ada', password: 'l0velace' });
    const told = [
      await client.settings.get(),
      await client.settings.update({ proxyUser: 'ada' }),
      await firstOf(await client.settings.watch()),
      await firstOf(await client.proxy.watchPassword()),
      await client.backup.write(),
    ];
    expect(told.at(3)).toBe('plain');
    expect(JSON.stringify(told)).not.toContain('l0velace');

    await client.settings.update({ proxyMode: 'none' });
    expect(api.proxyLogin()).toBe(null);
    await client.proxy.savePassword({ password: null });
    expect(await firstOf(await client.proxy.watchPassword())).toBe(null);
  });
});

test('a proxy that is named while a download runs is used from then on, for what is still missing', async () => {
  const lab = await Lab.open();
  const proxy = await AccountingProxy.start();
  try {
    const { api } = lab.start();
    const url = lab.offer('/a.bin', 4_000_000);
    lab.files.flow.holdAfter(500_000);
    const [id = ''] = api.add([{ url, connections: 2 }]);
    await until(api.watch(), (rows) => rows.some((row) => row.received > 0));
    const before = lab.files.connections;
    api.updateSettings({ proxyMode: 'manual', proxyAddress: `127.0.0.1:${proxy.port}`, proxyExceptions: '' });
    lab.files.flow.release();
    await until(api.watch(), all('completed'));
    expect(proxy.asked).toContain(`GET ${url}`);
    expect(lab.files.connections - before).toBeLessThanOrEqual(proxy.asked.length);
    expect(api.row(id)?.received).toBe(4_000_000);
  } finally {
    await proxy.close();
    await lab.close();
  }
});

test('a download that was started now, and waits for another try, is still that when another proxy is named', async () => {
  const lab = await Lab.open();
  try {
    const { api } = lab.start();
    const url = lab.offer('/a.bin', 1000);
    const { handler } = lab.files;
    lab.files.handler = (_request, wire) => wire.send(plain(503));
    const queue = api.createQueue({ name: 'Off', on: false });
    const [id = ''] = api.add([{ url, queue }]);
    api.startNow([id]);
    await until(api.watch(), all('waiting'));
    lab.files.handler = handler;
    api.updateSettings({ proxyMode: 'none' });
    expect(api.row(id)).toMatchObject({ startNow: true });
    await until(api.watch(), all('completed'));
  } finally {
    await lab.close();
  }
});
