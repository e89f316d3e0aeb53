// The programs that the tests run against, which no npm package brings: real servers, and a Chromium for the window.
//
//   node scripts/system-packages.mjs    installs what is missing (Debian or Ubuntu, as root)
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Debian's packages by the command that each one brings. */
const packages = {
  nginx: 'nginx-light',
  chromium: 'chromium',
  curl: 'curl',
  openssl: 'openssl',
  strace: 'strace',
  ip: 'iproute2',
  'mkfs.ext4': 'e2fsprogs',
  unshare: 'util-linux',
  git: 'git',
  tinyproxy: 'tinyproxy-bin',
  microsocks: 'microsocks',
};

/** Servers live where only root's PATH leads. */
const systemFolders = ['/usr/sbin', '/usr/local/sbin'];

/**
 * Installs what is missing where this process may, else says what to install.
 * @returns {boolean} whether everything is there now
 */
export function ensureSystemPackages() {
  const missing = missingPackages();
  if (missing.length === 0) return true;
  const command = `apt-get install --yes --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() === 0 && isInPath('apt-get')) {
    console.error(`Installing ${missing.join(', ')}…`);
    /** @type {import('node:child_process').SpawnSyncOptions} */
    const options = { stdio: ['ignore', 2, 2], shell: true, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get update --quiet', options);
    spawnSync(`${command} --quiet`, options);
    if (missingPackages().length === 0) return true;
  }
  console.error(`The tests need ${missing.join(', ')}. On Debian or Ubuntu: sudo ${command}`);
  return false;
}

function missingPackages() {
  return Object.entries(packages).flatMap(([command, name]) => (isInPath(command) ? [] : [name]));
}

function isInPath(command) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...systemFolders];
  return folders.some((folder) => existsSync(path.join(folder, command)));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = ensureSystemPackages() ? 0 : 1;
}
