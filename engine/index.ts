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

export function createEngine({
  run,
  maxActive,
  maxPerHost,
  limitRate,
  groups = [],
  hostLimits = [],
  proxies = environmentProxies,
}: EngineOptions): Engine {
  const limits = { maxActive, maxPerHost, limitRate, groups, hostLimits };
  return new DownloadEngine(limits, (emit) =>
    run === 'thread' ? new ThreadRunner(limits, emit, proxies) : new InlineRunner(limits, emit, { connector: new Connector(proxies) }),
  );
}
