/** Proxies to be downloaded through: one of our own that keeps account, and real ones from Debian's packages. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { freePort } from '../../bench/servers/free-port.ts';

/** Where every name leads that our own proxy is asked for: only it can resolve them. */
const everyName = '127.0.0.1';

const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** An HTTP proxy for whole addresses and for tunnels. */
export class AccountingProxy {
  /** What was asked for: `GET http://…` or `CONNECT host:port`. */
  readonly asked: string[] = [];
  /** When set, whatever else is asked gets this status. */
  refuseWith: number | null = null;
  readonly #credentials: string | null;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();

  private constructor(credentials: string | null, server: Server) {
    this.#credentials = credentials;
    this.#server = server;
    this.#server.on('connection', (socket: Socket) => this.#keep(socket));
    this.#server.on('request', (request, response) => this.#pass(request, response));
    this.#server.on('connect', (request: IncomingMessage, socket: Duplex) => this.#tunnel(request, socket));
  }

  static start(user?: string, password = ''): Promise<AccountingProxy> {
    return AccountingProxy.#listen(new AccountingProxy(user === undefined ? null : basic(user, password), createServer()));
  }

  /** Is itself spoken to over TLS. */
  static startSecure(identity: { readonly cert: string; readonly key: string }): Promise<AccountingProxy> {
    return AccountingProxy.#listen(new AccountingProxy(null, createSecureServer(identity)));
  }

  static async #listen(proxy: AccountingProxy): Promise<AccountingProxy> {
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #keep(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
  }

  #refusal({ method, url, headers }: IncomingMessage): number | null {
    this.asked.push(`${method} ${url}`);
    if (this.#credentials !== null && headers['proxy-authorization'] !== this.#credentials) return 407;
    return this.refuseWith;
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const refusal = this.#refusal(request);
    if (refusal !== null) return void response.writeHead(refusal).end();
    const { port, pathname, search, host } = new URL(request.url ?? '');
    const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = request.headers;
    const onward = ask({ host: everyName, port, path: pathname + search, headers: { ...headers, host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end();
  }

  #tunnel(request: IncomingMessage, socket: Duplex): void {
    const refusal = this.#refusal(request);
    if (refusal !== null) return void socket.end(`HTTP/1.1 ${refusal} Refused\r\nContent-Length: 0\r\n\r\n`);
    const port = Number(/:(\d+)$/.exec(request.url ?? '')?.[1]);
    const onward = connect(port, everyName, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    this.#keep(onward);
    onward.on('error', () => socket.destroy());
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export interface RealProxy {
  readonly port: number;
  close(): Promise<void>;
}

/** Asks for a user name and password. */
export async function startTinyproxy(user: string, password: string): Promise<RealProxy> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rangefinder-proxy-'));
  const port = await freePort();
  const file = path.join(folder, 'tinyproxy.conf');
  const lines = [`Port ${port}`, 'Listen 127.0.0.1', 'Timeout 60', 'MaxClients 50', `BasicAuth ${user} ${password}`];
  writeFileSync(file, `${[...lines, `LogFile "${path.join(folder, 'log')}"`].join('\n')}\n`);
  const child = spawn('tinyproxy', ['-d', '-c', file], { stdio: 'ignore' });
  return running(child, port, () => rmSync(folder, { recursive: true, force: true }));
}

/** SOCKS 5; asks for a user name and password. */
export async function startMicrosocks(user: string, password: string): Promise<RealProxy> {
  const port = await freePort();
  const child = spawn('microsocks', ['-i', '127.0.0.1', '-p', String(port), '-u', user, '-P', password], { stdio: 'ignore' });
  return running(child, port, () => {});
}

async function running(child: ChildProcess, port: number, tidy: () => void): Promise<RealProxy> {
  const ended = once(child, 'exit');
  const failed = ended.then(([code]) => {
    throw new Error(`the proxy ended with ${code}`);
  });
  failed.catch(() => undefined);
  // It says nothing when it is ready; being let in is the only sign.
  while (!(await Promise.race([takesConnections(port), failed])));
  return {
    port,
    async close() {
      child.kill();
      await ended;
      tidy();
    },
  };
}

function takesConnections(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1', () => resolve(true));
  socket.on('error', () => setTimeout(resolve, 10, false));
  socket.on('close', () => socket.destroy());
  return promise.finally(() => socket.destroy());
}
