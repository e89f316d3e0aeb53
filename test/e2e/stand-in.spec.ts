/** What the tests of Rangefinder's window rest on, shown with a small app: it holds in Electron and in its stand-in alike. */
import type { Page } from '@playwright/test';
import { expect, launchApp, test } from './fixture.ts';

interface SampleWindow {
  readonly host: { invoke(channel: string, ...args: unknown[]): Promise<unknown>; send(text: string): void };
}

const sampleApp = 'test/electron-stand-in/sample-app';
test.use({ appFolder: sampleApp });

function invoke(page: Page, channel: string, ...args: unknown[]): Promise<unknown> {
  return page.evaluate(([name, rest]) => (globalThis as unknown as SampleWindow).host.invoke(name, ...rest), [channel, args] as const);
}

test('the page calls the main process and gets its answer', async ({ window }) => {
  expect(await invoke(window, 'add', 2, 3)).toBe(5);
  const value = { text: 'ü', list: [1, null, undefined], date: new Date(7), nested: { size: 1e15 } };
  expect(await invoke(window, 'echo', value)).toEqual(value);
});

test("a handler's error crosses in Electron's words", async ({ window }) => {
  await expect(invoke(window, 'fail')).rejects.toThrow("Error invoking remote method 'fail': RangeError: out of range");
});

test('messages go both ways, and keep their order', async ({ window }) => {
  await window.evaluate(() => {
    for (let number = 0; number < 100; number++) (globalThis as unknown as SampleWindow).host.send(String(number));
  });
  const messages = window.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  await expect(messages).toHaveCount(100);
  const texts = await messages.allTextContents();
  expect(texts.map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 100 }, (_, number) => number));
  expect(texts[0]).toBe('0 from app://bundle/page.html');
});

test('the page has what the preload script gives it, and nothing else', async ({ window }) => {
  const surface = await window.evaluate(() => {
    const globals = globalThis as unknown as Record<string, unknown>;
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.head.append(inline);
    return {
      node: [typeof globals['require'], typeof globals['process'], typeof globals['ipcRenderer']],
      host: Object.keys(globals['host'] as object),
      frozen: Object.isFrozen(globals['host']),
      inlineRan: globals['inlineRan'] ?? false,
      secure: globals['isSecureContext'],
    };
  });
  expect(surface).toEqual({
    node: ['undefined', 'undefined', 'undefined'],
    host: ['invoke', 'send', 'onMessage'],
    frozen: true,
    inlineRan: false,
    secure: true,
  });
});

test('the page cannot leave, and its links open outside', async ({ app, window }) => {
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  const address = window.url();
  const refused = window.waitForEvent('requestfailed');
  await window.evaluate(() => {
    location.href = 'http://127.0.0.1:9/elsewhere';
  });
  await refused;
  expect(window.url()).toBe(address);

  await window.getByRole('link', { name: 'Guide' }).click();
  const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  await expect.poll(opened).toEqual(['https://outside.example/guide']);
});

test("the app's menu, a second instance and the window's theme reach the page", async ({ app, window, userData }) => {
  const messages = window.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('greet')?.click());
  await expect(messages).toHaveText(['greetings']);

  // The second one ends by itself before Playwright could have a window of it.
  await expect(
    launchApp({ app: sampleApp, userData, args: ['https://host.example/file'] }).then((second) => second.firstWindow()),
  ).rejects.toThrow();
  await expect(messages).toHaveText(['greetings', 'second: https://host.example/file']);

  await app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'dark';
  });
  await expect.poll(() => window.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
});

test('the app ends when its window is closed, after it was allowed to put that off', async ({ app, window }) => {
  const process = app.process();
  const ended = app.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;
  expect(window.isClosed()).toBe(true);
  expect(process.exitCode).toBe(0);
});
