/** Every way that a shell can reach the service, as a pair of ports: what one end sends, the other gets. */
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { IpcMain, IpcMainEvent, IpcRenderer } from 'electron';
import { WebSocketServer, WebSocket } from 'ws';
import type { Port } from '../../contract/port.ts';
import { acceptPages } from '../../electron/main-port.ts';
import { createPagePort } from '../../electron/page-port.ts';
import { createSocketPort } from '../../server/socket-port.ts';
import { createPortPair } from '../../service/transport/memory.ts';

export interface Transport {
  readonly service: Port;
  readonly shell: Port;
  close(): Promise<void>;
}

async function memory(): Promise<Transport> {
  const [service, shell] = createPortPair();
  return { service, shell, close: async () => shell.close() };
}

async function webSocket(): Promise<Transport> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const connected = once(server, 'connection') as Promise<[WebSocket]>;
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [accepted] = await connected;
  await once(client, 'open');
  return {
    service: createSocketPort(accepted),
    shell: createSocketPort(client),
    async close() {
      client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Electron's two emitters, joined: what one sends, the other emits in a later turn, as a structured clone and beside an event. */
export class IpcPair {
  readonly main = new EventEmitter() as EventEmitter & Pick<IpcMain, 'on'>;
  readonly page = new EventEmitter() as EventEmitter & Pick<IpcRenderer, 'on' | 'send'>;
  readonly contents = Object.assign(new EventEmitter(), {
    id: 1,
    isDestroyed: () => false,
    send: (channel: string, message: unknown) => queueMicrotask(() => this.page.emit(channel, {}, structuredClone(message))),
  });
  readonly frame = { url: 'app://bundle/index.html', parent: null };

  constructor() {
    this.page.send = (channel, message) => {
      const event = { sender: this.contents, senderFrame: this.frame } as unknown as IpcMainEvent;
      queueMicrotask(() => this.main.emit(channel, event, structuredClone(message)));
    };
  }
}

async function electronIpc(): Promise<Transport> {
  const ipc = new IpcPair();
  const accepted = new Promise<Port>((onPort) => {
    acceptPages(ipc.main, { isTrusted: () => true, onPort, onRefused: () => {} });
  });
  const shell = createPagePort(ipc.page);
  return { service: await accepted, shell, close: async () => shell.close() };
}

export const transports: Readonly<Record<string, () => Promise<Transport>>> = { memory, webSocket, electronIpc };
