/** Which proxy stands between us and a server. Whoever is asked may name several, to be tried in their order. */
import { getProxyForUrl } from 'proxy-from-env';
import type { ProxyResolver } from '../types.ts';
import { AnswerError } from './answer-error.ts';

/** What stands for no proxy at all, in a resolver's answer. */
const direct = 'direct';

/** Milliseconds that a proxy which could not be reached is passed over, where there is another. */
const passedOverFor = 300_000;

/** Other words for the protocols, and whether they are tunnels of SOCKS. The proxy resolves names in all of them. */
const protocols: Readonly<Record<string, Proxy['protocol']>> = {
  'http:': 'http',
  'https:': 'https',
  'socks:': 'socks5',
  'socks5:': 'socks5',
  'socks5h:': 'socks5',
  'socks4:': 'socks4',
  'socks4a:': 'socks4',
};
const usualPorts = { http: 80, https: 443, socks5: 1080, socks4: 1080 } as const;

export interface Proxy {
  readonly protocol: 'http' | 'https' | 'socks4' | 'socks5';
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly credentials: { readonly user: string; readonly password: string } | null;
  /** For people: without credentials. */
  readonly name: string;
  /** With credentials; tells one proxy from another. */
  readonly href: string;
}

/** What the environment says: http_proxy, https_proxy, all_proxy and no_proxy, as curl reads them. */
export const environmentProxies: ProxyResolver = async (url) => [getProxyForUrl(url) || direct];

/** True where a proxy is asked for the whole address, instead of for a tunnel: few let plain HTTP through one. */
export const asksForWhole = ({ protocol }: Proxy, url: URL): boolean =>
  url.protocol === 'http:' && (protocol === 'http' || protocol === 'https');

/** How a proxy is told who asks (RFC 9110, section 11.7.2); nothing when it need not know. */
export const proxyAuthorization = ({ credentials }: Proxy): [name: string, value: string][] =>
  credentials ? [['Proxy-Authorization', `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`]] : [];

export class Proxies {
  readonly #resolve: ProxyResolver;
  /** When each proxy could not be reached. */
  readonly #failed = new Map<string, number>();

  constructor(resolve: ProxyResolver) {
    this.#resolve = resolve;
  }

  /** Null when the server is to be asked directly. @throws PROXY when that cannot be known: nothing goes past a proxy by mistake. */
  async for(url: URL): Promise<Proxy | null> {
    const proxies = await this.#named(url);
    return proxies.find((proxy) => !this.#isFailed(proxy)) ?? proxies[0] ?? null;
  }

  /** Takes note that a proxy could not be reached. True when there is another to try. */
  async failed(proxy: Proxy, url: URL): Promise<boolean> {
    this.#failed.set(proxy.href, performance.now());
    return (await this.#named(url)).some((other) => !this.#isFailed(other));
  }

  #isFailed(proxy: Proxy | null): boolean {
    const at = proxy === null ? undefined : this.#failed.get(proxy.href);
    return at !== undefined && performance.now() - at < passedOverFor;
  }

  async #named(url: URL): Promise<(Proxy | null)[]> {
    try {
      return (await this.#resolve(url.href)).map((answer) => (answer === direct ? null : readProxy(answer)));
    } catch (cause) {
      if (cause instanceof AnswerError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new AnswerError('retry', 'PROXY', `It could not be found out which proxy to use: ${reason}`, { cause });
    }
  }
}

function readProxy(text: string): Proxy {
  const url = URL.parse(text);
  const protocol = protocols[url?.protocol ?? ''];
  if (!url || !protocol || url.hostname === '') {
    throw new AnswerError('fail', 'PROXY', `This proxy cannot be used: ${text.replace(/\/\/.*@/, '//')}`);
  }
  const port = url.port === '' ? usualPorts[protocol] : Number(url.port);
  const credentials = url.username || url.password ? { user: decode(url.username), password: decode(url.password) } : null;
  return { protocol, host: url.hostname.replace(/^\[|\]$/g, ''), port, credentials, name: `${url.hostname}:${port}`, href: url.href };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
