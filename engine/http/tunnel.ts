/** A connection through a proxy to a server: by CONNECT (RFC 9110, section 9.3.6), or by SOCKS (RFC 1928). */
import net from 'node:net';
import { AnswerError, networkError } from './answer-error.ts';
import { http, https } from './clients.ts';
import { proxyAuthorization, type Proxy } from './proxies.ts';

/** Who waits for the tunnel has less patience; this only takes away what nobody waits for any more. */
const longest = 60_000;

interface Destination {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

/** @throws AnswerError PROXY when the proxy is not there or refuses, CONNECT when it cannot reach the server. */
export async function openTunnel(proxy: Proxy, to: Destination, connecting: net.TcpNetConnectOpts): Promise<net.Socket> {
  return proxy.protocol === 'http' || proxy.protocol === 'https'
    ? connectTunnel(proxy, to, connecting)
    : socksTunnel(proxy, to, connecting);
}

function connectTunnel(proxy: Proxy, to: Destination, connecting: net.TcpNetConnectOpts): Promise<net.Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<net.Socket>();
  const authority = `${net.isIPv6(to.host) ? `[${to.host}]` : to.host}:${to.port}`;
  const headers = [['Host', authority], ...proxyAuthorization(proxy)].flat();
  const options = { ...connecting, host: proxy.host, port: proxy.port, agent: false, method: 'CONNECT', path: authority, headers };
  const request = (proxy.protocol === 'https' ? https : http).request({ ...options, setDefaultHeaders: false, timeout: longest });

  request.once('timeout', () => request.destroy(new Error('it does not answer')));
  request.once('error', (error) => reject(unreachable(proxy, error)));
  // Whatever the status, an answer to CONNECT ends here.
  request.once('connect', (response, socket, head) => {
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) {
      socket.destroy();
      return reject(refusal(proxy, to, status));
    }
    socket.setTimeout(0);
    if (head.length > 0) socket.unshift(head);
    resolve(socket);
  });
  request.end();
  return promise;
}

function refusal(proxy: Proxy, to: Destination, status: number): AnswerError {
  const details = { status };
  if (status === 407) {
    const asks = proxy.credentials ? 'does not accept the user name and password' : 'asks for a user name and password';
    return new AnswerError('fail', 'PROXY', `The proxy ${proxy.name} ${asks} (407)`, { details });
  }
  if (status >= 500)
    return new AnswerError('retry', 'CONNECT', `The proxy ${proxy.name} could not reach ${to.host} (${status})`, { details });
  return new AnswerError('fail', 'PROXY', `The proxy ${proxy.name} refuses a connection to ${to.host} (${status})`, { details });
}

async function socksTunnel(proxy: Proxy, to: Destination, connecting: net.TcpNetConnectOpts): Promise<net.Socket> {
  // Loaded only where such a proxy is used.
  const [{ SocksClient }, socket] = await Promise.all([import('socks'), connectTo(proxy, connecting)]);
  try {
    await SocksClient.createConnection({
      command: 'connect',
      destination: to,
      timeout: longest,
      existing_socket: socket,
      proxy: {
        host: proxy.host,
        port: proxy.port,
        type: proxy.protocol === 'socks5' ? 5 : 4,
        ...(proxy.credentials && { userId: proxy.credentials.user, password: proxy.credentials.password }),
      },
    });
    return socket;
  } catch (cause) {
    socket.destroy();
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (/authentication/i.test(reason)) {
      const asks = proxy.credentials ? 'does not accept the user name and password' : 'asks for a user name and password';
      throw new AnswerError('fail', 'PROXY', `The proxy ${proxy.name} ${asks}`, { cause });
    }
    if (/rejected/i.test(reason))
      throw new AnswerError('retry', 'CONNECT', `The proxy ${proxy.name} could not reach ${to.host}: ${reason}`, { cause });
    throw unreachable(proxy, cause);
  }
}

async function connectTo(proxy: Proxy, connecting: net.TcpNetConnectOpts): Promise<net.Socket> {
  const socket = net.connect({ ...connecting, host: proxy.host, port: proxy.port });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('connect', resolve);
  socket.once('error', reject);
  try {
    await promise;
    return socket;
  } catch (error) {
    throw unreachable(proxy, error);
  } finally {
    socket.off('error', reject);
  }
}

/** With a proxy in between, what cannot be reached is the proxy. */
export function unreachable(proxy: Proxy, error: unknown): AnswerError {
  const reason = networkError(error, proxy.name);
  return new AnswerError('retry', 'PROXY', `The proxy ${proxy.name} cannot be reached: ${reason.message}`, { cause: error });
}
