/** The page and the contract over HTTP and WebSocket, on loopback and behind a token. */
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { socketProtocol, tokenParameter } from '../contract/bridge.ts';
import type { Log } from '../service/log.ts';
import { answerPage } from '../service/page.ts';
import type { ServiceRouter } from '../service/router.ts';
import { serve } from '../service/transport/serve.ts';
import { Guard } from './guard.ts';
import { createSocketPort } from './socket-port.ts';

export interface ServerOptions {
  readonly router: ServiceRouter;
  /** The folder of the built page. */
  readonly page: string;
  readonly token: string;
  /** 0 takes any that is free. */
  readonly port: number;
  readonly log: Log;
}

export interface RunningServer {
  /** The page's address with its token: whoever has it can do everything that the page can. */
  readonly address: string;
  close(): Promise<void>;
}

/** The longest list of links that the contract takes, with room to spare. */
const maxMessageBytes = 64 * 1024 * 1024;

/** Resolves when the server listens; rejects when it cannot have the port. */
export async function startServer({ router, page, token, port, log }: ServerOptions): Promise<RunningServer> {
  const http = createServer();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, handleProtocols: () => socketProtocol });

  const { promise, resolve, reject } = Promise.withResolvers<void>();
  http.once('error', reject);
  http.listen(port, '127.0.0.1', resolve);
  await promise;

  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  const guard = new Guard((http.address() as AddressInfo).port, token);

  http.on('request', (request, response) => {
    const status = guard.refuseRequest(request);
    if (status === null) return void answer(request, response, page);
    log('warn', 'a request was refused', { status, host: request.headers.host, origin: request.headers.origin });
    response.writeHead(status, { connection: 'close' }).end();
  });

  http.on('upgrade', (request, socket, head) => {
    const status = guard.refuseSocket(request);
    if (status !== null) {
      log('warn', 'a connection was refused', { status, host: request.headers.host, origin: request.headers.origin });
      return refuse(socket, status);
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const onFault = (fault: unknown): void => log('warn', 'a message was not understood', { fault });
      serve(createSocketPort(webSocket), router, { onFault });
    });
  });

  return {
    address: `http://${host}/#${tokenParameter}=${token}`,
    async close() {
      const closed = new Promise<void>((done) => http.close(() => done()));
      for (const socket of sockets.clients) socket.terminate();
      http.closeAllConnections();
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, page: string): Promise<void> {
  // Only the path: what is before or behind it in the request's first line cannot lead anywhere else.
  const pathname = (request.url ?? '/').replace(/[?#].*$/s, '');
  const { status, headers, body } = await answerPage(page, pathname, [`ws://${request.headers.host}`]);
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function refuse(socket: Duplex, status: number): void {
  // The other side may be gone already; without a listener that would end the process.
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
