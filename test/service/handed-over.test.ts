/** Links that a page has proposed: where they lead is looked at when it is known, for a name or a redirect can hide it. */
import dns from 'node:dns';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Service } from '../../service/index.ts';
import { plain } from '../hostile/answer.ts';
import { AccountingProxy } from '../servers/proxies.ts';
import { all, Lab, until } from './lab.ts';

let lab: Lab;
let service: Service;

beforeEach(async () => {
  lab = await Lab.open();
  service = lab.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await lab.close();
});

const size = 100_000;

/** Has every name lead to this machine, as a page that controls its name can. */
function hideBehindNames(): void {
  vi.spyOn(dns.promises, 'lookup').mockImplementation((async () => [
    { address: '127.0.0.1', family: 4 },
  ]) as unknown as typeof dns.promises.lookup);
}

const named = (url: string): string => url.replace('127.0.0.1', 'innocent.example');

async function endOf(...[items]: Parameters<Service['api']['add']>): Promise<readonly (string | undefined)[]> {
  const ids = service.api.add(items);
  const rows = await until(service.api.watch(), (list) => list.every(({ status }) => status === 'completed' || status === 'failed'));
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    return row?.error?.code ?? row?.status;
  });
}

test('a name that hides an address of the own network is refused before anything is asked, and one that the user typed is not', async () => {
  const url = named(lab.offer('/file.bin', size));
  hideBehindNames();
  expect(await endOf([{ url, handedOver: true }])).toEqual(['UNSAFE_ADDRESS']);
  expect(lab.files.requests).toEqual([]);
  expect(await endOf([{ url }])).toEqual(['completed']);
});

test('a look at it is refused as well', async () => {
  const url = named(lab.offer('/file.bin', size));
  hideBehindNames();
  const { signal } = new AbortController();
  await expect(service.api.peek({ url, handedOver: true }, signal)).rejects.toMatchObject({ code: 'UNSAFE_ADDRESS' });
  expect(lab.files.requests).toEqual([]);
});

test('an address that can be seen in the link is the choice of whoever sees it', async () => {
  expect(await endOf([{ url: lab.offer('/file.bin', size), handedOver: true }])).toEqual(['completed']);
});

test('a redirect from the internet into the own network is not followed; the proxy may be in it', async () => {
  const proxy = await AccountingProxy.start();
  try {
    await lab.stop(service);
    service = lab.start({
      systemProxies: async (address) => (address.includes('innocent') ? [`http://127.0.0.1:${proxy.port}`] : ['direct']),
    });
    const inside = lab.offer('/inside.bin', size);
    const { handler } = lab.files;
    lab.files.handler = (request, wire) =>
      request.path === '/moved' ? wire.send(plain(302, '', [['Location', inside]])) : handler(request, wire);
    const url = named(lab.files.url('/moved'));
    expect(await endOf([{ url, handedOver: true }])).toEqual(['UNSAFE_ADDRESS']);
    expect(lab.files.requests.map(({ path }) => path)).toEqual(['/moved']);
    expect(await endOf([{ url }])).toEqual(['completed']);
  } finally {
    await proxy.close();
  }
});

test('it is remembered over a restart, until the user gives the download a link of his own', async () => {
  const url = named(lab.offer('/file.bin', size));
  hideBehindNames();
  const [id = ''] = service.api.add([{ url, handedOver: true, start: false }]);
  await lab.stop(service);
  service = lab.start();
  service.api.resume([id]);
  const [refused] = await until(service.api.watch(), all('failed'));
  expect(refused?.error?.code).toBe('UNSAFE_ADDRESS');
  service.api.refreshLink(id, `${url}?mine`);
  await until(service.api.watch(), all('completed'));
});
