import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient, type Client } from '../../contract/client.ts';
import { Settings } from '../../contract/settings.ts';
import type { Service } from '../../service/index.ts';
import { serve } from '../../service/transport/serve.ts';
import { all, firstOf, Lab, until } from '../service/lab.ts';
import { transports, type Transport } from './transports.ts';

describe.each(Object.entries(transports))('over %s', (_name, open) => {
  let lab: Lab;
  let service: Service;
  let transport: Transport;
  let client: Client;
  const faults: unknown[] = [];

  beforeEach(async () => {
    faults.length = 0;
    lab = await Lab.open();
    service = lab.start();
    transport = await open();
    serve(transport.service, service.router, { onFault: (fault) => faults.push(fault) });
    client = createClient(transport.shell);
  });
  afterEach(async () => {
    await transport.close();
    await lab.close();
  });

  test('calls are answered', async () => {
    expect(await client.app.info()).toEqual({
      version: '1.2.3',
      platform: process.platform,
      shell: 'browser',
      downloadsFolder: lab.downloads,
      sealsSecrets: false,
    });
    expect(await client.settings.get()).toEqual(Settings.parse({}));
  });

  test('a download is added, watched to its end, and removed', async () => {
    const changes = await client.downloads.watch();
    const ids = await client.downloads.add({ items: [{ url: lab.offer('/file.bin', 300_000) }, { url: 'nonsense' }] });
    const rows = await until(changes, (list) => list.length === 2 && list[0]?.status === 'completed');
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(rows[1]?.error?.code).toBe('BAD_URL');

    const detail = await firstOf(await client.downloads.watchDetail({ id: ids[0] ?? '' }));
    expect(detail.segments.at(-1)?.end).toBe(300_000);
    await client.downloads.remove({ ids, deleteFiles: true });
    expect(service.api.rows()).toEqual([]);
  });

  test('10,000 rows arrive in one snapshot', async () => {
    const items = Array.from({ length: 10_000 }, (_, index) => ({ url: `http://127.0.0.1:9/${index}`, start: false }));
    await client.downloads.add({ items });
    const rows = await until(await client.downloads.watch(), all('paused'));
    expect(rows).toHaveLength(10_000);
  });

  test('settings reach every reader, and a patch changes what it names and nothing else', async () => {
    const stream = await client.settings.watch();
    await stream.next();
    await client.settings.update({ theme: 'dark' });
    expect((await stream.next()).value).toEqual({ ...Settings.parse({}), theme: 'dark' });
    await client.settings.update({ maxActive: 3 });
    expect(await client.settings.get()).toEqual({ ...Settings.parse({}), theme: 'dark', maxActive: 3 });
    await stream.return?.();
  });

  test('what the contract does not allow never reaches the service', async () => {
    const add = (item: object) => client.downloads.add({ items: [item as { url: string }] });
    const url = 'http://127.0.0.1:9/';
    await expect(add({ url: 7 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(add({ url, headers: [['X-Header', 'a\r\nHost: evil.example']] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(add({ url, connections: 65 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(client.settings.update({ maxActive: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(service.api.rows()).toEqual([]);
  });

  test('an error has its code and its word, and no stack', async () => {
    const error: unknown = await client.downloads.open({ id: 'unknown' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'There is no completed file of this download.', data: { retryable: false } });
  });

  test('what is no message of ours harms no other call', async () => {
    for (const garbage of ['', '{', '[]', 'null', '{"i":"x"}', '{"i":"x","p":{"u":"/downloads/nothing"}}', '{"i":1,"t":9,"p":7}'])
      void transport.shell.send(garbage);
    expect((await client.app.info()).version).toBe('1.2.3');
  });

  test('a closed port ends the streams on both sides', async () => {
    const changes = await client.downloads.watch();
    await changes.next();
    const next = changes.next();
    transport.shell.close();
    await expect(next).rejects.toThrow(/abort|closed/i);
    expect(faults).toEqual([]);
  });
});
