/** What the system says of proxies: its environment where that names any, else what Chromium reads from its settings, scripts included. */
import { app, net, session, type ProxyConfig } from 'electron';
import { exceptionSeparator } from '../contract/proxy.ts';
import type { Settings } from '../contract/settings.ts';
import type { ServiceApi } from '../service/api.ts';
import { environmentProxies, proxyKey, type ProxyResolver } from '../service/proxies.ts';
import type { Log } from '../service/log.ts';
import { readProxyAnswer } from './proxy-answer.ts';

const named = ['http_proxy', 'https_proxy', 'all_proxy'];

export const systemProxies: ProxyResolver = async (url) => {
  // Chromium forgets the password in such a variable, and does not look at them on every desktop.
  const isNamed = named.some((name) => process.env[name] || process.env[name.toUpperCase()]);
  return isNamed ? environmentProxies(url) : readProxyAnswer(await session.defaultSession.resolveProxy(url));
};

/** Has Chromium go the same way for what the app itself asks for. The window asks for nothing outside. */
export async function followProxySettings(api: ServiceApi, log: Log): Promise<void> {
  app.on('login', (event, _contents, { firstAuthAttempt }, { isProxy }, answer) => {
    // What was refused once is refused again, and a proxy may lock out who goes on trying.
    const proxyLogin = isProxy && firstAuthAttempt ? api.proxyLogin() : null;
    if (proxyLogin === null) return;
    event.preventDefault();
    answer(proxyLogin.user, proxyLogin.password);
  });
  let before = '';
  for await (const settings of api.watchSettings()) {
    const key = proxyKey(settings);
    if (key === before) continue;
    before = key;
    await session.defaultSession.setProxy(configOf(settings)).catch((error: unknown) => {
      log('warn', 'the proxy of the settings was not taken', { error });
    });
  }
}

function configOf({ proxyMode, proxyAddress, proxyExceptions }: Settings): ProxyConfig {
  if (proxyMode !== 'manual') return { mode: proxyMode === 'none' ? 'direct' : 'system' };
  const proxyBypassRules = proxyExceptions.split(exceptionSeparator).filter(Boolean).join(',');
  return { mode: 'fixed_servers', proxyRules: proxyAddress, proxyBypassRules };
}

/** A question of the app's own, over the proxies that are set. */
export const fetchForApp = (url: string, { signal }: { readonly signal: AbortSignal }): Promise<Response> =>
  net.fetch(url, { signal, credentials: 'omit', cache: 'no-store' });
