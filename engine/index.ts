/** The engine as a library. */
import { DownloadEngine } from './engine.ts';
import { Connector } from './http/connector.ts';
import { environmentProxies } from './http/proxies.ts';
import { InlineRunner } from './runner.ts';
import { ThreadRunner } from './thread-runner.ts';
import type { Engine, EngineOptions } from './types.ts';

export type * from './state.ts';
export type * from './types.ts';

export { environmentProxies };

export function createEngine(options: EngineOptions): Engine {
  const { maxActive, maxPerHost, limitRate, groups = [], hostLimits = [], proxies = environmentProxies } = options;
  const limits = { maxActive, maxPerHost, limitRate, groups, hostLimits };
  return new DownloadEngine(limits, (emit) => {
    if (options.run === 'thread') return new ThreadRunner(limits, emit, proxies);
    return new InlineRunner(limits, emit, { connector: new Connector(proxies), tellSegments: options.tellSegments ?? true });
  });
}
