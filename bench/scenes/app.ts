/** What the app costs besides its downloads. Each program measures itself in a process of its own and prints what it found. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { command } from '../contenders.ts';
import { run, type Command } from '../process.ts';
import { scene, type Stage } from '../scene.ts';
import { Nginx } from '../servers/nginx.ts';
import { gibibyte, mebibyte } from '../workspace.ts';

const programOf = (name: string): Command => [process.execPath, path.join(import.meta.dirname, '..', 'programs', `${name}.ts`)];

/** Milliseconds from starting the command to its first request. */
async function timeToRequest(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const asked = once(server, 'connection').then(async ([socket]) => {
    await once(socket as Socket, 'data');
    return { socket: socket as Socket, at: performance.now() };
  });
  const started = performance.now();
  const [program, ...args] = [...command, '--quiet', '--retries', '0', `http://127.0.0.1:${port}/file.bin`];
  const child = spawn(program, args, { stdio: 'ignore' });
  const { socket, at } = await asked;
  child.kill('SIGKILL');
  await once(child, 'exit');
  socket.destroy();
  server.close();
  return at - started;
}

export const startup = scene({
  name: 'startup',
  title: 'The terminal command, from its start to its first request',
  async play(stage: Stage) {
    await timeToRequest();
    const rounds: number[] = [];
    while (rounds.length < stage.rounds(9, 25)) rounds.push(await timeToRequest());
    return rounds;
  },
  goals: [{ name: 'Start-up to the first request', unit: 'ms', atMost: 150, of: (milliseconds) => milliseconds }],
});

/** Runs a program of ours and reads the one JSON value that it prints. */
export async function ask<Answer>({ say }: Stage, name: string, ...args: string[]): Promise<Answer> {
  const answer = await run([...programOf(name), ...args]);
  say(answer.trim());
  return JSON.parse(answer) as Answer;
}

export const delay = scene({
  name: 'delay',
  title: "The main process' event loop during a download at full speed",
  async play(stage: Stage) {
    const content = await stage.workspace.content(gibibyte);
    await using nginx = await Nginx.start(stage.workspace);
    const rounds: { longest: number; usual: number }[] = [];
    while (rounds.length < stage.rounds(3, 9)) {
      const folder = stage.workspace.newFolder();
      rounds.push(await ask(stage, 'delay', folder, nginx.url(content.name)));
      stage.workspace.remove(folder);
    }
    return rounds;
  },
  goals: [
    { name: "Main process' event-loop delay, longest", unit: 'ms', atMost: 15, of: (round) => round.longest },
    { name: "Main process' event-loop delay, 99 %", unit: 'ms', atMost: null, of: (round) => round.usual },
  ],
});

export const messages = scene({
  name: 'messages',
  title: 'What the window is told of 50 active downloads',
  async play(stage: Stage) {
    const content = await stage.workspace.content(64 * mebibyte);
    await using nginx = await Nginx.start(stage.workspace);
    const rounds: { rate: number; cpu: number }[] = [];
    while (rounds.length < stage.rounds(1, 3)) {
      const folder = stage.workspace.newFolder();
      rounds.push(await ask(stage, 'messages', folder, nginx.url(content.name, 256 * 1024)));
      stage.workspace.remove(folder);
    }
    return rounds;
  },
  goals: [
    { name: '50 active downloads: messages to the window', unit: 'kB/s', atMost: 200, of: (round) => round.rate },
    { name: "50 active downloads: CPU of the main process, of a second's 1000 ms", unit: 'ms', atMost: null, of: (round) => round.cpu },
  ],
});

export const list = scene({
  name: 'list',
  title: 'Starting with 10,000 finished downloads in the list',
  profiled: true,
  async play(stage: Stage) {
    const database = path.join(stage.workspace.newFolder(), 'list.sqlite');
    await run([...programOf('finished-list'), database, '10000']);
    if (stage.profiler) {
      await stage.profiler.profile('ours', (execute) => execute([...programOf('list-start'), database]));
      return [];
    }
    const rounds: { started: number }[] = [];
    while (rounds.length < stage.rounds(3, 9)) rounds.push(await ask(stage, 'list-start', database));
    return rounds;
  },
  goals: [{ name: 'Start with 10,000 finished downloads', unit: 'ms', atMost: 300, of: (round) => round.started }],
});
