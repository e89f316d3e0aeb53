// npm run package: what users install, into release/.
//
//   npm run package                  this system's packages
//   npm run package -- --linux deb   electron-builder's own options
//
// Where Electron's binary is missing and cannot be fetched, the Linux folder is made with a placeholder in its place: all of the
// app is in it, and can be looked at, but it does not run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fetchElectron, findElectron } from './electron-binary.mjs';
import { writePlaceholder } from './electron-placeholder.mjs';
import { buildAll, ensureInstalled, projectNode, root } from './setup.mjs';

const builder = path.join(root, 'node_modules', 'electron-builder', 'cli.js');

/** Runs electron-builder on what has been built. Returns its exit code. */
export function runBuilder(options, { quiet = false } = {}) {
  const { status, stdout, stderr } = spawnSync(projectNode(), [builder, '--publish', 'never', ...options], {
    cwd: root,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    encoding: 'utf8',
    env: { ...process.env, CUSTOM_FPM_PATH: process.env.CUSTOM_FPM_PATH ?? path.join(root, 'scripts', 'deb-packager.mjs') },
  });
  if (quiet && status !== 0) console.error(stdout, stderr);
  return status ?? 1;
}

/** The same with a placeholder for Electron's binary. */
export function runBuilderWithPlaceholder(options, settings) {
  const placeholder = mkdtempSync(path.join(tmpdir(), 'rangefinder-placeholder-'));
  try {
    writePlaceholder(placeholder);
    return runBuilder([...options, `-c.electronDist=${placeholder}`], settings);
  } finally {
    rmSync(placeholder, { recursive: true, force: true });
  }
}

function packageForUsers(options) {
  ensureInstalled();
  buildAll();
  if (!findElectron()) fetchElectron();
  if (findElectron()) return runBuilder(options);
  console.error("Electron's binary cannot be had here: packaging the Linux folder with a placeholder in its place.");
  return runBuilderWithPlaceholder(options.length > 0 ? options : ['--linux', 'dir']);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = packageForUsers(process.argv.slice(2));
}
