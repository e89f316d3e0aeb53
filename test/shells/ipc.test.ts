import { expect, test } from 'vitest';
import type { Port } from '../../contract/port.ts';
import { channels } from '../../electron/channels.ts';
import { acceptPages } from '../../electron/main-port.ts';
import { createPagePort } from '../../electron/page-port.ts';
import { IpcPair } from './transports.ts';

function accept(ipc: IpcPair) {
  const ports: Port[] = [];
  const refused: string[] = [];
  acceptPages(ipc.main, {
    isTrusted: (event) => event.senderFrame?.url.startsWith('app://bundle/') ?? false,
    onPort: (port) => ports.push(port),
    onRefused: (url) => refused.push(url),
  });
  return { ports, refused };
}

const delivered = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('every message is checked, not only the first', async () => {
  const ipc = new IpcPair();
  const { ports, refused } = accept(ipc);
  const page = createPagePort(ipc.page);
  await delivered();
  const received: string[] = [];
  ports[0]?.onMessage((message) => received.push(message));

  void page.send('ours');
  await delivered();
  ipc.frame.url = 'https://evil.example/';
  void page.send('theirs');
  page.close();
  await delivered();
  expect(received).toEqual(['ours']);
  expect(refused).toEqual(['https://evil.example/', 'https://evil.example/']);
});

test('a strange page opens no port', async () => {
  const ipc = new IpcPair();
  const { ports } = accept(ipc);
  ipc.frame.url = 'app://bundle.evil.example/';
  void createPagePort(ipc.page).send('hello');
  await delivered();
  expect(ports).toEqual([]);
});

test('only text is taken', async () => {
  const ipc = new IpcPair();
  const { ports } = accept(ipc);
  createPagePort(ipc.page);
  await delivered();
  const received: string[] = [];
  ports[0]?.onMessage((message) => received.push(message));
  for (const message of [{ i: '1' }, ['x'], 7, null, new Uint8Array(4)]) ipc.page.send(channels.message, message);
  await delivered();
  expect(received).toEqual([]);
});

test('a page that is loaded again starts over, and the port of the one before it is closed', async () => {
  const ipc = new IpcPair();
  const { ports } = accept(ipc);
  createPagePort(ipc.page);
  await delivered();
  let closed = 0;
  ports[0]?.onClose(() => (closed += 1));

  createPagePort(ipc.page);
  await delivered();
  expect(ports).toHaveLength(2);
  expect(closed).toBe(1);

  ports[1]?.onClose(() => (closed += 1));
  ipc.contents.emit('destroyed');
  expect(closed).toBe(2);
});
