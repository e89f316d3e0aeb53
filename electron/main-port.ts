/** The main process's end of the ports: one for each page that has begun, and only for pages that are ours. */
import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import type { Port } from '../contract/port.ts';
import { Inbox } from '../service/transport/inbox.ts';
import { channels } from './channels.ts';

export interface PageOptions {
  /** Asked for every single message: a frame may have gone elsewhere since its last one. */
  readonly isTrusted: (event: IpcMainEvent) => boolean;
  readonly onPort: (port: Port) => void;
  /** Told of what was refused. */
  readonly onRefused: (url: string) => void;
}

export function acceptPages(ipc: Pick<IpcMain, 'on'>, { isTrusted, onPort, onRefused }: PageOptions): void {
  const inboxes = new Map<number, Inbox>();

  const onTrusted = (channel: string, handle: (sender: WebContents, message: unknown) => void): void => {
    ipc.on(channel, (event, message: unknown) => {
      if (isTrusted(event)) handle(event.sender, message);
      else onRefused(event.senderFrame?.url ?? '');
    });
  };

  const close = ({ id }: { id: number }): void => {
    inboxes.get(id)?.close();
    inboxes.delete(id);
  };

  onTrusted(channels.open, (page) => {
    // A page that was loaded again starts over; the streams of the one before it end here.
    close(page);
    const inbox = new Inbox();
    const { id } = page;
    inboxes.set(id, inbox);
    page.once('destroyed', () => {
      if (inboxes.get(id) === inbox) close({ id });
    });
    onPort(createMainPort(page, inbox, () => close({ id })));
  });
  onTrusted(channels.message, ({ id }, message) => {
    if (typeof message === 'string') inboxes.get(id)?.deliver(message);
  });
  onTrusted(channels.close, close);
}

function createMainPort(page: WebContents, inbox: Inbox, close: () => void): Port {
  const send = (channel: string, message?: string): void => {
    if (!page.isDestroyed()) page.send(channel, message);
  };
  return {
    send: (message) => send(channels.message, message),
    onMessage: (listener) => inbox.onMessage(listener),
    onClose: (listener) => inbox.onClose(listener),
    close() {
      send(channels.close);
      close();
    },
  };
}
