/**
 * A server that can break HTTP, TLS and TCP at any byte: it speaks on raw sockets, so that nothing tidies up what a case makes it
 * say. It serves one connection's requests in turn, as HTTP/1.1 does, and remembers all of them.
 */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { Flow } from './flow.ts';
import { parseRequest, RequestHeads, type HostileRequest } from './request.ts';
import { Hangup, Wire } from './wire.ts';

export type Handler = (request: HostileRequest, wire: Wire) => Promise<void> | void;

export interface HostileOptions {
  readonly host?: string;
  /** Turns the server into a TLS server; given the number of the connection, so that each can show another certificate. */
  readonly tls?: (connection: number) => tls.TlsOptions;
  /** Sees a connection before its first request; it may write, reset or hold it, and returns false to have it left alone. */
  readonly accept?: (wire: Wire, connection: number) => boolean;
}

export class HostileServer {
  readonly requests: HostileRequest[] = [];
  readonly flow = new Flow();
  /** What went wrong inside the server itself; a case with one of these proves nothing. */
  readonly faults: unknown[] = [];
  handler: Handler;
  /** The most connections that were open at one time. */
  mostOpen = 0;
  readonly #options: HostileOptions;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  #connections = 0;
  #port = 0;

  private constructor(handler: Handler, options: HostileOptions) {
    this.handler = handler;
    this.#options = options;
    this.#server = net.createServer((raw) => this.#accept(raw));
  }

  static async start(handler: Handler, options: HostileOptions = {}): Promise<HostileServer> {
    const server = new HostileServer(handler, options);
    await server.listen();
    return server;
  }

  /** Stays the same when the server is stopped and started again. */
  get port(): number {
    return this.#port;
  }

  /** Connections open now. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Connections accepted since the start. */
  get connections(): number {
    return this.#connections;
  }

  /** The address of a path on this server, by the host name that clients are to use. */
  url(path: string, host = this.#options.host ?? '127.0.0.1'): string {
    return `${this.#options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${this.port}${path}`;
  }

  /** Stops listening and cuts every connection; resolves when the port is free. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cutConnections();
    await closed;
  }

  /** Cuts every open connection, and goes on listening. */
  cutConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Listens; again, after it was stopped, on the port it had. */
  async listen(): Promise<void> {
    this.#server.listen({ host: this.#options.host ?? '127.0.0.1', port: this.#port });
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as net.AddressInfo).port;
  }

  #accept(raw: net.Socket): void {
    const connection = this.#connections;
    this.#connections += 1;
    this.#sockets.add(raw);
    this.mostOpen = Math.max(this.mostOpen, this.#sockets.size);
    raw.setNoDelay(true);
    raw.on('close', () => this.#sockets.delete(raw));
    // A client that resets or fails a handshake is expected here; the wire tells the handler that it is gone.
    raw.on('error', () => raw.destroy());

    const socket = this.#options.tls ? new tls.TLSSocket(raw, { isServer: true, ...this.#options.tls(connection) }) : raw;
    socket.on('error', () => raw.destroy());
    const wire = new Wire(raw, socket, this.flow);
    if (this.#options.accept?.(wire, connection) === false) {
      // Only a socket that is read from notices that the client has left.
      socket.resume();
      return;
    }
    void this.#serve(socket, wire, connection).catch((fault: unknown) => {
      if (fault instanceof Hangup) return;
      this.faults.push(fault);
      raw.destroy();
    });
  }

  async #serve(socket: net.Socket, wire: Wire, connection: number): Promise<void> {
    const heads = new RequestHeads(socket);
    let turn = 0;
    for (let head = await heads.next(); head !== null; head = await heads.next()) {
      const request = parseRequest(head, { connection, turn, ordinal: this.requests.length });
      turn += 1;
      this.requests.push(request);
      await this.handler(request, wire);
      if (!wire.open) return;
    }
  }
}
