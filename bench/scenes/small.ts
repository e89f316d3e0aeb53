/** Small files over a long link: how large a file must be before more connections pay, and whether ours finds that by itself. */
import { ours } from '../contenders.ts';
import { duel, type DuelRound } from '../duel.ts';
import type { Goal } from '../row.ts';
import { scene, type Stage } from '../scene.ts';
import { Link, linkObstacle } from '../servers/link.ts';
import { Nginx } from '../servers/nginx.ts';
import { mebibyte } from '../workspace.ts';

const sizes = [1, 2, 4, 8, 16, 32] as const;
const contenders = {
  auto: ours('--no-sha256'),
  one: ours('--no-sha256', '--connections', '1'),
  four: ours('--no-sha256', '--connections', '4'),
  sixteen: ours('--no-sha256', '--connections', '16'),
};

type Times = DuelRound<keyof typeof contenders>;
/** Where more connections begin to pay, in mebibytes: the one size that is profiled. */
const breakEven = 2;

/** By the size in mebibytes. */
type Round = ReadonlyMap<number, Times>;

const timesOf = (round: Round, size: number): Times => round.get(size) as Times;
const bestOf = ({ one, four, sixteen }: Times): number => Math.min(one.wall, four.wall, sixteen.wall);

const goalsFor = (size: number): Goal<Round>[] => [
  {
    name: `${size} MiB at 50 ms: connections by themselves, against the best number`,
    unit: 'ratio',
    atMost: 1.1,
    of: (round) => timesOf(round, size).auto.wall / bestOf(timesOf(round, size)),
  },
  {
    name: `${size} MiB at 50 ms: four connections against one`,
    unit: 'ratio',
    atMost: null,
    of: (round) => timesOf(round, size).four.wall / timesOf(round, size).one.wall,
  },
  {
    name: `${size} MiB at 50 ms: sixteen connections against one`,
    unit: 'ratio',
    atMost: null,
    of: (round) => timesOf(round, size).sixteen.wall / timesOf(round, size).one.wall,
  },
];

export const small = scene({
  name: 'small',
  title: 'Small files over 50 ms and 200 Mbit/s',
  fullOnly: true,
  profiled: true,
  obstacle: linkObstacle,
  async play(stage: Stage) {
    await using link = await Link.start(stage.workspace, { roundTrip: 50, rate: 200, loss: 0 });
    await using nginx = await Nginx.start(stage.workspace, { address: link.serverAddress, prefix: link.server });
    const rounds: Map<number, Times>[] = [];
    for (const size of stage.profiler ? [breakEven] : sizes) {
      const content = await stage.workspace.content(size * mebibyte);
      const options = {
        contenders,
        content,
        urlOf: (name: string) => nginx.url(name),
        prefix: link.client,
        rounds: stage.rounds(1, 5),
        own: ['auto'] as const,
      };
      for (const [index, times] of (await duel(stage, options)).entries()) (rounds[index] ??= new Map()).set(size, times);
    }
    return rounds;
  },
  goals: sizes.flatMap(goalsFor),
});
