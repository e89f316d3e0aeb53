/** Servers that give each connection little, or some of them very little. */
import { aria2, ours } from '../contenders.ts';
import { duel } from '../duel.ts';
import { scene, type Stage } from '../scene.ts';
import { BucketServer } from '../servers/bucket-server.ts';
import { mebibyte } from '../workspace.ts';

const connections = 16;
const rate = 4 * mebibyte;
const size = 256 * mebibyte;
/** Of each ten connections; spread, so that a client with few of them meets some. */
const slow = [2, 5, 8];

const contenders = { ours: ours('--connections', String(connections)), aria2: aria2(connections) };

export const even = scene({
  name: 'even',
  title: '16 connections at 4 MiB/s each',
  profiled: true,
  async play(stage: Stage) {
    const content = await stage.workspace.content(size);
    await using server = await BucketServer.start(stage.workspace, { rate, slow: [] });
    return await duel(stage, { contenders, content, urlOf: (name) => server.url(name), rounds: stage.rounds(2, 7) });
  },
  goals: [
    { name: '16 × 4 MiB/s: time against aria2 -x16', unit: 'ratio', atMost: 0.97, of: (round) => round.ours.wall / round.aria2.wall },
    {
      name: '16 × 4 MiB/s: time against the limit',
      unit: 'ratio',
      atMost: 1.03,
      of: (round) => round.ours.wall / ((size / (connections * rate)) * 1000),
    },
  ],
});

export const uneven = scene({
  name: 'uneven',
  title: '16 connections, 30 % of them ten times slower',
  async play(stage: Stage) {
    const content = await stage.workspace.content(size);
    await using server = await BucketServer.start(stage.workspace, { rate, slow });
    return await duel(stage, {
      contenders,
      content,
      urlOf: (name) => server.url(name),
      reset: () => server.reset(),
      rounds: stage.rounds(2, 7),
    });
  },
  goals: [
    {
      name: '30 % slow connections: time against aria2 -x16',
      unit: 'ratio',
      atMost: 0.85,
      of: (round) => round.ours.wall / round.aria2.wall,
    },
  ],
});
