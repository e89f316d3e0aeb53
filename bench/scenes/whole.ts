/** One large file as fast as the machine allows. */
import { aria2, aria2Checking, axel, curl, ours, thenDigest, thenSync, wget2, type Contender } from '../contenders.ts';
import { duel, type DuelRound } from '../duel.ts';
import type { Goal } from '../row.ts';
import { scene, type Scene, type Stage } from '../scene.ts';
import { Nginx } from '../servers/nginx.ts';
import { gibibyte, mebibyte } from '../workspace.ts';

type Measured = 'wall' | 'cpu';

/** Ours against a peer, in the same round. */
const against = <Peer extends string>(work: string, peer: Peer, what: Measured, atMost: number | null): Goal<DuelRound<Peer | 'ours'>> => ({
  name: `${work}: ${what === 'wall' ? 'time' : 'CPU'} against ${peer}`,
  unit: 'ratio',
  atMost,
  of: (round) => round.ours[what] / round[peer][what],
});

interface Play<Name extends string> {
  readonly contenders: Readonly<Record<Name, Contender>>;
  readonly size: number;
  readonly tls?: boolean;
  readonly rounds: readonly [quick: number, full: number];
}

async function play<Name extends string>(stage: Stage, { contenders, size, tls = false, rounds }: Play<Name>): Promise<DuelRound<Name>[]> {
  const content = await stage.workspace.content(size);
  await using nginx = await Nginx.start(stage.workspace, { tls });
  return await duel(stage, {
    contenders,
    content,
    urlOf: (name) => nginx.url(name),
    certificate: nginx.certificate,
    rounds: stage.rounds(...rounds),
  });
}

export const http = (size = gibibyte): Scene =>
  scene({
    name: 'http',
    title: '1 GiB over HTTP without a digest',
    profiled: true,
    play: (stage: Stage) =>
      play(stage, {
        contenders: {
          ours: ours('--no-sha256'),
          curl,
          'aria2 -x8': aria2(8),
          'curl, then sync': thenSync(curl),
          'aria2, then sync': thenSync(aria2(8)),
        },
        size,
        rounds: [3, 9],
      }),
    goals: [
      against('HTTP', 'curl', 'wall', 0.55),
      against('HTTP', 'aria2 -x8', 'wall', 0.33),
      against('HTTP', 'curl', 'cpu', 0.55),
      against('HTTP', 'aria2 -x8', 'cpu', 0.4),
      against('HTTP', 'curl, then sync', 'wall', null),
      against('HTTP', 'aria2, then sync', 'wall', null),
    ],
  });

export const peers = (size = gibibyte): Scene =>
  scene({
    name: 'peers',
    title: '1 GiB over HTTP without a digest, the other peers',
    fullOnly: true,
    play: (stage: Stage) => play(stage, { contenders: { ours: ours('--no-sha256'), wget2, 'axel -n8': axel(8) }, size, rounds: [1, 7] }),
    goals: [against('HTTP', 'wget2', 'wall', 1), against('HTTP', 'axel -n8', 'wall', 1)],
  });

export const digest = (size = gibibyte): Scene =>
  scene({
    name: 'digest',
    title: '1 GiB over HTTP with SHA-256',
    profiled: true,
    play: (stage: Stage) =>
      play(stage, {
        contenders: {
          ours: ours(),
          'ours, then openssl': thenDigest(ours('--no-sha256')),
          'curl, then openssl': thenDigest(curl),
          'aria2 without': aria2(8),
          'aria2 --checksum': aria2Checking(8),
        },
        size,
        rounds: [2, 7],
      }),
    goals: [
      against('HTTP with SHA-256', 'curl, then openssl', 'wall', 0.6),
      against('HTTP with SHA-256', 'aria2 --checksum', 'wall', 0.15),
      against('HTTP with SHA-256', 'aria2 without', 'wall', 0.65),
      against('Digest during the download', 'ours, then openssl', 'wall', 0.85),
      { name: 'Memory of one download', unit: 'MiB', atMost: 120, of: (round) => round.ours.memory / mebibyte },
    ],
  });

export const tls = (size = gibibyte): Scene =>
  scene({
    name: 'tls',
    title: '1 GiB over TLS without a digest',
    profiled: true,
    play: (stage: Stage) =>
      play(stage, {
        contenders: { ours: ours('--no-sha256'), curl, 'aria2 -x8': aria2(8), 'curl, then sync': thenSync(curl) },
        size,
        tls: true,
        rounds: [2, 9],
      }),
    goals: [
      against('TLS', 'curl', 'wall', 0.75),
      against('TLS', 'aria2 -x8', 'wall', 0.5),
      against('TLS', 'curl, then sync', 'wall', null),
    ],
  });
