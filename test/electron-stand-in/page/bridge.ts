/**
 * The way between the page's own world and the preload script's isolated one: events on `window`, whose details Chromium clones
 * as they cross. These functions run in pages, where their source text is injected: they must close over nothing.
 */

export interface WorldBridge {
  expose(name: string, api: unknown): void;
}

/** One end of the bridge; both worlds run it. Calls are synchronous, and functions and promises cross as references. */
export function makeBridge(tag: string, here: string, there: string): WorldBridge {
  type Settler = { resolve(value: unknown): void; reject(reason: unknown): void };
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const numbers = new WeakMap<object, number>();
  const promises = new Map<number, Settler>();
  let lastNumber = 0;
  let answer: { ok: boolean; value: unknown } | undefined;

  const tell = (operation: string, detail: unknown): void => {
    window.dispatchEvent(new CustomEvent(`${tag}-${there}-${operation}`, { detail }));
  };
  const hear = (operation: string, handle: (detail: any) => void): void => {
    const onEvent = (event: Event): void => {
      event.stopImmediatePropagation();
      handle((event as CustomEvent).detail);
    };
    window.addEventListener(`${tag}-${here}-${operation}`, onEvent, true);
  };
  const isPlainObject = (value: unknown): boolean => Object.prototype.toString.call(value) === '[object Object]';

  const wrap = (value: any): unknown => {
    if (typeof value === 'function') {
      const number = numbers.get(value) ?? ++lastNumber;
      numbers.set(value, number);
      functions.set(number, value);
      return { [tag]: 'function', number };
    }
    if (typeof value === 'symbol') throw new TypeError('contextBridge: symbols cannot cross');
    if (value instanceof Promise) {
      const number = ++lastNumber;
      value.then(
        (result) => tell('settle', { number, ok: true, value: wrap(result) }),
        (error) => tell('settle', { number, ok: false, value: wrap(error) }),
      );
      return { [tag]: 'promise', number };
    }
    if (Array.isArray(value)) return value.map(wrap);
    if (!isPlainObject(value)) return value;
    return Object.fromEntries(Object.keys(value).map((key) => [key, wrap(value[key])]));
  };

  const callThere = (number: number, args: unknown[]): unknown => {
    answer = undefined;
    tell('call', { number, args: wrap(args) });
    const given = answer as { ok: boolean; value: unknown } | undefined;
    answer = undefined;
    if (!given) throw new Error('contextBridge: no answer');
    if (!given.ok) throw given.value;
    return unwrap(given.value, false);
  };

  const unwrap = (value: any, freeze: boolean): unknown => {
    const kept = <T extends object>(made: T): T => (freeze ? Object.freeze(made) : made);
    if (Array.isArray(value)) return kept(value.map((item) => unwrap(item, freeze)));
    if (!isPlainObject(value)) return value;
    if (value[tag] === 'promise') return new Promise((resolve, reject) => promises.set(value.number, { resolve, reject }));
    if (value[tag] === 'function') return (...args: unknown[]) => callThere(value.number, args);
    return kept(Object.fromEntries(Object.keys(value).map((key) => [key, unwrap(value[key], freeze)])));
  };

  hear('call', ({ number, args }) => {
    try {
      tell('answer', { ok: true, value: wrap(functions.get(number)?.(...(unwrap(args, false) as unknown[]))) });
    } catch (error) {
      tell('answer', { ok: false, value: error instanceof Error ? error : wrap(error) });
    }
  });
  hear('answer', (detail) => {
    answer = detail;
  });
  hear('settle', ({ number, ok, value }) => {
    const promise = promises.get(number);
    promises.delete(number);
    if (ok) promise?.resolve(unwrap(value, false));
    else promise?.reject(unwrap(value, false));
  });
  hear('expose', ({ name, api }) => {
    Object.defineProperty(window, name, { value: unwrap(api, true), enumerable: true, writable: false, configurable: false });
  });

  return { expose: (name, api) => tell('expose', { name, api: wrap(api) }) };
}

/** Runs in the page's own world: whatever would open a window is told to the other world, and nothing opens. */
export function preventPopups(tag: string): void {
  const tell = (address: string, name: string, features: string): void => {
    const url = new URL(address, document.baseURI).href;
    window.dispatchEvent(new CustomEvent(`${tag}-popup`, { detail: { url, name, features } }));
  };
  const open = (address: string | URL = '', name = '', features = ''): null => {
    tell(String(address), name, features);
    return null;
  };
  Object.defineProperty(window, 'open', { value: open, writable: true, configurable: true });
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((element) => element instanceof HTMLAnchorElement && element.href !== '') as
      | HTMLAnchorElement
      | undefined;
    const opensWindow = link !== undefined && (link.target === '_blank' || event.ctrlKey || event.metaKey);
    if (!opensWindow || event.defaultPrevented) return;
    event.preventDefault();
    tell(link.href, link.target, '');
  });
}
