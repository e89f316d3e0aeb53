// Does package-lock.json name every platform package that its packages list?
//
// A release can reach the registry some time before its platform packages do. npm then leaves the missing ones out of the
// lockfile without a word, and `npm ci` fails later, on other machines.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const lockfile = path.resolve(process.argv[2] ?? 'package-lock.json');
const { packages } = JSON.parse(readFileSync(lockfile, 'utf8'));

/** Node's own look-up: the nearest `node_modules` on the way up from the package that asks. */
function isLocked(from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (`${folder}${folder && '/'}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
  }
}

const incomplete = Object.entries(packages)
  .map(([location, { version, optionalDependencies = {} }]) => ({
    name: `${location.replace(/^.*node_modules\//, '')} ${version}`,
    missing: Object.keys(optionalDependencies).filter((name) => !isLocked(location, name)),
  }))
  .filter(({ missing }) => missing.length > 0);

for (const { name, missing } of incomplete) console.error(`${name} lacks ${missing.join(', ')}`);

if (incomplete.length > 0) {
  console.error('Pin versions whose platform packages are all published.');
  process.exitCode = 1;
}
