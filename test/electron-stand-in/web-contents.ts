/** Electron's `webContents`: one page in the browser, its IPC, its requests and its navigation. */
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import type { Json } from './chromium.ts';
import { NativeImage } from './images.ts';
import { IpcMain, ipcMain } from './ipc-main.ts';
import { binding, createPageScripts, type PageScripts } from './page/scripts.ts';
import { browser, createEvent, debug, runtime } from './runtime.ts';
import { handlerFor, session, standInPattern, toAppAddress, toBrowserAddress } from './schemes.ts';
import { nativeTheme } from './theme.ts';
import { decode, encode } from './wire.ts';

export interface WebPreferences {
  readonly preload?: string;
  readonly additionalArguments?: readonly string[];
}

/** What a page needs of the window around it. */
interface PageWindow extends EventEmitter {
  getBounds(): { width: number; height: number };
  askToClose(): boolean;
}

type OpenHandler = (details: object) => { action: 'allow' | 'deny' };

const isolatedWorld = 'Electron Isolated Context';

/** Keeps the bridge's events apart from any that the page may dispatch. */
const tag = `stand-in-${randomBytes(6).toString('hex')}`;

const pages = new Map<number, WebContents>();
let lastId = 0;

export class WebContents extends EventEmitter {
  readonly id = ++lastId;
  readonly ipc = new IpcMain();
  readonly session = session.defaultSession;
  readonly mainFrame: object;
  /** Resolves once the page is there and prepared. */
  readonly prepared: Promise<void>;
  readonly #window: PageWindow;
  readonly #preferences: WebPreferences;
  readonly #followTheme = (): void => void this.#applyTheme().catch(() => {});
  #target = '';
  #session = '';
  #address = '';
  #requested = '';
  #shownOnce = false;
  #destroyed = false;
  /** The isolated world's execution context; 0 while the page is between two documents. */
  #context = 0;
  #onOpen: OpenHandler = () => ({ action: 'allow' });

