/**
 * What a sandboxed preload script finds around itself: `require('electron')` and `process`. It runs in pages, where its source
 * text is injected: it must close over nothing.
 */
import type { Wire } from '../wire.ts';
import type { WorldBridge } from './bridge.ts';

export interface WorldOptions {
  readonly tag: string;
  /** A page cannot see where a file came from; the path of a dropped one is made of this folder and the file's name. */
  readonly droppedFrom: string;
  readonly process: object;
}

export interface PreloadScope {
  readonly require: (name: string) => unknown;
  readonly process: object;
}

export function makeIsolatedWorld(wire: Wire, bridge: WorldBridge, options: WorldOptions, post: (text: string) => void): PreloadScope {
  type Listener = { readonly call: (...args: any[]) => void; readonly once: boolean };
  type Pending = { resolve(value: unknown): void; reject(error: Error): void; channel: string };
  const listeners = new Map<string, Listener[]>();
  const pending = new Map<number, Pending>();
  const exposed = new Set<string>();
  let lastCall = 0;

  const send = (message: object): void => post(wire.encode(message));

  const add = (channel: string, call: Listener['call'], once = false): object => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { call, once }]);
    return ipcRenderer;
  };
  const remove = (channel: string, call: Listener['call']): object => {
    const known = listeners.get(channel) ?? [];
    const index = known.findLastIndex((listener) => listener.call === call);
    if (index >= 0) listeners.set(channel, known.toSpliced(index, 1));
    return ipcRenderer;
  };
  const removeAll = (channel?: string): object => {
    if (channel === undefined) listeners.clear();
    else listeners.delete(channel);
    return ipcRenderer;
  };

  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]) => send({ type: 'send', channel, args }),
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const call = ++lastCall;
        send({ type: 'invoke', call, channel, args });
        pending.set(call, { resolve, reject, channel });
      }),
    sendSync: () => {
      throw new Error('The stand-in for Electron has no sendSync');
    },
    on: (channel: string, call: Listener['call']) => add(channel, call),
    once: (channel: string, call: Listener['call']) => add(channel, call, true),
    addListener: (channel: string, call: Listener['call']) => add(channel, call),
    off: remove,
    removeListener: remove,
    removeAllListeners: removeAll,
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  };

  const deliver = (channel: string, args: unknown[]): void => {
    for (const { call, once } of listeners.get(channel) ?? []) {
      if (once) remove(channel, call);
      call.call(ipcRenderer, { sender: ipcRenderer, senderId: 0, ports: [] }, ...args);
    }
  };
  const settle = (call: number, ok: boolean, value: unknown): void => {
    const waiting = pending.get(call);
    pending.delete(call);
    if (ok) waiting?.resolve(value);
    else waiting?.reject(new Error(`Error invoking remote method '${waiting.channel}': ${String(value)}`));
  };
  Object.defineProperty(globalThis, '__standInDeliver', {
    value: (text: string) => {
      const message = wire.decode(text);
      if (message.type === 'message') deliver(message.channel, message.args);
      else settle(message.call, message.ok, message.value);
    },
  });

  const electron = {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => {
        if (exposed.has(name)) throw new Error('Cannot bind an API on top of an existing property on the window object');
        exposed.add(name);
        bridge.expose(name, api);
      },
    },
    webUtils: {
      getPathForFile: (file: File) => (options.droppedFrom ? `${options.droppedFrom}/${file.name}` : ''),
    },
  };

  window.addEventListener(`${options.tag}-popup`, (event) => send({ type: 'popup', ...(event as CustomEvent).detail }));

  return {
    require: (name) => {
      if (/^electron(\/renderer)?$/.test(name)) return electron;
      throw new Error(`module not found: ${name} (a sandboxed preload script may only require electron)`);
    },
    process: Object.freeze({ ...options.process, contextIsolated: true, sandboxed: true, type: 'renderer' }),
  };
}
