/** What eight times the bytes cost. */
import path from 'node:path';
import { settleMemory } from '../balloon.ts';
import { command } from '../contenders.ts';
import { measure, type Command, type Usage } from '../process.ts';
import { scene, type Stage } from '../scene.ts';
import { Nginx } from '../servers/nginx.ts';
import { gibibyte, mebibyte, type Content } from '../workspace.ts';

const factor = 8;

/** Downloads a file of its own, and has `execute` do so. */
async function download<Outcome>(
  { workspace }: Stage,
  nginx: Nginx,
  content: Content,
  execute: (command: Command) => Promise<Outcome>,
): Promise<Outcome> {
  const folder = workspace.newFolder();
  try {
    await settleMemory();
    workspace.touchMemory(content.size);
    const outcome = await execute([...command, '--quiet', '--dir', folder, '--name', content.name, nginx.url(content.name)]);
    await workspace.demandSame(path.join(folder, content.name), content);
    return outcome;
  } finally {
    workspace.remove(folder);
  }
}

async function measured(stage: Stage, nginx: Nginx, content: Content): Promise<Usage> {
  const usage = await download(stage, nginx, content, measure);
  stage.say(
    `${content.size / gibibyte} GiB: ${Math.round(usage.wall)} ms, CPU ${Math.round(usage.cpu)} ms, ${Math.round(usage.memory / mebibyte)} MiB`,
  );
  return usage;
}

export const growth = scene({
  name: 'growth',
  title: 'From 1 to 8 GiB, with SHA-256',
  fullOnly: true,
  profiled: true,
  async play(stage: Stage) {
    const one = await stage.workspace.sparseContent(gibibyte);
    const many = await stage.workspace.sparseContent(factor * gibibyte);
    await using nginx = await Nginx.start(stage.workspace);
    const rounds: { small: Usage; large: Usage }[] = [];
    if (stage.profiler) {
      await stage.profiler.profile('eight', (execute) => download(stage, nginx, many, execute));
      return rounds;
    }
    for (let round = 0; round < stage.rounds(1, 3); round++) {
      rounds.push({ small: await measured(stage, nginx, one), large: await measured(stage, nginx, many) });
    }
    return rounds;
  },
  goals: [
    {
      name: 'Growth from 1 to 8 GiB: time for each byte',
      unit: 'ratio',
      atMost: 1.1,
      of: ({ small, large }) => large.wall / factor / small.wall,
    },
    {
      name: 'Growth from 1 to 8 GiB: CPU for each byte',
      unit: 'ratio',
      atMost: 1.1,
      of: ({ small, large }) => large.cpu / factor / small.cpu,
    },
    { name: 'Growth from 1 to 8 GiB: memory', unit: 'ratio', atMost: 1.1, of: ({ small, large }) => large.memory / small.memory },
  ],
});
