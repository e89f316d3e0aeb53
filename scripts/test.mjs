// npm test: everything that has to hold, on a fresh clone too.
//
//   npm test                  every step, until the first one that fails
//   npm test -- lint unit     only these steps
//
// The last line is `N passed, M failed`: the tests of all steps, and each check as one more.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { crashedFiles, keepingCores, printCrashes } from './crashes.mjs';
import { buildAll, ensureInstalled, root } from './setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const results = path.join(root, '.cache', 'test-results');

/** Each step runs a script of package.json. The steps with a `report` run tests, whose numbers they leave in a file. */
const steps = {
  format: { title: 'Format', script: 'format:check' },
  lint: { title: 'Lint', script: 'lint' },
  types: { title: 'Types', script: 'typecheck' },
  layers: { title: 'Layers', script: 'layers' },
  lockfile: { title: 'Lockfile', script: 'lockfile' },
  deadcode: { title: 'Dead code', script: 'deadcode' },
  duplicates: { title: 'Duplicates', script: 'duplicates' },
  unit: { title: 'Unit and integration tests', script: 'test:unit', report: vitestReport('unit') },
  faults: { title: 'Fault tests', script: 'test:catalogue', report: vitestReport('faults') },
  package: { title: 'Package', script: 'package:check' },
  e2e: { title: 'End-to-end tests', script: 'test:e2e', report: playwrightReport('e2e') },
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}; there is ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

const total = { passed: 0, failed: 0 };
process.on('exit', (code) => {
  // A run that ends early for any reason, the set-up's included, must not look like a clean one.
  if (code !== 0 && total.failed === 0) total.failed = 1;
  console.log(`${total.passed} passed, ${total.failed} failed`);
});

ensureInstalled();
if (!ensureSystemPackages()) process.exit(1);
buildAll();

const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
for (const name of chosen.length > 0 ? chosen : Object.keys(steps)) {
  if (!runStep(steps[name])) {
    console.log(`\n✗ ${steps[name].title}: failed. To run it alone: npm test -- ${name}\n`);
    process.exit(1);
  }
}
console.log('');

function runStep({ title, script, report }) {
  console.log(`\n── ${title} (npm run ${script})`);
  const started = performance.now();
  let { passed, counts } = run(script, report);

  const crashed = report?.crashes && counts?.failed === 0 ? crashedFiles(report.crashes) : [];
  if (crashed.length > 0) {
    console.log(`\n⚠ The runtime itself crashed in ${crashed.join(', ')}. What ran in there is run once more.`);
    printCrashes(root, realpathSync(path.join(localCommands(), 'node')));
    const before = counts.passed - passedIn(report.file, crashed);
    ({ passed, counts } = run(script, report, crashed));
    if (counts) counts.passed += before;
  }

  total.passed += counts?.passed ?? 0;
  total.failed += Math.max(counts?.failed ?? 0, passed ? 0 : 1);
  if (passed) console.log(`✓ ${title}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return passed;
}

/** Runs a script of package.json, of its tests only those in `files` if there are any named. */
function run(script, report, files = []) {
  if (report) rmSync(report.file, { force: true });
  if (report?.crashes) rmSync(report.crashes, { force: true });
  mkdirSync(results, { recursive: true });
  const words = [
    ...(report?.crashes ? [keepingCores] : []),
    scripts[script],
    ...(report?.options ?? []),
    ...files.map((file) => `"${file}"`),
  ];
  const { status } = spawnSync(words.join(' '), {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...report?.environment, PATH: [localCommands(), process.env.PATH].join(path.delimiter) },
  });
  const counts = report ? readCounts(report) : { passed: status === 0 ? 1 : 0, failed: 0 };
  return { passed: status === 0 && counts !== null && counts.failed === 0, counts };
}

function passedIn(report, files) {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const inThem = testResults.filter(({ name }) => files.includes(name)).flatMap(({ assertionResults }) => assertionResults);
  return inThem.filter(({ status }) => status === 'passed').length;
}

/** What `npm run` does for scripts: the project's own tools come first, its Node among them. */
function localCommands() {
  return path.join(root, 'node_modules', '.bin');
}

function readCounts({ file, count }) {
  return existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

function vitestReport(name) {
  const file = path.join(results, `${name}.json`);
  const crashes = path.join(results, `${name}-crashes.json`);
  return {
    file,
    crashes,
    options: ['--reporter=default', '--reporter=json', `--outputFile.json="${file}"`, '--reporter=./scripts/crash-reporter.mjs'],
    environment: { RANGEFINDER_CRASHES: crashes },
    count: ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }),
  };
}

function playwrightReport(name) {
  const file = path.join(results, `${name}.json`);
  return {
    file,
    options: ['--reporter=list,json'],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    count: ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }),
  };
}
