/** Starts the browser behind the windows, and notices when it or one of its pages goes away. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { Chromium, type Json } from './chromium.ts';
import { createEvent, debug, runtime } from './runtime.ts';
import { webContents } from './web-contents.ts';

const flags = [
  '--headless',
  '--disable-gpu',
  '--no-startup-window',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-quic',
  '--disable-renderer-backgrounding',
  '--disable-sync',
  '--metrics-recording-only',
  '--password-store=basic',
  '--use-mock-keychain',
  '--disable-features=Translate,OptimizationHints,MediaRouter,HttpsUpgrades',
];

export async function startBrowser(): Promise<void> {
  const profile = path.join(app.getPath('userData'), 'StandInChromium');
  mkdirSync(profile, { recursive: true });

  const appSwitches = app.commandLine.list().filter((option) => !option.startsWith('--user-data-dir='));
  const options = mergeFeatures([...flags, ...appSwitches]);
  options.push(`--user-data-dir=${profile}`);
  // Chromium refuses to run its sandbox for root.
  if (process.getuid?.() === 0) options.push('--no-sandbox');

  const browser = new Chromium(options);
  runtime.browser = browser;
  browser.on('exit', endWithBrowser);
  browser.on('Target.targetDestroyed', ({ targetId }: Json) => onPageGone(String(targetId)));
  browser.on('Target.targetCreated', ({ targetInfo }: Json) => closePopup(targetInfo as Json));

  const { product } = await browser.send('Browser.getVersion');
  Object.assign(process.versions, { chrome: String(product).split('/')[1] });
  await browser.send('Target.setDiscoverTargets', { discover: true });
  runtime.announceBrowser();
}

/** Of several switches for features Chromium heeds only the last one. */
function mergeFeatures(options: readonly string[]): string[] {
  const features = new Map<string, string[]>();
  const others = options.filter((option) => {
    const [, name, list] = /^--(disable-features|enable-features)=(.*)$/.exec(option) ?? [];
    if (!name || !list) return true;
    features.set(name, [...(features.get(name) ?? []), list]);
    return false;
  });
  return [...others, ...[...features].map(([name, lists]) => `--${name}=${lists.join(',')}`)];
}

function endWithBrowser(code: number | null): void {
  if (runtime.quitting) return;
  if (debug) console.error(`Chromium ended with ${code}`);
  for (const window of BrowserWindow.getAllWindows()) window.onGone();
  setTimeout(() => process.exit(code ?? 1), 500).unref();
}

function onPageGone(target: string): void {
  const window = BrowserWindow.getAllWindows().find((candidate) => candidate.webContents.target === target);
  if (!window || window.closing) return;
  window.emit('close', createEvent());
  window.onGone();
}

/** The page's `window.open` is caught before it opens anything; whatever still appears is not wanted. */
function closePopup({ type, openerId, targetId }: Json): void {
  if (type !== 'page' || !openerId || !webContents.fromDevToolsTargetId(String(openerId))) return;
  runtime.browser?.send('Target.closeTarget', { targetId }).catch(() => {});
}
