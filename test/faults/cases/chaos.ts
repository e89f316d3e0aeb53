/** All faults at once, by seed: what no list thinks of. The right file, or an honest failure; a seed replays the same misbehaviour. */
import { setTimeout as delay } from 'node:timers/promises';
import { honestAnswer, plain, type Answer, type HostedFile } from '../../hostile/answer.ts';
import { authorityFile, certificates } from '../../hostile/certificates.ts';
import { content } from '../../hostile/content.ts';
import { chunked, cutAfter, overshoot, resetAfter, stallAfter, trickle, untilClose } from '../../hostile/delivery.ts';
import type { HostileRequest } from '../../hostile/request.ts';
import type { Handler } from '../../hostile/server.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { deliver, later, lie, say, withoutRanges } from '../kit.ts';
import { seededNumbers, type Random } from '../random.ts';
import { hosted, type Stage } from '../stage.ts';

const kib = 1024;

/** Faults that a persistent program gets over, however often they come. */
function passing(stage: Stage, random: Random): readonly Handler[] {
  const somewhere = (): number => Math.floor(random() * 200 * kib);
  return [
    deliver(stage, cutAfter(somewhere())),
    deliver(stage, resetAfter(somewhere())),
    deliver(stage, stallAfter(somewhere())),
    deliver(stage, overshoot('excess')),
    deliver(stage, trickle(32 * kib, 20)),
    deliver(stage, untilClose),
    (_request, wire) => wire.reset(),
    (_request, wire) => wire.finish(),
    say(plain(503, 'busy', [['Retry-After', '0']])),
    say(plain(500, 'error')),
    say(plain(429, 'busy')),
    say(plain(408, 'late')),
    lie(stage, (answer) => answer.set('Content-Range', null)),
    lie(stage, (answer) => answer.set('Content-Length', String(answer.body.length + 1 + somewhere()))),
    (request, wire) => wire.send(shorter(stage, request, random())),
    async (request, wire) => {
      await delay(random() * 300);
      await wire.write('HTTP/1.1 103 Early Hints\r\n\r\n');
      await wire.send(honestAnswer(stage.file, request));
    },
  ];
}

/** Faults that make a program doubt the server as a whole. */
function deceiving(stage: Stage): readonly Handler[] {
  return [
    withoutRanges(stage),
    withoutRanges(stage, (answer) => answer.set('Content-Length', null).set('Transfer-Encoding', 'chunked'), chunked()),
    // To a first request, such a page would be the file.
    (request, wire) => wire.send(later(request) ? busyPage() : honestAnswer(stage.file, request)),
    say(plain(416)),
    say(plain(412)),
    lie(stage, (answer) => answer.set('ETag', '"another"')),
    lie(stage, (answer) => answer.set('ETag', null).set('Last-Modified', null)),
    (request, wire) =>
      wire.send(
        honestAnswer(stage.file, { ...request, range: request.range && { start: request.range.start + 1, end: request.range.end } }),
      ),
  ];
}

const busyPage = (): Answer => plain(200, 'busy').set('Content-Type', 'text/html');

/** A part that ends before what was asked for, and says so. */
function shorter(stage: Stage, request: HostileRequest, share: number): Answer {
  if (!request.range) return honestAnswer(stage.file, request);
  const { start } = request.range;
  const end = request.range.end ?? stage.file.bytes.length;
  return honestAnswer(stage.file, { ...request, range: { start, end: start + Math.max(1, Math.floor((end - start) * share)) } });
}

/** Every so many answers, one of the faults in place of an honest one. */
function misbehaving(stage: Stage, seed: number, share: number, faults: (stage: Stage, random: Random) => readonly Handler[]): Handler {
  const random = seededNumbers(seed);
  return (request, wire) => {
    const options = faults(stage, random);
    const chosen = options[Math.floor(random() * options.length)] as Handler;
    return random() < share ? chosen(request, wire) : wire.send(honestAnswer(stage.file, request));
  };
}

/** Answers from either of two files, and sometimes breaks off. Either file is right; a mixture never is. */
function byTurns(stage: Stage, seed: number, validators: Partial<HostedFile>): Handler {
  const random = seededNumbers(seed);
  const versions = [content(1, 2 * 1024 * kib), content(2, 2 * 1024 * kib)] as const;
  stage.truths = [...versions];
  return (request, wire) => {
    const file = hosted(random() < 0.7 ? versions[0] : versions[1], validators);
    const headers = new Map([...request.headers].filter(([name]) => random() < 0.5 || name !== 'if-range'));
    return wire.send(honestAnswer(file, { ...request, headers }), random() < 0.3 ? cutAfter(random() * 300 * kib) : undefined);
  };
}

