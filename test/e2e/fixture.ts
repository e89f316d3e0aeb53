/** Starts an Electron app with a folder of user data of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../..');

export interface LaunchOptions {
  /** A folder with a package.json, from the project's root. */
  readonly app?: string;
  readonly userData: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export function launchApp({ app = '.', userData, args = [], env = {} }: LaunchOptions): Promise<ElectronApplication> {
  // Chromium's sandbox is refused to root, which tests in a container often are.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return _electron.launch({
    cwd: root,
    args: [...sandbox, app, `--user-data-dir=${userData}`, ...args],
    env: { ...(process.env as Record<string, string>), ...env },
  });
}

export interface Fixtures {
  /** The folder of the app to start. */
  appFolder: string;
  userData: string;
  app: ElectronApplication;
  window: Page;
}

/** A test that has the app running, freshly, and its first window. */
export const test = base.extend<Fixtures>({
  appFolder: ['.', { option: true }],
  userData: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'rangefinder-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  app: async ({ appFolder, userData }, use) => {
    const app = await launchApp({ app: appFolder, userData });
    await use(app);
    await app.close();
  },
  window: async ({ app }, use) => {
    const page = await app.firstWindow();
    // A window begins with an empty page, which a test could take for the app's.
    await page.waitForURL((url) => url.protocol !== 'about:');
    await use(page);
  },
});

export { expect } from '@playwright/test';
