// A window of an installed browser that shows one address and nothing else: no tabs, no address bar, a profile of its own.
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const macBrowsers = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const windowsBrowsers = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
const unixBrowsers = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge', 'microsoft-edge-stable'];

/** The executable of an installed Chromium, Chrome or Edge, or null. */
export function findBrowser() {
  return candidates().find(isExecutable) ?? null;
}

/** Opens the window. The process ends when the window is closed. */
export function openWindow(browser, address) {
  const profile = mkdtempSync(path.join(tmpdir(), 'rangefinder-window-'));
  const options = [
    `--app=${address}`,
    `--user-data-dir=${profile}`,
    '--window-size=1100,760',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
  ];
  // Chromium refuses to run its sandbox for root.
  if (process.getuid?.() === 0) options.push('--no-sandbox');
  const window = spawn(browser, options, { stdio: 'ignore' });
  window.on('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  return window;
}

function candidates() {
  if (process.platform === 'darwin') return macBrowsers.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (process.platform === 'win32') {
    const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((name) => process.env[name] ?? []);
    return folders.flatMap((folder) => windowsBrowsers.map((browser) => path.join(folder, browser)));
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return unixBrowsers.flatMap((browser) => folders.map((folder) => path.join(folder, browser)));
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
