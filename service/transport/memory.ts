/** Two ports joined in memory: for shells in the same process, and for tests that need no socket. */
import type { Port } from '../../contract/port.ts';
import { Inbox } from './inbox.ts';

/** Messages arrive in order and in a later turn, as they would over any real transport. */
export function createPortPair(): readonly [Port, Port] {
  const left = new Inbox();
  const right = new Inbox();

  const port = (own: Inbox, other: Inbox): Port => ({
    send: (message) => queueMicrotask(() => other.deliver(message)),
    onMessage: (listener) => own.onMessage(listener),
    onClose: (listener) => own.onClose(listener),
    close: () =>
      queueMicrotask(() => {
        own.close();
        other.close();
      }),
  });
  return [port(left, right), port(right, left)];
}