const everything = (stage: Stage, random: Random): readonly Handler[] => [...passing(stage, random), ...deceiving(stage)];

const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

export const chaos: CaseGroup = {
  title: 'Chaos',
  cases: [
    ...seeds(8).map((seed): FaultCase => ({
      id: `X1.${seed}`,
      name: `every second answer has a passing fault, seed ${seed}`,
      job: { retries: 30, deadline: 40_000 },
      serve: (stage) => misbehaving(stage, seed, 0.5, passing),
      expect: { exit: 0 },
    })),
    ...seeds(8).map((seed): FaultCase => ({
      id: `X2.${seed}`,
      name: `every fourth answer has any fault, seed ${seed}`,
      job: { retries: 30, deadline: 40_000 },
      serve: (stage) => misbehaving(stage, 100 + seed, 0.25, everything),
      expect: { exit: [0, 3, 4, 5] },
    })),
    ...seeds(4).map((seed): FaultCase => ({
      id: `X3.${seed}`,
      name: `the same, killed twice on the way, seed ${seed}`,
      size: 8 * 1024 * kib,
      job: { retries: 30, deadline: 40_000 },
      serve: (stage) => misbehaving(stage, 200 + seed, 0.25, passing),
      script: async (stage) => {
        for (const [share, signal] of [
          [0.25, 'SIGKILL'],
          [0.6, 'SIGINT'],
        ] as const) {
          const program = stage.start({ conflict: 'overwrite' });
          await program.event(({ event, received }) => event === 'progress' && (received ?? 0) > share * stage.file.bytes.length);
          program.kill(signal);
          await stage.finish(program);
        }
        await stage.run({ conflict: 'overwrite' });
      },
      expect: { exit: 0 },
    })),
    ...seeds(2).map((seed): FaultCase => ({
      id: `X4.${seed}`,
      name: `thirty links in one command, every third answer has a passing fault, seed ${seed}`,
      size: 150_000,
      job: { retries: 30, deadline: 60_000 },
      serve: (stage) => misbehaving(stage, 300 + seed, 0.33, passing),
      script: (stage) => stage.run({ urls: seeds(30).map((link) => stage.server.url(`/file-${link}.bin`)) }),
      expect: { exit: 0 },
      peers: false,
      check: function* (stage) {
        const completed = stage.lastRun.events.filter(({ event }) => event === 'completed').length;
        if (completed !== 30) yield `${completed} of 30 completed`;
      },
    })),
    ...seeds(4).map((seed): FaultCase => ({
      id: `X5.${seed}`,
      name: `the first kind over TLS, seed ${seed}`,
      listen: { tls: () => certificates.good },
      job: { retries: 30, deadline: 40_000, authority: authorityFile },
      serve: (stage) => misbehaving(stage, 400 + seed, 0.5, passing),
      expect: { exit: 0 },
    })),
    ...seeds(4).map((seed): FaultCase => ({
      id: `X6.${seed}`,
      name: `the first kind, each answer after an interim one, seed ${seed}`,
      job: { retries: 30, deadline: 40_000 },
      serve: (stage) => {
        const answer = misbehaving(stage, 500 + seed, 0.4, passing);
        return async (request, wire) => {
          await wire.write('HTTP/1.1 103 Early Hints\r\n\r\n');
          await answer(request, wire);
        };
      },
      expect: { exit: 0 },
    })),
    ...seeds(4).map((seed): FaultCase => ({
      id: `X7.${seed}`,
      name: `two files of one size by turns, each with its ETag, seed ${seed}`,
      job: { retries: 10, deadline: 40_000 },
      serve: (stage) => byTurns(stage, 600 + seed, {}),
      expect: { exit: [0, 3, 4, 5] },
    })),
    ...seeds(4).map((seed): FaultCase => ({
      id: `X8.${seed}`,
      name: `two files of one size by turns, nothing to tell them by, seed ${seed}`,
      job: { retries: 10, deadline: 40_000 },
      serve: (stage) => byTurns(stage, 700 + seed, { etag: null, modified: null }),
      expect: { exit: [0, 3, 4, 5] },
    })),
  ],
};
