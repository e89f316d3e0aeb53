/** The texts that are injected into every page before its own scripts run. */
import { makeWire } from '../wire.ts';
import { makeBridge, preventPopups } from './bridge.ts';
import { makeIsolatedWorld, type WorldOptions } from './isolated-world.ts';

/** The function by which the isolated world reaches the main process. */
export const binding = '__standInPost';

export interface PageScripts {
  readonly mainWorld: string;
  readonly isolatedWorld: string;
}

export function createPageScripts(preload: string, options: WorldOptions): PageScripts {
  const tag = JSON.stringify(options.tag);
  // Frames within the page get nothing, as in Electron.
  const onlyInTopFrame = 'if (window !== window.top) return;';
  return {
    mainWorld: `(() => {
      ${onlyInTopFrame}
      (${makeBridge})(${tag}, 'main', 'isolated');
      (${preventPopups})(${tag});
    })()`,
    isolatedWorld: `(() => {
      ${onlyInTopFrame}
      const bridge = (${makeBridge})(${tag}, 'isolated', 'main');
      const wire = (${makeWire})();
      const { require, process } = (${makeIsolatedWorld})(wire, bridge, ${JSON.stringify(options)}, globalThis.${binding});
      const module = { exports: {} };
      (function (require, module, exports, process, global) {
        ${preload}
      })(require, module, module.exports, process, globalThis);
    })()`,
  };
}
