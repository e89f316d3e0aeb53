// npm start: Rangefinder's window, on a fresh clone too.
//
//   npm start                 in Electron; where that cannot run, the same window in an installed browser
//   npm start -- --browser    in a browser at once
//   npm start -- --no-open    serve the window and print its address
//
// Everything else on the command line goes to the app.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findBrowser, openWindow } from './browser-window.mjs';
import { fetchElectron, findElectron } from './electron-binary.mjs';
import { buildAll, ensureInstalled, projectNode, root } from './setup.mjs';

const ownOptions = ['--browser', '--no-open'];
const appArguments = process.argv.slice(2).filter((option) => !ownOptions.includes(option));
const skipElectron = ownOptions.some((option) => process.argv.includes(option));
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const mayOpen = hasDisplay && !process.argv.includes('--no-open');

/** An Electron that ends with an error so soon has shown no window: a system library is missing, or its sandbox is refused. */
const shortestSession = 3_000;

/** How long a program may take to save its state once it is asked to end. */
const patience = 10_000;

/** What runs now, and has to end with this script. */
const running = new Set();
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

ensureInstalled();
buildAll();

if (skipElectron) serve();
else startElectron();

function startElectron() {
  if (!hasDisplay) {
    serve('There is no display here, so Rangefinder serves its window on this machine instead.');
    return;
  }
  let electron = findElectron();
  if (!electron) {
    console.error('Fetching Electron, once…');
    const problem = fetchElectron();
    electron = findElectron();
    if (!electron) {
      serve(`Electron could not be fetched (${problem}), so Rangefinder opens its window in a browser instead.`);
      return;
    }
  }

  const started = Date.now();
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = start(electron, [...sandbox, '.', ...appArguments], 'inherit');
  app.on('close', (code) => {
    if (code === 0 || stopping) process.exitCode = 0;
    else if (Date.now() - started < shortestSession) {
      serve('Electron ended at once, so Rangefinder opens its window in a browser instead.');
    } else process.exitCode = code ?? 1;
  });
}

function serve(reason) {
  if (reason) console.error(reason);
  const server = start(projectNode(), [path.join(root, 'out', 'server.js'), ...appArguments], ['ignore', 'pipe', 'inherit']);
  createInterface({ input: server.stdout }).on('line', (line) => {
    console.log(line);
    const address = /^Rangefinder is at (\S+)$/.exec(line)?.[1];
    if (address && mayOpen) open(address);
  });
  server.on('close', (code) => {
    process.exitCode = stopping ? 0 : (code ?? 1);
    stop();
  });
}

function open(address) {
  const browser = findBrowser();
  if (!browser) {
    console.error('There is no Chromium, Chrome or Edge here: open the address above in any browser.');
    return;
  }
  const window = openWindow(browser, address);
  track(window);
  window.on('close', stop);
}

function start(command, args, stdio) {
  const child = spawn(command, args, { cwd: root, stdio });
  track(child);
  return child;
}

function track(child) {
  running.add(child);
  child.on('error', (error) => console.error(`${child.spawnfile} could not be started: ${error.message}`));
  child.on('close', () => running.delete(child));
}

/** Asks everything that runs to end. The second request, from an impatient user, changes nothing: the first one is under way. */
function stop() {
  if (stopping) return;
  stopping = true;
  for (const child of running) {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), patience).unref();
  }
}
