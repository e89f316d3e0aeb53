/**
 * The desktop around the app: dialogs, the clipboard, the tray, notifications. None of it is there; each takes the calls and
 * gives the answer of a user who cancels. Tests replace a method, as they do in Electron, to hear of a call or to answer it.
 */
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createEvent } from './runtime.ts';
import type { NativeImage } from './images.ts';
import type { Menu } from './menu.ts';

interface MessageBoxOptions {
  readonly cancelId?: number;
}

export const dialog = {
  async showOpenDialog(): Promise<object> {
    return { canceled: true, filePaths: [] };
  },
  async showSaveDialog(): Promise<object> {
    return { canceled: true, filePath: '' };
  },
  /** Takes a window before the options, or the options alone. */
  async showMessageBox(...args: MessageBoxOptions[]): Promise<object> {
    return { response: args.at(-1)?.cancelId ?? 0, checkboxChecked: false };
  },
  showErrorBox(title: string, content: string): void {
    console.error(`${title}: ${content}`);
  },
};

export const shell = {
  async openExternal(): Promise<void> {},
  async openPath(file: string): Promise<string> {
    return existsSync(file) ? '' : 'Failed to open path';
  },
  showItemInFolder(): void {},
  async trashItem(file: string): Promise<void> {
    await rm(file, { recursive: true });
  },
  beep(): void {},
};

let clipboardText = '';
export const clipboard = {
  readText: async (): Promise<string> => clipboardText,
  async writeText(text: string): Promise<void> {
    clipboardText = text;
  },
  async clear(): Promise<void> {
    clipboardText = '';
  },
};

export class Tray extends EventEmitter {
  #image: NativeImage;
  #toolTip = '';
  #menu: Menu | null = null;
  #destroyed = false;

  constructor(image: NativeImage) {
    super();
    this.#image = image;
  }

  setImage(image: NativeImage): void {
    this.#image = image;
  }

  setToolTip(text: string): void {
    this.#toolTip = text;
  }

  setContextMenu(menu: Menu | null): void {
    this.#menu = menu;
  }

  destroy(): void {
    this.#destroyed = true;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Not Electron's: what a user would see, for tests. */
  get shown(): { image: NativeImage; toolTip: string; menu: Menu | null } {
    return { image: this.#image, toolTip: this.#toolTip, menu: this.#menu };
  }

  setTitle(): void {}
  popUpContextMenu(): void {}
  setIgnoreDoubleClickEvents(): void {}
}

interface NotificationOptions {
  readonly title?: string;
  readonly body?: string;
  readonly actions?: readonly { readonly type: 'button'; readonly text: string }[];
}

export class Notification extends EventEmitter {
  readonly title: string;
  readonly body: string;
  readonly actions: NonNullable<NotificationOptions['actions']>;

  constructor({ title = '', body = '', actions = [] }: NotificationOptions = {}) {
    super();
    this.title = title;
    this.body = body;
    this.actions = actions;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    this.emit('show', createEvent());
  }

  close(): void {
    this.emit('close', createEvent());
  }
}

const blockers = new Set<number>();
let lastBlocker = 0;
export const powerSaveBlocker = {
  start(): number {
    blockers.add(++lastBlocker);
    return lastBlocker;
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
};

export const powerMonitor = Object.assign(new EventEmitter(), {
  getSystemIdleTime: (): number => 0,
  isOnBatteryPower: (): boolean => false,
});

const size = { width: 1920, height: 1080 };
const display = { id: 1, bounds: { x: 0, y: 0, ...size }, workArea: { x: 0, y: 0, ...size }, size, workAreaSize: size, scaleFactor: 1 };
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
  getDisplayNearestPoint: () => display,
});

/** A store that seals by turning the bytes round, where a test asks for one. */
const hasSecretStore = process.env['ELECTRON_STAND_IN_SECRETS'] === '1';
const turned = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));

export const safeStorage = {
  getSelectedStorageBackend: (): string => (hasSecretStore ? 'gnome_libsecret' : 'basic_text'),
  isAsyncEncryptionAvailable: async (): Promise<boolean> => hasSecretStore,
  encryptStringAsync: async (text: string): Promise<Buffer> => turned(Buffer.from(text)),
  decryptStringAsync: async (sealed: Uint8Array) => ({ result: turned(sealed).toString(), shouldReEncrypt: false }),
};

export const globalShortcut = {
  register: (): boolean => true,
  unregister(): void {},
  unregisterAll(): void {},
  isRegistered: (): boolean => false,
};
