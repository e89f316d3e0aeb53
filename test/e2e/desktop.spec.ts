/** The app as part of a desktop: menus, tray, notifications, what is handed over, and what happens when all is done. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { addDialog, addDownload, downloadRow, expect, launchApp, openFromMore, test } from './steps.ts';

const clickMenu = (app: ElectronApplication, id: string): Promise<void> =>
  app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id);

async function openSettings(window: Page) {
  await window.getByRole('button', { name: 'Settings' }).click();
  return window.getByRole('dialog', { name: 'Settings' });
}

/** Starts the app with the environment that a test needs, and waits for its window. */
async function launch(userData: string, env: Record<string, string>, args: readonly string[] = []) {
  const app = await launchApp({ userData, env, args });
  const window = await app.firstWindow();
  await expect(window.getByRole('button', { name: 'Add download', exact: true })).toBeVisible();
  return { app, window };
}

test('the menu does what it says, in the language that is spoken', async ({ app, window, userData }) => {
  const list = path.join(userData, 'links.txt');
  await writeFile(list, '# images\nhttps://host.example/a.iso\nhttps://host.example/b.iso\n');
  await app.evaluate(({ dialog, shell }, file) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
    shell.openPath = async (folder) => (opened.push(folder), '');
  }, list);

  await clickMenu(app, 'open-list');
  await expect(addDialog(window).getByRole('textbox', { name: 'Links' })).toHaveValue(
    'https://host.example/a.iso\nhttps://host.example/b.iso',
  );
  await window.keyboard.press('Escape');
  await clickMenu(app, 'add');
  await expect(addDialog(window)).toBeVisible();
  await window.keyboard.press('Escape');
  await clickMenu(app, 'shortcuts');
  await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await window.keyboard.press('Escape');
  await clickMenu(app, 'find');
  await expect(window.getByRole('searchbox', { name: 'Search downloads' })).toBeFocused();
  await clickMenu(app, 'logs');
  expect(await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([path.join(userData, 'logs')]);

  await clickMenu(app, 'settings');
  await window.getByRole('dialog', { name: 'Settings' }).getByRole('combobox', { name: 'Language' }).click();
  await window.getByRole('option', { name: 'Deutsch' }).click();
  const labels = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label));
  await expect.poll(labels).toEqual(expect.arrayContaining(['Datei', 'Bearbeiten', 'Ansicht', 'Hilfe']));
});

test('the tray shows how far things are, and pauses them', async ({ app, window, server, userData }) => {
  await app.evaluate(({ Tray }) => {
    const shown: { toolTip: string; click: (id: string) => void; enabled: () => string[] } = {
      toolTip: '',
      click: () => {},
      enabled: () => [],
    };
    Object.assign(globalThis, { shown });
    Tray.prototype.setToolTip = (text) => void (shown.toolTip = text);
    Tray.prototype.setContextMenu = (menu) => {
      shown.click = (id) => menu?.getMenuItemById(id)?.click();
      const everything = ['pause-all', 'resume-all', 'retry-failed'];
      shown.enabled = () => everything.filter((id) => menu?.getMenuItemById(id)?.enabled);
    };
  });
  const toolTip = () => app.evaluate(() => (globalThis as unknown as { shown: { toolTip: string } }).shown.toolTip);
  await addDownload(window, { links: server.url, folder: path.join(userData, 'files') });
  await expect.poll(toolTip).toMatch(/^Rangefinder: 1 download, \d+%$/);
  const enabled = () =>
    app.evaluate(({ Menu }) => {
      const inTray = (globalThis as unknown as { shown: { enabled: () => string[] } }).shown.enabled();
      const menu = Menu.getApplicationMenu();
      const inMenu = ['pause-all', 'resume-all', 'retry-failed'].filter((id) => menu?.getMenuItemById(id)?.enabled);
      return { inTray, inMenu };
    });
  await expect.poll(enabled).toEqual({ inTray: ['pause-all'], inMenu: ['pause-all'] });
  expect(await app.evaluate(({ app: electron }) => electron.getBadgeCount())).toBe(1);
  await app.evaluate(() => (globalThis as unknown as { shown: { click: (id: string) => void } }).shown.click('pause-all'));
  await expect(downloadRow(window, 'data.bin')).toContainText('Paused');
  await expect.poll(toolTip).toBe('Rangefinder: nothing to do');
  await expect.poll(enabled).toEqual({ inTray: ['resume-all'], inMenu: ['resume-all'] });
});

