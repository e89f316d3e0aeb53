/**
 * Who may talk to the server. It listens on loopback only, but every page in every browser of this machine can reach that:
 * the Host list stops names that were rebound to 127.0.0.1, the Origin check stops other pages, and the token stops other users.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { socketPath, socketProtocol } from '../contract/bridge.ts';

export class Guard {
  readonly #hosts: readonly string[];
  readonly #origins: readonly string[];
  readonly #tokenDigest: Buffer;

  constructor(port: number, token: string) {
    this.#hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    this.#origins = this.#hosts.map((host) => `http://${host}`);
    this.#tokenDigest = digest(token);
  }

  /** The status with which a request for a file is refused, or null when it may pass. The files hold no secret. */
  refuseRequest(request: IncomingMessage): number | null {
    if (!this.#isOurHost(request)) return 421;
    if (request.method !== 'GET' && request.method !== 'HEAD') return 405;
    const { origin } = request.headers;
    return origin === undefined || this.#origins.includes(origin) ? null : 403;
  }

  /** The status with which a WebSocket is refused, or null. Browsers always say their origin, and a page always has the token. */
  refuseSocket(request: IncomingMessage): number | null {
    if (!this.#isOurHost(request)) return 421;
    if (!this.#origins.includes(request.headers.origin ?? '')) return 403;
    if (request.url !== socketPath) return 404;
    const [protocol, token = '', ...more] = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
    if (protocol !== socketProtocol || more.length > 0) return 400;
    return this.#isToken(token) ? null : 401;
  }

  #isOurHost(request: IncomingMessage): boolean {
    return this.#hosts.includes(request.headers.host ?? '');
  }

  /** Compared as digests: equally long, whatever was sent, and in constant time. */
  #isToken(token: string): boolean {
    return timingSafeEqual(digest(token), this.#tokenDigest);
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
