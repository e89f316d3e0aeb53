// What a fresh clone needs before anything of it can run. It works on an older Node and before any dependency is there.
// All its output goes to stderr: the terminal command, whose stdout is for programs to read, uses it too.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

const oldestNode = 24;

/** The Node that runs the project: this one where it is recent enough, else the one among the dependencies. */
export function projectNode() {
  if (Number.parseInt(process.versions.node, 10) >= oldestNode) return process.execPath;
  return path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Installs the dependencies unless exactly those that package-lock.json names are there. Ends the process when that fails. */
export function ensureInstalled() {
  if (isInstalled()) return;
  console.error('Installing dependencies…');
  const npm = process.env.npm_execpath;
  // Tools that need a newer Node than this one run on the project's own; npm would warn of each, as if something were wrong.
  const options = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...before] = npm ? [process.execPath, npm] : ['npm'];
  run(command, [...before, ...options], { shell: !npm && process.platform === 'win32' });
}

/** Builds everything (well under a second of work). Ends the process when that fails. */
export function buildAll(...options) {
  run(projectNode(), [path.join(root, 'scripts', 'build.mjs'), ...options]);
}

function isInstalled() {
  const installedLockfile = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLockfile)) return false;
  const installed = packagesOf(installedLockfile);
  const wanted = Object.entries(packagesOf(path.join(root, 'package-lock.json')));
  return wanted.every(([location, { version, optional }]) => {
    // The first entry is the project itself; optional packages are for the platform that they fit.
    if (location === '' || (optional && !(location in installed))) return true;
    return installed[location]?.version === version;
  });
}

function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