interface Told {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
}

async function listenToNotifications(app: ElectronApplication): Promise<() => Promise<Told[]>> {
  await app.evaluate(({ Notification, BrowserWindow }) => {
    const told: unknown[] = [];
    Object.assign(globalThis, { told });
    Notification.prototype.show = function show() {
      told.push(this);
    };
    BrowserWindow.getAllWindows()[0]?.blur();
  });
  return () =>
    app.evaluate(() =>
      (globalThis as unknown as { told: (Omit<Told, 'actions'> & { actions: { text: string }[] })[] }).told.map(
        ({ title, body, actions }) => ({
          title,
          body,
          actions: actions.map(({ text }) => text),
        }),
      ),
    );
}

test('what ends is told once, with what can be done about it', async ({ app, window, server, userData }) => {
  const told = await listenToNotifications(app);
  await app.evaluate(({ shell }) => {
    const paths: string[] = [];
    Object.assign(globalThis, { paths });
    shell.showItemInFolder = (file) => void paths.push(file);
  });
  server.release();
  const folder = path.join(userData, 'files');
  await addDownload(window, { links: server.url, folder });
  await expect.poll(told).toEqual([{ title: 'Download completed', body: 'data.bin', actions: ['Open', 'Show in Folder'] }]);
  await app.evaluate(() => {
    const [first] = (globalThis as unknown as { told: { emit(name: string, details: object): void }[] }).told;
    first?.emit('action', { actionIndex: 1 });
  });
  await expect
    .poll(() => app.evaluate(() => (globalThis as unknown as { paths: string[] }).paths))
    .toEqual([path.join(folder, 'data.bin')]);

  const missing = [1, 2, 3].map((number) => new URL(`/missing-${number}.zip`, server.url).href);
  await addDownload(window, { links: [...missing, `${server.url}?again`].join('\n'), folder });
  await expect.poll(told).toHaveLength(2);
  expect((await told())[1]).toEqual({ title: 'Download completed', body: '3 failed', actions: ['Open', 'Show in Folder', 'Try Again'] });

  await (await openSettings(window)).getByRole('switch', { name: 'Tell me when downloads end' }).click();
  await window.keyboard.press('Escape');
  await addDownload(window, { links: `${server.url}?once-more`, folder });
  await expect(window.getByRole('list', { name: 'Downloads' }).getByRole('listitem').filter({ hasText: 'Completed' })).toHaveCount(3);
  expect(await told()).toHaveLength(2);
});

/** A folder with a command of the system's in it that only notes how it was called. */
async function fakeCommand(userData: string, name: string): Promise<{ folder: string; calls: () => Promise<string> }> {
  const folder = path.join(userData, 'commands');
  const notes = path.join(folder, 'calls');
  await mkdir(folder);
  await writeFile(notes, '');
  await writeFile(path.join(folder, name), `#!/bin/sh\necho "${name} $*" >> "${notes}"\n`);
  await chmod(path.join(folder, name), 0o755);
  return { folder, calls: () => readFile(notes, 'utf8') };
}

