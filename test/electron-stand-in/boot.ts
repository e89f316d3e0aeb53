/** Does what Electron's executable does with its command line: runs the app's main script, then announces that it is ready. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import inspector from 'node:inspector';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { readCommandLine } from './command-line.ts';
import { startBrowser } from './launch.ts';
import { runtime } from './runtime.ts';

const version = '45.0.0-stand-in';
const commandLine = readCommandLine(process.argv.slice(2));

if (commandLine.version) {
  console.log(`v${version}`);
  process.exit(0);
}
// Playwright reads the inspector's address from stderr and drives the main process through it.
if (commandLine.inspectPort !== null) inspector.open(commandLine.inspectPort, '127.0.0.1');

Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true });
Object.defineProperty(process.versions, 'chrome', { value: '0.0.0.0', enumerable: true, writable: true });
Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath: path.join(import.meta.dirname, 'resources') });
process.argv = [path.join(import.meta.dirname, 'electron'), ...process.argv.slice(2)];

const electronModule = pathToFileURL(path.join(import.meta.dirname, 'electron.ts')).href;
const moduleNames = new Set(['electron', 'electron/main', 'electron/common']);
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    moduleNames.has(specifier) ? { url: electronModule, format: 'module-typescript', shortCircuit: true } : nextResolve(specifier, context),
});

for (const [name, value] of commandLine.switches) app.commandLine.appendSwitch(name, value);
const userData = app.commandLine.getSwitchValue('user-data-dir');
if (userData) app.setPath('userData', path.resolve(userData));

process.on('uncaughtException', (error) => {
  console.error('A JavaScript error occurred in the main process');
  console.error(error);
  process.exit(1);
});

const require = createRequire(import.meta.url);
for (const script of commandLine.required) require(path.resolve(script));

await import(pathToFileURL(findMain(path.resolve(commandLine.target))).href);
await startBrowser();
if (!runtime.quitting) app.becomeReady();

/** Electron takes a folder with a package.json, or a script. */
function findMain(target: string): string {
  const isFolder = statSync(target).isDirectory();
  runtime.appFolder = isFolder ? target : path.dirname(target);
  const manifest = path.join(runtime.appFolder, 'package.json');
  if (existsSync(manifest)) runtime.manifest = JSON.parse(readFileSync(manifest, 'utf8')) as typeof runtime.manifest;
  return isFolder ? path.resolve(target, runtime.manifest.main ?? 'index.js') : target;
}
