// Electron's executable: where it is, and how to get it. The package's own module cannot be asked, because it downloads when
// nothing is there, without a limit of time.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectNode, root } from './setup.mjs';

const folder = path.join(root, 'node_modules', 'electron');
const executable = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';
const downloadTimeout = 180_000;

/** The executable's path, or null where there is none of the right version. */
export function findElectron() {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const dist = chosen ?? path.join(folder, 'dist');
  if (!existsSync(path.join(dist, executable))) return null;
  return chosen || hasWantedVersion(dist) ? path.join(dist, executable) : null;
}

/** Downloads the executable. Gives the reason as one line when that fails, null when it worked. */
export function fetchElectron() {
  const { status, error, stderr } = spawnSync(projectNode(), [path.join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: downloadTimeout,
    encoding: 'utf8',
  });
  if (status === 0) return null;
  const reason = /^\w*Error: .*$/m.exec(stderr)?.[0] ?? error?.message ?? 'no reason given';
  return reason.trim();
}

function hasWantedVersion(dist) {
  const versionFile = path.join(dist, 'version');
  if (!existsSync(versionFile)) return false;
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') === version;
}