test('when all is done the computer is shut down, unless it is called off', async ({ server, userData }) => {
  const system = await fakeCommand(userData, 'systemctl');
  const { app, window } = await launch(userData, { PATH: `${system.folder}${path.delimiter}${process.env['PATH']}` });
  const choice = window.getByRole('combobox', { name: 'When all is done' });
  const choose = async (): Promise<void> => {
    await choice.click();
    await window.getByRole('option', { name: 'Shut down' }).click();
  };
  const question = window.getByRole('alertdialog', { name: 'The computer is about to shut down' });

  await choose();
  await addDownload(window, { links: server.url, folder: path.join(userData, 'files') });
  await expect(downloadRow(window, 'data.bin')).toContainText('Downloading');
  server.release();
  await expect(question).toBeVisible();
  await expect(question.getByRole('button', { name: 'Call it off' })).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(choice).toContainText('Do nothing');
  expect(await system.calls()).toBe('');

  await choose();
  const missing = new URL('/missing.zip', server.url).href;
  await addDownload(window, { links: `${missing}\n${server.url}?again`, folder: path.join(userData, 'files') });
  await expect(window.getByText('1 download failed, so nothing was done when the others were through.')).toBeVisible();
  await expect(choice).toContainText('Do nothing');
  await window.getByRole('button', { name: 'Dismiss' }).first().click();

  await choose();
  await addDownload(window, { links: `${server.url}?third`, folder: path.join(userData, 'files') });
  const ended = app.waitForEvent('close');
  await question.getByRole('button', { name: 'Shut down now' }).click();
  await ended;
  expect(await system.calls()).toBe('systemctl poweroff\n');
});

test('the window can be closed without an end, which is told once', async ({ app, window, server, userData }) => {
  await (await openSettings(window)).getByRole('switch', { name: 'Go on when the window is closed' }).click();
  await window.keyboard.press('Escape');
  await addDownload(window, { links: server.url, folder: path.join(userData, 'files') });
  await expect(downloadRow(window, 'data.bin')).toContainText('Downloading');
  const told = await listenToNotifications(app);
  const close = (): Promise<boolean | undefined> =>
    app.evaluate(({ BrowserWindow }) => {
      const [only] = BrowserWindow.getAllWindows();
      only?.close();
      return only?.isVisible();
    });
  expect(await close()).toBe(false);
  await expect.poll(told).toMatchObject([{ title: 'Rangefinder goes on in the background' }]);
  server.release();
  await expect.poll(told).toMatchObject([{}, { title: 'Download completed' }]);

  await app.evaluate(({ app: electron }) => electron.emit('activate'));
  expect(await close()).toBe(false);
  expect(await told()).toHaveLength(2);
});

test('a page that dies is loaded again, and one that dies again and again only when the person wants it', async ({
  app,
  window,
  userData,
}) => {
  await expect(window.getByRole('button', { name: 'Add download', exact: true })).toBeVisible();
  const after = (deaths: number, answer: number) =>
    app.evaluate(
      async ({ BrowserWindow, dialog }, [times, response]) => {
        const seen: string[] = [];
        const [contents] = BrowserWindow.getAllWindows().map((one) => one.webContents);
        if (!contents) throw new Error('no window');
        contents.reload = () => void seen.push('loaded');
        dialog.showMessageBox = async (...parameters: unknown[]) => {
          seen.push(`asked: ${(parameters.at(-1) as { message: string }).message}`);
          return { response, checkboxChecked: false };
        };
        for (let death = 0; death < times; death++) contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
        await new Promise((resolve) => setImmediate(resolve));
        return seen;
      },
      [deaths, answer] as const,
    );
  expect(await after(1, 0)).toEqual(['loaded']);
  expect(await after(2, 0)).toEqual(['loaded', 'asked: The window keeps crashing', 'loaded']);
  const log = (): Promise<string> => readFile(path.join(userData, 'logs', 'rangefinder.log'), 'utf8');
  await expect.poll(log).toContain('the page in the window has died');

  const closed = app.waitForEvent('close');
  expect(await after(3, 1)).toEqual(['loaded', 'loaded', 'asked: The window keeps crashing']);
  await closed;
});

