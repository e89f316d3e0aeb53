// npm run package:check: is what would be shipped what should be? It packages with a placeholder for Electron's binary, so that
// it runs everywhere, and looks at the result.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { runBuilderWithPlaceholder } from './package.mjs';
import { root } from './setup.mjs';

const expectedFuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

const neededFiles = [
  'package.json',
  'assets/tray.png',
  'out/electron.js',
  'out/preload.cjs',
  'out/transfer-worker.js',
  'out/hash-worker.js',
  'out/renderer/index.html',
];

/** Static imports, and those at run time that name a file. */
const importedNames = /(?:^import\b[^'"(]*|^export\b[^'"(]*\bfrom\s*|\bimport\((?=["']\.\/))["']([^"']+)["']/gm;

/** A window with everything in it is far from this; a second copy of the dependencies is beyond it. */
const largestArchive = 12 * 1024 * 1024;

const output = mkdtempSync(path.join(tmpdir(), 'rangefinder-package-'));
try {
  await checkConfiguration();
  const withDeb = process.platform === 'linux' && existsSync('/usr/bin/dpkg-deb');
  const targets = withDeb ? ['dir', 'deb'] : ['dir'];
  const status = runBuilderWithPlaceholder(['--linux', ...targets, '--x64', `-c.directories.output=${output}`], { quiet: true });
  assert.equal(status, 0, 'electron-builder failed');

  const folder = path.join(output, 'linux-unpacked');
  const archive = path.join(folder, 'resources', 'app.asar');
  checkContents(archive);
  await checkFuses(path.join(folder, 'rangefinder'));
  if (withDeb) checkDeb();
  console.log(`The package holds what it should${withDeb ? ', as a folder and as a deb' : ''}.`);
} finally {
  rmSync(output, { recursive: true, force: true });
}

/** Against electron-builder's own schema, for the systems too that cannot be packaged for here. */
async function checkConfiguration() {
  const require = createRequire(path.join(root, 'node_modules', 'electron-builder', 'package.json'));
  const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config.js');
  const { DebugLogger } = require('builder-util');
  /** @type {any} */
  const configuration = await getConfig(root, path.join(root, 'electron-builder.yml'), null);
  await validateConfiguration(configuration, new DebugLogger(false));
  for (const { icon } of [configuration.linux, configuration.mac, configuration.win]) {
    assert.ok(existsSync(path.join(root, icon)), `${icon} is missing`);
  }
}

function checkContents(archive) {
  const files = listPackage(archive, { isPack: false }).map((file) => file.slice(1));
  for (const file of neededFiles) assert.ok(files.includes(file), `${file} is missing from the package`);

  const allowed = /^(package\.json|assets(\/tray\w*(@2x)?\.png)?|out(\/.+)?)$/;
  const strange = files.filter((file) => !allowed.test(file) || file.endsWith('.map') || file.includes('node_modules'));
  assert.deepEqual(strange, [], 'the package holds what it should not');
  assert.ok(readFileSync(archive).length < largestArchive, 'the package is far larger than it should be');

  const { main } = JSON.parse(extractFile(archive, 'package.json').toString());
  assert.equal(main, 'out/electron.js');
  for (const program of files.filter((file) => /^out\/[^/]+\.c?js$/.test(file))) checkImports(archive, files, program);
}

/** A program can import what is in the package, and what Electron brings: nothing else will be there. */
function checkImports(archive, files, program) {
  const source = extractFile(archive, program).toString();
  for (const [, specifier = ''] of source.matchAll(importedNames)) {
    if (specifier === 'electron' || isBuiltin(specifier)) continue;
    const target = path.posix.join('out', specifier);
    assert.ok(specifier.startsWith('./') && files.includes(target), `${program} imports ${specifier}, which is not in the package`);
  }
}

async function checkFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  for (const [name, enabled] of Object.entries(expectedFuses)) {
    const state = enabled ? FuseState.ENABLE : FuseState.DISABLE;
    assert.equal(wire[FuseV1Options[name]], state, `the fuse ${name} is not as it should be`);
  }
}

function checkDeb() {
  const deb = readdirSync(output).find((file) => file.endsWith('.deb'));
  assert.ok(deb, 'no deb was made');
  const dpkg = (option) => execFileSync('dpkg-deb', [option, path.join(output, deb)], { encoding: 'utf8' });
  assert.match(dpkg('--info'), /Package: rangefinder\n/);
  const contents = dpkg('--contents');
  for (const file of [
    '/opt/Rangefinder/rangefinder',
    '/opt/Rangefinder/resources/app.asar',
    '/usr/share/applications/rangefinder.desktop',
  ]) {
    assert.ok(contents.includes(file), `${file} is missing from the deb`);
  }
}
