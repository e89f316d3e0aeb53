/** Long links that lose packets. */
import { aria2, ours, type Contender } from '../contenders.ts';
import { duel, type DuelRound } from '../duel.ts';
import { scene, type Stage } from '../scene.ts';
import { Link, linkObstacle, type LinkTerms } from '../servers/link.ts';
import { Nginx } from '../servers/nginx.ts';
import { mebibyte } from '../workspace.ts';

interface Journey<Name extends string> {
  readonly terms: LinkTerms;
  readonly size: number;
  readonly contenders: Readonly<Record<Name, Contender>>;
  readonly rounds: number;
  readonly own?: readonly NoInfer<Name>[];
}

async function travel<Name extends string>(stage: Stage, { terms, size, ...options }: Journey<Name>): Promise<DuelRound<Name>[]> {
  const content = await stage.workspace.content(size);
  await using link = await Link.start(stage.workspace, terms);
  await using nginx = await Nginx.start(stage.workspace, { address: link.serverAddress, prefix: link.server });
  return await duel(stage, { ...options, content, urlOf: (name) => nginx.url(name), prefix: link.client });
}

export const lossy = scene({
  name: 'lossy',
  title: '50 ms, 200 Mbit/s, 0.1 % loss',
  profiled: true,
  obstacle: linkObstacle,
  play: (stage: Stage) =>
    travel(stage, {
      terms: { roundTrip: 50, rate: 200, loss: 0.1 },
      size: 128 * mebibyte,
      contenders: { sixteen: ours('--connections', '16'), thirtyTwo: ours('--connections', '32'), aria2: aria2(16) },
      rounds: stage.rounds(1, 5),
      own: ['sixteen', 'thirtyTwo'],
    }),
  goals: [
    {
      name: '50 ms lossy: time with 16 connections against aria2 -x16',
      unit: 'ratio',
      atMost: 1,
      of: (round) => round.sixteen.wall / round.aria2.wall,
    },
    {
      name: '50 ms lossy: time with 32 connections against aria2 -x16',
      unit: 'ratio',
      atMost: 0.95,
      of: (round) => round.thirtyTwo.wall / round.aria2.wall,
    },
    {
      name: '50 ms lossy: CPU with 16 connections against aria2 -x16',
      unit: 'ratio',
      atMost: 0.65,
      of: (round) => round.sixteen.cpu / round.aria2.cpu,
    },
  ],
});

export const far = scene({
  name: 'far',
  title: '200 ms, 100 Mbit/s, 0.05 % loss',
  profiled: true,
  obstacle: linkObstacle,
  play: (stage: Stage) =>
    travel(stage, {
      terms: { roundTrip: 200, rate: 100, loss: 0.05 },
      size: 32 * mebibyte,
      contenders: { ours: ours('--connections', '16'), aria2: aria2(16) },
      rounds: stage.rounds(1, 7),
    }),
  goals: [{ name: '200 ms lossy: time against aria2 -x16', unit: 'ratio', atMost: 0.8, of: (round) => round.ours.wall / round.aria2.wall }],
});