  constructor(window: PageWindow, preferences: WebPreferences) {
    super();
    this.#window = window;
    this.#preferences = preferences;
    this.mainFrame = this.#createMainFrame();
    pages.set(this.id, this);
    app.emit('web-contents-created', createEvent(), this);
    this.prepared = this.#prepare();
    this.prepared.catch((error: unknown) => {
      if (!runtime.quitting) console.error('A page could not be made', error);
    });
    nativeTheme.on('updated', this.#followTheme);
  }

  static getAllWebContents(): WebContents[] {
    return [...pages.values()];
  }

  static fromId(id: number): WebContents | undefined {
    return pages.get(id);
  }

  static fromDevToolsTargetId(target: string): WebContents | undefined {
    return [...pages.values()].find((page) => page.target === target);
  }

  static getFocusedWebContents(): WebContents | null {
    return pages.values().next().value ?? null;
  }

  get target(): string {
    return this.#target;
  }

  /** Sends a command of the DevTools protocol to this page. */
  command(method: string, params: Json = {}): Promise<Json> {
    return browser().send(method, params, this.#session);
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    void this.#deliver({ type: 'message', channel, args });
  }

  async loadURL(address: string): Promise<void> {
    await this.prepared;
    this.#requested = toBrowserAddress(address);
    this.emit('did-start-loading', createEvent());
    const loaded = once(this, 'did-finish-load');
    const { errorText } = await this.command('Page.navigate', { url: this.#requested });
    if (errorText) {
      const code = String(errorText).replace(/^net::/, '');
      this.emit('did-fail-load', createEvent(), -2, code, address, true);
      throw Object.assign(new Error(`${code} (-2) loading '${address}'`), { code, url: address });
    }
    await loaded;
  }

  loadFile(file: string): Promise<void> {
    return this.loadURL(pathToFileURL(path.resolve(runtime.appFolder, file)).href);
  }

  async executeJavaScript(code: string): Promise<unknown> {
    await this.prepared;
    const parameters = { expression: code, awaitPromise: true, returnByValue: true, userGesture: true };
    const { result, exceptionDetails } = await this.command('Runtime.evaluate', parameters);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'The script failed');
    return result.value;
  }

  async capturePage(): Promise<NativeImage> {
    const { data } = await this.command('Page.captureScreenshot');
    return new NativeImage(Buffer.from(String(data), 'base64'));
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#onOpen = handler;
  }

  getURL(): string {
    return toAppAddress(this.#address);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isFocused(): boolean {
    return !this.#destroyed;
  }

  reload(): void {
    void this.command('Page.reload').catch(() => {});
  }

  forcefullyCrashRenderer(): void {
    void this.command('Page.crash').catch(() => {});
  }

  close(): void {
    this.#window.askToClose();
  }

  /** The window has gone, and this with it. */
  onGone(): void {
    this.#destroyed = true;
    pages.delete(this.id);
    nativeTheme.off('updated', this.#followTheme);
    this.emit('destroyed');
  }

  setBackgroundThrottling(): void {}
  openDevTools(): void {}
  focus(): void {}

  async #prepare(): Promise<void> {
    await runtime.browserStarted;
    const { width, height } = this.#window.getBounds();
    const { targetId } = await browser().send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height });
    this.#target = String(targetId);
    const { sessionId } = await browser().send('Target.attachToTarget', { targetId, flatten: true });
    this.#session = String(sessionId);

    this.#followPage();
    this.#followIsolatedWorld();
    const scripts = this.#createScripts();
    await Promise.all([
      this.command('Page.enable'),
      this.command('Runtime.enable'),
      this.command('Runtime.addBinding', { name: binding, executionContextName: isolatedWorld }),
      this.command('Page.addScriptToEvaluateOnNewDocument', { source: scripts.mainWorld }),
      this.command('Page.addScriptToEvaluateOnNewDocument', { source: scripts.isolatedWorld, worldName: isolatedWorld }),
      this.command('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }, { urlPattern: standInPattern }] }),
      this.command('Emulation.setFocusEmulationEnabled', { enabled: true }),
      this.#applyTheme(),
    ]);
  }

  #createScripts(): PageScripts {
    const { preload, additionalArguments = [] } = this.#preferences;
    return createPageScripts(preload ? readFileSync(preload, 'utf8') : '', {
      tag,
      droppedFrom: process.env['ELECTRON_STAND_IN_DROPPED_FROM'] ?? '',
      process: {
        platform: process.platform,
        arch: process.arch,
        versions: { ...process.versions },
        argv: [process.execPath, ...additionalArguments],
        env: {},
      },
    });
  }

  #on(method: string, listener: (params: Json) => void): void {
    browser().on(`${this.#session}:${method}`, listener);
  }

  #followPage(): void {
    this.#on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId) return;
      this.#address = frame.url;
      this.emit('did-navigate', createEvent(), this.getURL(), 200, 'OK');
    });
    this.#on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== this.#target) return;
      this.#address = url;
      this.emit('did-navigate-in-page', createEvent(), this.getURL(), true);
    });
    this.#on('Page.domContentEventFired', () => {
      if (this.#requested) this.emit('dom-ready', createEvent());
    });
    this.#on('Page.loadEventFired', () => this.#onLoaded());
    this.#on('Inspector.targetCrashed', () => {
      this.emit('render-process-gone', createEvent(), { reason: 'crashed', exitCode: 1 });
    });
    this.#on('Runtime.consoleAPICalled', ({ type, args }) => {
      const message = (args as Json[]).map((arg) => String(arg['value'] ?? arg['description'] ?? arg['type'])).join(' ');
      if (debug) console.error(`[page] ${message}`);
      this.emit('console-message', createEvent({ level: type, message }));
    });
    this.#on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
      if (debug) console.error('[page]', exceptionDetails.exception?.description ?? exceptionDetails.text);
    });
    this.#on('Fetch.requestPaused', (request) => {
      this.#answer(request).catch((error: unknown) => {
        if (debug) console.error(error);
        this.#refuse(request, 'Failed').catch(() => {});
      });
    });
  }

  #followIsolatedWorld(): void {
    this.#on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === isolatedWorld && context.auxData?.frameId === this.#target) this.#context = context.id;
    });
    this.#on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#context) this.#context = 0;
    });
    this.#on('Runtime.executionContextsCleared', () => {
      this.#context = 0;
    });
    this.#on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== binding) return;
      // The preload script can speak before the context is announced.
      this.#context = executionContextId;
      this.#onPost(decode(payload));
    });
  }

  #onLoaded(): void {
    if (!this.#requested) return;
    if (!this.#shownOnce) this.#window.emit('ready-to-show');
    this.#shownOnce = true;
    this.emit('did-finish-load', createEvent());
    this.emit('did-stop-loading', createEvent());
  }

  #onPost(message: Json): void {
    const { type, channel, args } = message;
    if (type === 'popup') {
      const { url, name, features } = message;
      this.#onOpen({ url: toAppAddress(url), frameName: name, features, disposition: 'foreground-tab' });
    } else if (type === 'send') {
      this.emit('ipc-message', this.#createIpcEvent(), channel, ...args);
      this.ipc.emit(channel, this.#createIpcEvent(), ...args);
      ipcMain.emit(channel, this.#createIpcEvent(), ...args);
    } else {
      void this.#onInvoke(message);
    }
  }

  async #onInvoke({ call, channel, args }: Json): Promise<void> {
    const context = this.#context;
    const reply = (ok: boolean, value: unknown): Promise<void> => this.#deliver({ type: 'reply', call, ok, value }, context);
    const handler = this.ipc.handlerOf(channel) ?? ipcMain.handlerOf(channel);
    if (!handler) return reply(false, `Error: No handler registered for '${channel}'`);
    try {
      await reply(true, await handler(this.#createIpcEvent(), ...args));
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      await reply(false, String(error));
    }
  }

  #createIpcEvent(): object {
    const reply = (channel: string, ...args: unknown[]): void => this.send(channel, ...args);
    return createEvent({ type: 'frame', sender: this, senderFrame: this.mainFrame, processId: this.id, frameId: 1, ports: [], reply });
  }

  #createMainFrame(): object {
    const address = (): string => this.getURL();
    return {
      get url() {
        return address();
      },
      get origin() {
        const url = URL.parse(address());
        if (!url) return '';
        return url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin;
      },
      parent: null,
      frames: [],
      send: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
      isDestroyed: () => this.#destroyed,
    };
  }

  /** Throws for what cannot be cloned. A page that is between two documents hears nothing, as in Electron. */
  async #deliver(message: object, context = this.#context): Promise<void> {
    const text = encode(message);
    if (context === 0 || this.#destroyed) return;
    const expression = `__standInDeliver(${JSON.stringify(text)})`;
    await this.command('Runtime.evaluate', { expression, contextId: context, silent: true }).catch(() => {});
  }

  async #answer(paused: Json): Promise<void> {
    const { requestId, request, resourceType, frameId } = paused;
    if (resourceType === 'Document' && frameId === this.#target && request.url !== this.#requested) {
      const url = toAppAddress(request.url);
      const event = createEvent({ url, isMainFrame: true, isSameDocument: false });
      this.emit('will-navigate', event, url);
      if (event.defaultPrevented) return this.#refuse(paused, 'Aborted');
    }

    const address = toAppAddress(request.url);
    if (address === request.url) {
      await this.command('Fetch.continueRequest', { requestId });
      return;
    }
    const handler = handlerFor(address);
    if (!handler) return this.#refuse(paused, 'Failed');

    const body = request.hasPostData ? { body: request.postData as string } : {};
    const response = await handler(new Request(address, { method: request.method, headers: request.headers, ...body }));
    await this.command('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    });
  }

  async #refuse({ requestId }: Json, errorReason: string): Promise<void> {
    await this.command('Fetch.failRequest', { requestId, errorReason });
  }

  async #applyTheme(): Promise<void> {
    if (!this.#session) return;
    const value = nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
    await this.command('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
  }
}

export { WebContents as webContents };
