/** How a page reaches the service: what the desktop's preload puts on `window`, and what a browser's WebSocket needs. */
import type { Port } from './port.ts';

/** The name under which the preload exposes the bridge: `window.rangefinder`. */
export const bridgeName = 'rangefinder';

/** All that the desktop's page can see of the system it runs on. */
export interface Bridge {
  readonly port: Port;
  /** As `process.platform` says it. */
  readonly platform: string;
  /** The path of a file that was dropped on the page, or an empty string when it has none. Typed loosely: there is no DOM here. */
  pathForFile(file: unknown): string;
}

/** Where the server takes WebSockets. */
export const socketPath = '/socket';

/**
 * The subprotocol that the server speaks. A page offers it together with its token, as `[socketProtocol, token]`: a header of
 * one handshake, which no history, no referrer and no access log keeps. The server answers with this one only.
 */
export const socketProtocol = 'rangefinder';

/** The token's place in the page's address: `#token=…`. A fragment never leaves the browser. */
export const tokenParameter = 'token';
