/** Which proxy leads to an address, by the settings. Where they name none that can be used, nothing is asked: it might be meant to be hidden. */
import { BlockList, isIP } from 'node:net';
import { exceptionSeparator, readProxyAddress } from '../contract/proxy.ts';
import type { Settings } from '../contract/settings.ts';
import type { ProxyResolver } from '../engine/types.ts';

export { environmentProxies } from '../engine/index.ts';
export type { ProxyResolver } from '../engine/types.ts';

type ProxySettings = Pick<Settings, 'proxyMode' | 'proxyAddress' | 'proxyUser' | 'proxyExceptions'>;

/** Changes whenever other settings may mean another proxy. */
export const proxyKey = ({ proxyMode, proxyAddress, proxyUser, proxyExceptions }: ProxySettings): string =>
  proxyMode === 'manual' ? JSON.stringify([proxyAddress, proxyUser, proxyExceptions]) : proxyMode;

/** @param system what the system's own settings, or the environment, say. */
export function proxiesBySettings(settings: () => ProxySettings, password: () => string, system: ProxyResolver): ProxyResolver {
  return async (url) => {
    const now = settings();
    switch (now.proxyMode) {
      case 'system':
        return system(url);
      case 'none':
        return ['direct'];
      case 'manual':
        return [isException(now.proxyExceptions, url) ? 'direct' : addressOf(now, password())];
    }
  };
}

function addressOf({ proxyAddress, proxyUser }: ProxySettings, password: string): string {
  const read = readProxyAddress(proxyAddress);
  if (!read.ok) throw new Error(read.problem === 'empty' ? 'the settings name no proxy' : 'the proxy in the settings cannot be used');
  const { protocol, host, port } = read.address;
  const credentials = proxyUser || password ? `${encodeURIComponent(proxyUser)}:${encodeURIComponent(password)}@` : '';
  return `${protocol}://${credentials}${host}${port === null ? '' : `:${port}`}`;
}

/**
 * Whether a server is to be asked without the proxy. An entry is a host name, which covers all below it, an address, a network
 * (`10.0.0.0/8`), `<local>` for names without a dot, or `*`; a name or an address may carry a port.
 */
export function isException(list: string, address: string): boolean {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(exceptionSeparator)
    .some((entry) => entry !== '' && covers(entry, host, port));
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry === '<local>') return isIP(host) === 0 && !host.includes('.');
  const [, network, bits] = /^(.+)\/(\d+)$/.exec(entry) ?? [];
  if (network !== undefined) return isIn(network, Number(bits), host);
  if (isIP(entry) === 6) return isIn(entry, 128, host);
  const [, named = entry, onlyPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const name = named
    .replace(/^\*?\./, '')
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '');
  if (isIP(name)) return isIn(name, isIP(name) === 6 ? 128 : 32, host);
  // As the address has it: in the letters of DNS.
  const written = URL.parse(`http://${name}`)?.hostname ?? name;
  return host === written || host.endsWith(`.${written}`);
}

function isIn(network: string, bits: number, host: string): boolean {
  const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
  if (isIP(network) === 0 || isIP(host) === 0 || bits > (isIP(network) === 6 ? 128 : 32)) return false;
  const range = new BlockList();
  range.addSubnet(network, bits, family(network));
  return range.check(host, family(host));
}
