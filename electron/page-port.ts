/** The page's end of the port, over Electron's IPC. It speaks text on its own channels and gives the page nothing else. */
import type { IpcRenderer } from 'electron';
import type { Port } from '../contract/port.ts';
import { Inbox } from '../service/transport/inbox.ts';
import { channels } from './channels.ts';

export function createPagePort(ipc: Pick<IpcRenderer, 'on' | 'send'>): Port {
  const inbox = new Inbox();
  ipc.on(channels.message, (_event, message: unknown) => inbox.deliver(String(message)));
  ipc.on(channels.close, () => inbox.close());
  ipc.send(channels.open);

  // The listeners drop the event that came with a message: its sender is a way to every channel.
  return {
    send: (message) => ipc.send(channels.message, message),
    onMessage: (listener) => inbox.onMessage((message) => listener(message)),
    onClose: (listener) => inbox.onClose(() => listener()),
    close() {
      ipc.send(channels.close);
      inbox.close();
    },
  };
}
