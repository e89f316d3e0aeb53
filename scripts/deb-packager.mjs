#!/usr/bin/env node
// What electron-builder uses of fpm to make a .deb, on dpkg-deb alone: fpm itself would be a download of its own.
//
//   deb-packager.mjs -s dir -t deb --name … --package <file.deb> … <from>=<to>…
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const flags = new Set(['force', 'verbose', 'debug']);
const shortNames = { d: 'depends', s: 'input', t: 'output' };
const maintainerScripts = {
  'before-install': 'preinst',
  'after-install': 'postinst',
  'before-remove': 'prerm',
  'after-remove': 'postrm',
};

const { options, files } = readArguments(process.argv.slice(2));
const only = (name) => options.get(name)?.[0];
if (only('input') !== 'dir' || only('output') !== 'deb') {
  console.error(`Only folders can be made into a deb here, not ${only('input')} into ${only('output')}.`);
  process.exit(1);
}

const tree = mkdtempSync(path.join(tmpdir(), 'rangefinder-deb-'));
try {
  chmodSync(tree, 0o755);
  for (const { from, to } of files) copyInto(from, path.join(tree, to));
  const installedSize = Number.parseInt(execFileSync('du', ['-sk', tree], { encoding: 'utf8' }), 10);
  writeControl(path.join(tree, 'DEBIAN'), installedSize);
  const compression = only('deb-compression') ?? 'xz';
  execFileSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', tree, only('package')], { stdio: 'inherit' });
} finally {
  rmSync(tree, { recursive: true, force: true });
}

function readArguments(args) {
  const found = new Map();
  const mappings = [];
  for (let index = 0; index < args.length; index++) {
    const [, given, attached] = /^--?([a-z][\w-]*)(?:=(.*))?$/s.exec(args[index]) ?? [];
    if (!given) {
      const at = args[index].lastIndexOf('=');
      mappings.push({ from: args[index].slice(0, at), to: args[index].slice(at + 1) });
      continue;
    }
    const name = shortNames[given] ?? given;
    if (flags.has(name)) continue;
    found.set(name, [...(found.get(name) ?? []), attached ?? args[++index]]);
  }
  return { options: found, files: mappings };
}

/** A folder's contents go into the folder, a file becomes the file. */
function copyInto(from, to) {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function writeControl(folder, installedSize) {
  mkdirSync(folder);
  const [summary, ...details] = (only('description') ?? '').split('\n');
  const fields = {
    Package: only('name'),
    Version: only('version'),
    License: only('license'),
    Vendor: only('vendor'),
    Architecture: only('architecture'),
    Maintainer: only('maintainer'),
    'Installed-Size': installedSize,
    Depends: options.get('depends')?.join(', '),
    Recommends: options.get('deb-recommends')?.join(', '),
    Section: only('category') ?? 'default',
    Priority: only('deb-priority') ?? 'optional',
    Homepage: only('url'),
    // A line of the description that is empty would end the field.
    Description: [summary, ...details.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
  writeFileSync(path.join(folder, 'control'), `${lines.join('\n')}\n`);

  for (const [option, name] of Object.entries(maintainerScripts)) {
    const script = only(option);
    if (!script) continue;
    copyFileSync(script, path.join(folder, name));
    chmodSync(path.join(folder, name), 0o755);
  }
}
