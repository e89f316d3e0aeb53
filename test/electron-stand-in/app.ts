/** Electron's `app`: the app's life, names and folders. */
import { EventEmitter } from 'node:events';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { createEvent, runtime } from './runtime.ts';
import { SingleInstance } from './single-instance.ts';

/** What `app.quit()` has to close. Windows register themselves, so that this module need not know them. */
interface Closable {
  /** False when the app has refused. */
  askToClose(): boolean;
  readonly gone: Promise<void>;
}

export const openWindows = new Set<Closable>();

/** How long an app that was told to end by a signal may take. */
const closingTime = 10_000;

class CommandLineSwitches {
  readonly #switches = new Map<string, string>();

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? '';
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name);
  }

  list(): string[] {
    return [...this.#switches].map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`));
  }
}

class App extends EventEmitter {
  readonly commandLine = new CommandLineSwitches();
  readonly isPackaged = false;
  readonly dock = undefined;
  readonly #paths = new Map<string, string>();
  readonly #whenReady = Promise.withResolvers<unknown>();
  #ready = false;
  #name = '';
  #badge = 0;
  #loginItem: { openAtLogin: boolean; args: readonly string[] } = { openAtLogin: false, args: [] };
  #instance: SingleInstance | null = null;

  whenReady(): Promise<unknown> {
    return this.#whenReady.promise;
  }

  isReady(): boolean {
    return this.#ready;
  }

  /** Whether windows may be made; unlike `isReady`, nobody replaces it. */
  get started(): boolean {
    return this.#ready;
  }

  becomeReady(): void {
    this.#ready = true;
    this.emit('will-finish-launching');
    this.#whenReady.resolve({});
    this.emit('ready', createEvent(), {});
  }

  get name(): string {
    return this.#name || runtime.manifest.productName || runtime.manifest.name || 'Electron';
  }

  set name(name: string) {
    this.#name = name;
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getVersion(): string {
    return runtime.manifest.version ?? '0.0.0';
  }

  getAppPath(): string {
    return runtime.appFolder;
  }

  getLocale(): string {
    return this.commandLine.getSwitchValue('lang') || 'en-US';
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }

  getLocaleCountryCode(): string {
    return 'US';
  }

  getPath(name: string): string {
    const chosen = this.#paths.get(name);
    if (chosen) return chosen;
    const home = homedir();
    const appData = process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config');
    const userData = this.#paths.get('userData') ?? path.join(appData, this.getName());
    const usual: Record<string, string> = {
      home,
      appData,
      userData,
      sessionData: userData,
      logs: path.join(userData, 'logs'),
      crashDumps: path.join(userData, 'Crashpad'),
      temp: tmpdir(),
      exe: process.execPath,
      module: process.execPath,
      desktop: path.join(home, 'Desktop'),
      documents: path.join(home, 'Documents'),
      downloads: path.join(home, 'Downloads'),
      music: path.join(home, 'Music'),
      pictures: path.join(home, 'Pictures'),
      videos: path.join(home, 'Videos'),
    };
    const found = usual[name];
    if (!found) throw new Error(`Failed to get '${name}' path`);
    return found;
  }

  setPath(name: string, value: string): void {
    if (!path.isAbsolute(value)) throw new Error('Path must be absolute');
    this.#paths.set(name, value);
  }

  requestSingleInstanceLock(data: unknown = {}): boolean {
    this.#instance ??= new SingleInstance(this.getPath('userData'));
    return this.#instance.acquire(data, (message) => {
      void this.#whenReady.promise.then(() => this.emit('second-instance', createEvent(), message.argv, message.cwd, message.data));
    });
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance?.held ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.#instance?.release();
  }

  async quit(): Promise<void> {
    if (runtime.quitting) return;
    const beforeQuit = createEvent();
    this.emit('before-quit', beforeQuit);
    if (beforeQuit.defaultPrevented) return;

    runtime.quitting = true;
    const windows = [...openWindows];
    if (!windows.every((window) => window.askToClose())) {
      runtime.quitting = false;
      return;
    }
    await Promise.allSettled(windows.map((window) => window.gone));

    const willQuit = createEvent();
    this.emit('will-quit', willQuit);
    if (willQuit.defaultPrevented) {
      runtime.quitting = false;
      return;
    }
    this.exit(0);
  }

  exit(code = 0): void {
    runtime.quitting = true;
    this.emit('quit', createEvent(), code);
    void this.#end(code);
  }

  async #end(code: number): Promise<void> {
    await this.#instance?.told;
    this.releaseSingleInstanceLock();
    await runtime.browser?.close();
    process.exit(code);
  }

  setBadgeCount(count: number): boolean {
    this.#badge = count;
    return true;
  }

  getBadgeCount(): number {
    return this.#badge;
  }

  setLoginItemSettings({ openAtLogin = false, args = [] }: { openAtLogin?: boolean; args?: readonly string[] }): void {
    this.#loginItem = { openAtLogin, args };
  }

  getLoginItemSettings(): { openAtLogin: boolean; wasOpenedAtLogin: boolean } {
    return { openAtLogin: this.#loginItem.openAtLogin, wasOpenedAtLogin: false };
  }

  setAsDefaultProtocolClient(): boolean {
    return true;
  }

  isDefaultProtocolClient(): boolean {
    return false;
  }

  removeAsDefaultProtocolClient(): boolean {
    return true;
  }

  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}
  focus(): void {}
  hide(): void {}
  show(): void {}
}

export const app = new App();

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    void app.quit();
    setTimeout(() => app.exit(code), closingTime).unref();
  });
}

process.on('exit', () => {
  app.releaseSingleInstanceLock();
  runtime.browser?.kill();
});
