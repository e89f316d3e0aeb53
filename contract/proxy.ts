/** A proxy as a person names it, and the servers that are to be asked without it. Pure text to data; nothing here throws. */

const proxyProtocols = ['http', 'https', 'socks5', 'socks4'] as const;
type ProxyProtocol = (typeof proxyProtocols)[number];

interface ProxyAddress {
  readonly protocol: ProxyProtocol;
  /** With the brackets of an IPv6 address. */
  readonly host: string;
  /** Null for the protocol's usual one. */
  readonly port: number | null;
}

/**
 * - `empty`: nothing is named.
 * - `protocol`: one that is not spoken here.
 * - `credentials`: user name and password stand in it; they have places of their own.
 * - `form`: it names no host, or has more than a host and a port.
 */
type ProxyProblem = 'empty' | 'protocol' | 'credentials' | 'form';

type ReadProxy = { readonly ok: true; readonly address: ProxyAddress } | { readonly ok: false; readonly problem: ProxyProblem };

const otherNames: Readonly<Record<string, ProxyProtocol>> = { socks: 'socks5', socks5h: 'socks5', socks4a: 'socks4' };

const name = String.raw`[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}])?\.?`;
const ipv6 = String.raw`\[[0-9a-f:.]{2,45}\]`;
const place = new RegExp(`^(${name}|${ipv6})(?::(\\d{1,5}))?/?$`, 'iu');

const isPort = (port: number): boolean => port >= 1 && port <= 65_535;

/** `host:port`, or `socks5://host:port`; HTTP is spoken where nothing else is said. */
export function readProxyAddress(text: string): ReadProxy {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: 'empty' };
  const [, scheme, rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(trimmed) ?? [];
  const wanted = scheme?.toLowerCase() ?? 'http';
  const protocol = proxyProtocols.find((known) => known === wanted) ?? otherNames[wanted];
  if (!protocol) return { ok: false, problem: 'protocol' };
  if (rest.includes('@')) return { ok: false, problem: 'credentials' };
  const [, host, digits] = place.exec(rest) ?? [];
  const port = digits === undefined ? null : Number(digits);
  if (host === undefined || (port !== null && !isPort(port))) return { ok: false, problem: 'form' };
  return { ok: true, address: { protocol, host: host.toLowerCase(), port } };
}

export const exceptionSeparator = /[\s,;]+/;

const network = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)\/\d{1,3}$/i;
const bareIpv6 = /^[0-9a-f.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i;

/** The first entry of a list of exceptions that cannot be one; null when all can. */
export function badException(text: string): string | null {
  const isException = (entry: string): boolean =>
    entry === '' ||
    entry === '*' ||
    entry.toLowerCase() === '<local>' ||
    network.test(entry) ||
    bareIpv6.test(entry) ||
    place.test(entry.replace(/^\*?\.(?=.)/, ''));
  return text.split(exceptionSeparator).find((entry) => !isException(entry)) ?? null;
}
