/** What the parts of the stand-in share. It is one process with one app, as Electron is. */
import type { Chromium } from './chromium.ts';

interface Manifest {
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
  readonly main?: string;
}

const { promise: browserStarted, resolve: announceBrowser } = Promise.withResolvers<void>();

export const runtime = {
  appFolder: process.cwd(),
  manifest: {} as Manifest,
  browser: null as Chromium | null,
  browserStarted,
  announceBrowser,
  quitting: false,
};

/** Set to see what the browser, the page and the stand-in say. */
export const debug = Boolean(process.env['ELECTRON_STAND_IN_DEBUG']);

/** The browser, once it runs. Whoever is here earlier has forgotten to wait for `browserStarted`. */
export function browser(): Chromium {
  if (!runtime.browser) throw new Error('The browser has not been started');
  return runtime.browser;
}

export type PreventableEvent<T extends object = object> = T & { defaultPrevented: boolean; preventDefault(): void };

/** An event as Electron hands it to listeners. */
export function createEvent<T extends object>(details?: T): PreventableEvent<T> {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault(): void {
      event.defaultPrevented = true;
    },
  } as PreventableEvent<T>;
  return event;
}
