#!/usr/bin/env node
// The terminal command. It runs on any Node that npm itself runs on: it sets the checkout up where that was not done yet, and
// hands over to a Node that is recent enough.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const program = path.join(import.meta.dirname, '..', 'out', 'cli.js');

/** The pipe between the two processes. Nothing is written to it; its end tells that the first one has gone. */
const lifeline = 3;
const lifelineVariable = 'RANGEFINDER_LIFELINE';

if (!existsSync(program)) {
  const { buildAll, ensureInstalled } = await import('../scripts/setup.mjs');
  ensureInstalled();
  buildAll();
}

if (Number.parseInt(process.versions.node, 10) >= 24) {
  if (process.env[lifelineVariable]) await endWithParent();
  await import(pathToFileURL(program).href);
} else {
  await handOver();
}

/** Kills this process when its parent is killed: without this, `kill -9` would leave a download running that nobody sees. */
async function endWithParent() {
  delete process.env[lifelineVariable];
  const { Socket } = await import('node:net');
  const pipe = new Socket({ fd: lifeline, readable: true });
  pipe.on('close', () => process.kill(process.pid, 'SIGKILL'));
  pipe.resume();
  pipe.unref();
}

async function handOver() {
  const { spawn } = await import('node:child_process');
  const { constants } = await import('node:os');
  const { projectNode } = await import('../scripts/setup.mjs');

  const child = spawn(projectNode(), [import.meta.filename, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, [lifelineVariable]: '1' },
  });
  child.on('error', (error) => {
    console.error(`Node could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  // Ctrl-C reaches both processes, a signal sent by a program only this one. Passing it on covers both cases, because the
  // command takes a second request to stop for the first one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + constants.signals[signal]);
  });
}
