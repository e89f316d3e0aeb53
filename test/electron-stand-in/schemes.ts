/**
 * Electron's `protocol`, `net` and `session`. Chromium knows no scheme of the app's own, so `app://bundle/x` is shown as
 * `https://bundle.app.stand-in.invalid/x`. The top-level name `invalid` never resolves: these requests are answered by the app.
 */
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from './app.ts';

type SchemeHandler = (request: Request) => Response | Promise<Response>;

const suffix = '.stand-in.invalid';

/** Matches what Chromium asks for when it shows one of the app's own addresses. */
export const standInPattern = `https://*${suffix}/*`;

const schemes = new Set<string>();
const handlers = new Map<string, SchemeHandler>();

/** The app's address as Chromium has to be told it. */
export function toBrowserAddress(address: string): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(address) ?? [];
  return schemes.has(scheme) ? `https://${host}.${scheme}${suffix}${rest || '/'}` : address;
}

/** Chromium's address as the app knows it. */
export function toAppAddress(address: string): string {
  const [, host, scheme, rest] = /^https:\/\/(.*)\.([a-z0-9+-]+)\.stand-in\.invalid(?::443)?(.*)$/i.exec(address) ?? [];
  return scheme ? `${scheme}://${host}${rest}` : address;
}

export function handlerFor(appAddress: string): SchemeHandler | undefined {
  return handlers.get(new URL(appAddress).protocol.slice(0, -1));
}

export const protocol = {
  registerSchemesAsPrivileged(list: readonly { scheme: string }[]): void {
    if (app.started) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme } of list) schemes.add(scheme);
  },
  handle(scheme: string, handler: SchemeHandler): void {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    schemes.add(scheme);
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    handlers.delete(scheme);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
};

const contentTypes: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

export const net = {
  async fetch(input: string | Request, options?: RequestInit): Promise<Response> {
    const address = typeof input === 'string' ? input : input.url;
    if (!address.startsWith('file:')) return fetch(input, options);
    const file = fileURLToPath(address);
    const body = await readFile(file).catch(() => {
      throw new TypeError('net::ERR_FILE_NOT_FOUND');
    });
    const contentType = contentTypes[path.extname(file)] ?? 'application/octet-stream';
    return new Response(body, { headers: { 'content-type': contentType } });
  },
  isOnline: (): boolean => true,
  online: true,
};

type PermissionHandler = (...args: any[]) => unknown;

/** Pages here ask for no permission: what the app would answer is kept, for tests to call. */
class Session extends EventEmitter {
  readonly protocol = protocol;
  readonly permissions: { request: PermissionHandler | null; check: PermissionHandler | null } = { request: null, check: null };

  setPermissionRequestHandler(handler: PermissionHandler | null): void {
    this.permissions.request = handler;
  }

  setPermissionCheckHandler(handler: PermissionHandler | null): void {
    this.permissions.check = handler;
  }

  setDevicePermissionHandler(): void {}
  setSpellCheckerEnabled(): void {}
  async setProxy(): Promise<void> {}

  async resolveProxy(): Promise<string> {
    return 'DIRECT';
  }
}

export const session = { defaultSession: new Session() };
