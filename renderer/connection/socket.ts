/** A browser's WebSocket to the page's own origin, as a port. */
import { socketPath, socketProtocol, tokenParameter } from '../../contract/bridge.ts';
import type { Port } from '../../contract/port.ts';

/** The token came in the address that the server printed; a fragment is never sent anywhere. */
const token = (): string => new URLSearchParams(location.hash.slice(1)).get(tokenParameter) ?? '';

/** Resolves with an open port; rejects when the server cannot be reached or refuses the token. */
export function openSocket(): Promise<Port> {
  const address = new URL(socketPath, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  address.hash = '';
  const socket = new WebSocket(
    address,
    [socketProtocol, token()].filter((protocol) => protocol !== ''),
  );

  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(portOf(socket)), { once: true });
    socket.addEventListener('close', () => reject(new Error('the connection was refused')), { once: true });
  });
}

function portOf(socket: WebSocket): Port {
  return {
    send: (message) => socket.send(message),
    onMessage: (listener) => socket.addEventListener('message', (event) => listener(String(event.data))),
    onClose: (listener) => socket.addEventListener('close', () => listener()),
    close: () => socket.close(),
  };
}
