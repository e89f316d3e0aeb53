/** What the system says of proxies: its environment where that names any, else what Chromium reads from its settings, scripts included. */
import { session } from 'electron';
import { environmentProxies, type ProxyResolver } from '../service/proxies.ts';
import { readProxyAnswer } from './proxy-answer.ts';

const named = ['http_proxy', 'https_proxy', 'all_proxy'];

export const systemProxies: ProxyResolver = async (url) => {
  // Chromium forgets the password in such a variable, and does not look at them on every desktop.
  const isNamed = named.some((name) => process.env[name] || process.env[name.toUpperCase()]);
  return isNamed ? environmentProxies(url) : readProxyAnswer(await session.defaultSession.resolveProxy(url));
};
