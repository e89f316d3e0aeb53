/** Answers a shell's calls over any port. Nothing here knows whether the other side is a window, a browser or a test. */
import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { ServerPeer } from '@orpc/standard-server-peer';
import type { Port } from '../../contract/port.ts';
import type { ServiceRouter } from '../router.ts';

export interface ServeOptions {
  /** Told of messages that are not the contract's, and of streams that broke. Neither reaches the other calls. */
  readonly onFault?: (fault: unknown) => void;
}

/** Serves the router over one port until it closes; closing ends every stream that the port still had open. */
export function serve(port: Port, router: ServiceRouter, { onFault }: ServeOptions = {}): void {
  const handleRequest = createServerPeerHandleRequestFn(new StandardRPCHandler(router, {}), {});

  const peer = new ServerPeer((message) => {
    if (typeof message !== 'string') throw new TypeError('the contract carries text only');
    // Awaited by the peer, so that a stream rests while its reader is behind.
    return port.send(message);
  });

  port.onMessage((message) => {
    // Caught here, for a rejection that nobody handles would end the process.
    peer.message(message, handleRequest).catch((fault: unknown) => onFault?.(fault));
  });
  port.onClose(() => peer.close());
}
