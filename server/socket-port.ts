/** A WebSocket as a port. */
import type { WebSocket } from 'ws';
import type { Port } from '../contract/port.ts';
import { Inbox } from '../service/transport/inbox.ts';

/** Bytes that may wait in a socket before its sender rests. */
const congestedAt = 1024 * 1024;

export function createSocketPort(socket: WebSocket): Port {
  const inbox = new Inbox();
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) socket.close(1003);
    else inbox.deliver(data.toString('utf8'));
  });
  socket.on('close', () => inbox.close());
  // An error is always followed by a close; without a listener it would end the process.
  socket.on('error', () => {});

  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount < congestedAt) return socket.send(message);
      // The callback comes when the message has left, or when it never will: either way the sender may go on.
      return new Promise<void>((resolve) => socket.send(message, () => resolve()));
    },
    onMessage: (listener) => inbox.onMessage(listener),
    onClose: (listener) => inbox.onClose(listener),
    close: () => socket.close(),
  };
}
