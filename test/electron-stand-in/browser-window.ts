/** Electron's `BrowserWindow`: a page's window, with the state that a window manager would keep. */
import { EventEmitter, once } from 'node:events';
import { app, openWindows } from './app.ts';
import { browser, createEvent, runtime } from './runtime.ts';
import { WebContents, type WebPreferences } from './web-contents.ts';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface WindowOptions extends Partial<Bounds> {
  readonly show?: boolean;
  readonly title?: string;
  readonly webPreferences?: WebPreferences;
}

type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen';

const windows = new Map<number, BrowserWindow>();
let lastId = 0;

export class BrowserWindow extends EventEmitter {
  readonly id = ++lastId;
  readonly webContents: WebContents;
  readonly gone: Promise<void>;
  readonly #bounds: Bounds;
  #visible: boolean;
  #focused: boolean;
  #state: WindowState = 'normal';
  #title: string;
  #progress = -1;
  #closing = false;
  #destroyed = false;

  constructor({ x = 0, y = 0, width = 800, height = 600, show = true, title = app.getName(), webPreferences = {} }: WindowOptions = {}) {
    super();
    if (!app.started) throw new Error('Cannot create BrowserWindow before app is ready');
    this.#bounds = { x, y, width, height };
    this.#visible = show;
    this.#focused = show;
    this.#title = title;
    this.gone = once(this, 'closed').then(() => undefined);
    windows.set(this.id, this);
    openWindows.add(this);
    this.webContents = new WebContents(this, webPreferences);
    app.emit('browser-window-created', createEvent(), this);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null;
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.isFocused()) ?? null;
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address);
  }

  loadFile(file: string): Promise<void> {
    return this.webContents.loadFile(file);
  }

  show(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.#focused = true;
    this.emit('show');
    this.emit('focus');
  }

  showInactive(): void {
    this.show();
  }

  hide(): void {
    if (!this.#visible) return;
    this.#visible = false;
    this.#focused = false;
    this.emit('hide');
  }

  focus(): void {
    this.#focused = this.#visible;
    this.emit('focus');
  }

  blur(): void {
    this.#focused = false;
    this.emit('blur');
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isFocused(): boolean {
    return this.#visible && this.#focused && this.#state !== 'minimized';
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen';
  }

  minimize(): void {
    this.#become('minimized', 'minimize');
  }

  maximize(): void {
    this.#become('maximized', 'maximize');
  }

  unmaximize(): void {
    this.#become('normal', 'unmaximize');
  }

  restore(): void {
    this.#become('normal', 'restore');
  }

  setFullScreen(wanted: boolean): void {
    if (wanted) this.#become('fullscreen', 'enter-full-screen');
    else this.#become('normal', 'leave-full-screen');
  }

  getBounds(): Bounds {
    return { ...this.#bounds };
  }

  getNormalBounds(): Bounds {
    return this.getBounds();
  }

  getContentBounds(): Bounds {
    return this.getBounds();
  }

  getSize(): [number, number] {
    return [this.#bounds.width, this.#bounds.height];
  }

  getPosition(): [number, number] {
    return [this.#bounds.x, this.#bounds.y];
  }

  setBounds(bounds: Partial<Bounds>): void {
    Object.assign(this.#bounds, bounds);
    for (const event of ['resize', 'resized', 'move', 'moved']) this.emit(event);
    this.#moveInBrowser().catch(() => {});
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  setProgressBar(progress: number): void {
    this.#progress = progress;
  }

  /** Not Electron's: what a taskbar would show, for tests. */
  get progressBar(): number {
    return this.#progress;
  }

  close(): void {
    this.askToClose();
  }

  askToClose(): boolean {
    if (this.#destroyed) return true;
    const event = createEvent();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }

  destroy(): void {
    if (this.#destroyed || this.#closing) return;
    this.#closing = true;
    void this.#closeInBrowser()
      .catch(() => {})
      .then(() => this.onGone());
  }

  get closing(): boolean {
    return this.#closing;
  }

  /** The page's end: after `destroy`, or because the browser closed it. */
  onGone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.delete(this.id);
    openWindows.delete(this);
    this.webContents.onGone();
    this.emit('closed');
    if (windows.size > 0 || runtime.quitting) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else void app.quit();
  }

  setMinimumSize(): void {}
  setBackgroundColor(): void {}
  setIcon(): void {}
  setMenu(): void {}
  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  setOverlayIcon(): void {}
  setTitleBarOverlay(): void {}
  flashFrame(): void {}
  moveTop(): void {}
  center(): void {}

  #become(state: WindowState, event: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit(event);
  }

  async #moveInBrowser(): Promise<void> {
    await this.webContents.prepared;
    const { windowId } = await browser().send('Browser.getWindowForTarget', { targetId: this.webContents.target });
    const { x: left, y: top, width, height } = this.#bounds;
    await browser().send('Browser.setWindowBounds', { windowId, bounds: { left, top, width, height } });
  }

  async #closeInBrowser(): Promise<void> {
    await this.webContents.prepared;
    await browser().send('Target.closeTarget', { targetId: this.webContents.target });
  }
}
