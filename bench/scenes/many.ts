/** Many slow downloads at once. */
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { command } from '../contenders.ts';
import { measure, type Command, type Usage } from '../process.ts';
import { scene, type Stage } from '../scene.ts';
import { Nginx } from '../servers/nginx.ts';
import { mebibyte, type Content } from '../workspace.ts';

const downloads = 100;
const connections = 16;
const rate = 64_000;
const size = 16 * mebibyte;

/** As many links to one file; the server does not look at what follows the question mark. */
function oursWith(folder: string, url: string): Command {
  const list = path.join(folder, 'links.txt');
  writeFileSync(list, Array.from({ length: downloads }, (_, index) => `${url}?${index}\n`).join(''));
  const options = ['-j', String(downloads), '-n', String(connections), '--per-host', String(downloads * connections), '--no-sha256'];
  return [...command, '--quiet', ...options, '--dir', folder, '--input-file', list];
}

function aria2With(folder: string, url: string): Command {
  const list = path.join(folder, 'list.txt');
  const entry = (index: number): string => `${url}\n  out=${index}.bin\n`;
  writeFileSync(list, Array.from({ length: downloads }, (_, index) => entry(index)).join(''));
  const options = [`-j${downloads}`, `-x${connections}`, `-s${connections}`, '-k1M', '--file-allocation=none'];
  return ['aria2c', '--no-conf', '-q', ...options, `--dir=${folder}`, `--input-file=${list}`];
}

async function fetchAll<Outcome>(
  { workspace }: Stage,
  commandFor: (folder: string) => Command,
  content: Content,
  execute: (command: Command) => Promise<Outcome>,
): Promise<Outcome> {
  const folder = workspace.newFolder();
  try {
    const outcome = await execute(commandFor(folder));
    const files = globSync('*.bin', { cwd: folder });
    if (files.length !== downloads) throw new Error(`of ${downloads} files ${files.length} are there`);
    for (const file of files) await workspace.demandSame(path.join(folder, file), content);
    return outcome;
  } finally {
    workspace.remove(folder);
  }
}

async function measureAll(stage: Stage, name: string, commandFor: (folder: string) => Command, content: Content): Promise<Usage> {
  const { wall, cpu, memory } = await fetchAll(stage, commandFor, content, measure);
  stage.say(`${name}: ${Math.round(wall)} ms, CPU ${Math.round(cpu)} ms, ${Math.round(memory / mebibyte)} MiB`);
  return { wall, cpu, memory };
}

export const many = scene({
  name: 'many',
  title: '100 downloads with 16 connections each, at 64 kB/s a connection',
  fullOnly: true,
  profiled: true,
  async play(stage: Stage) {
    const content = await stage.workspace.content(size);
    await using nginx = await Nginx.start(stage.workspace);
    const url = nginx.url(content.name, rate);
    const oursOf = (folder: string): Command => oursWith(folder, url);
    const rounds: { ours: Usage; aria2: Usage }[] = [];
    if (stage.profiler) {
      await stage.profiler.profile('ours', (execute) => fetchAll(stage, oursOf, content, execute));
      return rounds;
    }
    for (let round = 0; round < stage.rounds(1, 3); round++) {
      const ours = await measureAll(stage, 'ours', oursOf, content);
      const aria2 = await measureAll(stage, 'aria2', (folder) => aria2With(folder, url), content);
      rounds.push({ ours, aria2 });
    }
    return rounds;
  },
  goals: [
    { name: '100 × 16: CPU against aria2 -j100', unit: 'ratio', atMost: 0.5, of: ({ ours, aria2 }) => ours.cpu / aria2.cpu },
    { name: '100 × 16: memory against aria2 -j100', unit: 'ratio', atMost: 1.5, of: ({ ours, aria2 }) => ours.memory / aria2.memory },
    { name: '100 × 16: time against aria2 -j100', unit: 'ratio', atMost: null, of: ({ ours, aria2 }) => ours.wall / aria2.wall },
  ],
});
