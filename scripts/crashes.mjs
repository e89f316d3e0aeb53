// What is to be done when the process that runs a test file dies of a fault in machine code.
//
// None of our code can cause one: it is JavaScript. V8 can, and now and then does where its threads get little processor time: vitest.config.ts
// prevents one that was found here, and test runs elsewhere lost a process in thousands to others (https://github.com/nodejs/node/issues/62393,
// 64841 and 66126). Such a crash says nothing of the tests in the file, neither good nor bad; so the file runs once more, and only that counts. The log
// says so, and shows the stack if it can be had.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** More than this is no chance. */
const mostFiles = 2;

/** Has the kernel keep what a crashed process leaves, where it may. */
export const keepingCores = 'ulimit -c unlimited 2>/dev/null;';

/**
 * @param {string} file what the crash reporter has written
 * @returns {string[]} the test files to be run again: none, when anything else is wrong too
 */
export function crashedFiles(file) {
  if (!existsSync(file)) return [];
  const { files, otherErrors } = JSON.parse(readFileSync(file, 'utf8'));
  return otherErrors || files.length > mostFiles ? [] : files;
}

/** Prints where each process of the program `node` crashed that left its memory in `folder`, and removes it: it is large. */
export function printCrashes(folder, node) {
  for (const name of readdirSync(folder).filter((entry) => /^core(?:\.\d+)?$/.test(entry))) {
    const core = path.join(folder, name);
    const options = ['-batch', '-ex', 'bt 40', '-ex', 'info threads', node, core];
    const { stdout } = spawnSync('gdb', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 120_000 });
    console.log(stdout ?? `${name}: gdb, which could show the stack, is not installed.`);
    rmSync(core);
  }
}