test('it starts with the session when that is wanted, and without a window', async ({ userData }) => {
  const file = path.join(userData, 'config', 'autostart', 'rangefinder.desktop');
  const env = { XDG_CONFIG_HOME: path.join(userData, 'config') };
  const { app, window } = await launch(userData, env);
  const atLogin = (await openSettings(window)).getByRole('switch', { name: 'Start at login' });
  await atLogin.click();
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toMatch(/^\[Desktop Entry\]\n(?:.*\n)*Exec=".+" ".+" "--hidden"\n/);
  await atLogin.click();
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toBe('');
  await app.close();

  const hidden = await launchApp({ userData, env, args: ['--hidden'] });
  const windows = (): Promise<number> => hidden.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  await expect.poll(() => hidden.evaluate(({ Menu }) => Menu.getApplicationMenu() !== null)).toBe(true);
  expect(await windows()).toBe(0);
  await hidden.evaluate(({ app: electron }) => electron.emit('activate'));
  await expect.poll(windows).toBe(1);
  await hidden.close();
});

test('a link that is handed over is asked about when the person says so, and with the saved login only then', async ({
  window,
  server,
  userData,
}) => {
  await openFromMore(window, 'Servers…');
  const servers = window.getByRole('dialog', { name: 'Servers' });
  await servers.getByRole('button', { name: 'New server' }).click();
  await servers.getByRole('textbox', { name: 'Server', exact: true }).fill('127.0.0.1');
  await servers.getByRole('textbox', { name: 'User name' }).fill('ada');
  await servers.getByRole('textbox', { name: 'Password' }).fill('l0velace');
  await servers.getByRole('button', { name: 'Save' }).click();
  await window.keyboard.press('Escape');

  const handOver = (link: string): Promise<unknown> =>
    launchApp({ userData, args: [`rangefinder:${link}`] })
      .then((second) => second.firstWindow())
      .catch(() => {});
  await handOver(server.url);
  const preview = addDialog(window).getByRole('region', { name: 'What the links lead to' });
  await expect(preview).toContainText('Another program brought this link, so 127.0.0.1');
  await handOver(`${server.url}?second`);
  await expect(preview).toContainText('2 links were brought by another program');
  // One of the person's own is asked about beside them.
  const links = addDialog(window).getByRole('textbox', { name: 'Links' });
  await links.fill(`${await links.inputValue()}\n${server.url}?own`);
  await expect(preview).toContainText('1 of 3 links looked at');
  expect(server.requests.map(({ url }) => url)).toEqual(['/files/data.bin?own']);

  await preview.getByRole('button', { name: 'Look now' }).click();
  await expect(preview).toContainText('3 links,');
  const asked = server.requests.filter(({ url }) => url === '/files/data.bin');
  expect(asked.map(({ headers }) => headers.authorization)).toEqual([`Basic ${Buffer.from('ada:l0velace').toString('base64')}`]);
});

test('links of its own scheme and files with links are offered, and nothing is started', async ({ window, userData }) => {
  const shortcut = path.join(userData, 'Image.url');
  await writeFile(shortcut, '[InternetShortcut]\r\nURL=https://host.example/c.iso\r\n');
  const again = (...args: string[]): Promise<unknown> =>
    launchApp({ userData, args }).then(
      (second) => second.firstWindow(),
      () => undefined,
    );
  const links = addDialog(window).getByRole('textbox', { name: 'Links' });
  await again('rangefinder://add?url=https%3A%2F%2Fhost.example%2Fa.iso&url=file%3A%2F%2F%2Fetc%2Fpasswd').catch(() => {});
  await again('rangefinder:https://host.example/b.iso').catch(() => {});
  await expect(links).toHaveValue('https://host.example/b.iso');
  await again(shortcut).catch(() => {});
  await expect(links).toHaveValue('https://host.example/b.iso\nhttps://host.example/c.iso');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('list', { name: 'Downloads' })).toBeHidden();
});
