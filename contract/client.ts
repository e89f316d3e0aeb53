/**
 * The typed client over any port: what a shell without the service in its own memory holds. Calls that are under way when
 * the port closes are rejected, and streams end with an error, so that a shell can tell a lost connection from an empty list.
 */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from './api.ts';
import type { Port } from './port.ts';

export type Client = ContractRouterClient<Contract>;

/** One client owns one port: a port has one listener. */
export function createClient(port: Port): Client {
  return createORPCClient(new RPCLink({ port: asMessagePort(port) }));
}

/** The library's own idea of a message port, over ours. */
function asMessagePort(port: Port) {
  return {
    postMessage(message: string): void {
      void port.send(message);
    },
    on(event: string, callback: (event?: { data: unknown }) => void): void {
      if (event === 'message') port.onMessage((message) => callback({ data: message }));
      if (event === 'close') port.onClose(() => callback());
    },
  };
}
