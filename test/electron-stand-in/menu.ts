/** Electron's `Menu` and `MenuItem`: nothing is drawn, but items are found and clicked. */
import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';

interface MenuItemOptions {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly accelerator?: string;
  readonly type?: 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio';
  readonly enabled?: boolean;
  readonly visible?: boolean;
  readonly checked?: boolean;
  readonly submenu?: Menu | readonly MenuItemOptions[];
  readonly click?: (item: MenuItem, window: BrowserWindow | null, event: object) => void;
}

const roles: Record<string, () => void> = {
  quit: () => void app.quit(),
  close: () => BrowserWindow.getFocusedWindow()?.close(),
  minimize: () => BrowserWindow.getFocusedWindow()?.minimize(),
  reload: () => BrowserWindow.getFocusedWindow()?.webContents.reload(),
};

export class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: string | undefined;
  readonly accelerator: string | undefined;
  readonly type: string;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #onClick: MenuItemOptions['click'];

  constructor({ id, label, role, accelerator, type, enabled = true, visible = true, checked = false, submenu, click }: MenuItemOptions) {
    this.id = id;
    this.label = label ?? role ?? '';
    this.role = role;
    this.accelerator = accelerator;
    this.type = type ?? (submenu ? 'submenu' : 'normal');
    this.submenu = submenu === undefined || submenu instanceof Menu ? submenu : Menu.buildFromTemplate(submenu);
    this.enabled = enabled;
    this.visible = visible;
    this.checked = checked;
    this.#onClick = click;
  }

  click(event: object = {}): void {
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.#onClick) this.#onClick(this, BrowserWindow.getFocusedWindow(), event);
    else if (this.role) roles[this.role]?.();
  }
}

export class Menu extends EventEmitter {
  static #application: Menu | null = null;
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: readonly (MenuItemOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  popup(): void {}
  closePopup(): void {}
}
