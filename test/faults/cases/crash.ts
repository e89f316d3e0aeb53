/** Faults 71 to 75: a program that is killed or frozen at any moment goes on where it was. */
import { setTimeout as delay } from 'node:timers/promises';
import { honestAnswer } from '../../hostile/answer.ts';
import { content } from '../../hostile/content.ts';
import { trickle } from '../../hostile/delivery.ts';
import type { HostileRequest } from '../../hostile/request.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { seededNumbers } from '../random.ts';
import { oneFileThread, withInjection } from '../sandbox.ts';
import { hosted, type Stage } from '../stage.ts';

const mib = 1024 * 1024;

/** What a crash may cost (bytes fetched again): a checkpoint's worth, and what each connection had in its hands. */
const allowance = (connections: number): number => 8 * mib + connections * 256 * 1024;

/** Kills the program where the server has sent so much, so many times over, and then lets it finish. */
async function killAndFinish(stage: Stage, steps: readonly number[]): Promise<void> {
  for (const bytes of steps) await stage.interrupt(bytes, 'SIGKILL');
  await stage.run();
}

/** Bytes that a run asked for, those that several of its requests covered counted once. */
function askedFor(requests: readonly HostileRequest[], size: number): number {
  const ranges = requests.map(({ range }) => [range?.start ?? 0, Math.min(range?.end ?? size, size)] as const).sort(([a], [b]) => a - b);
  let asked = 0;
  let covered = 0;
  for (const [start, end] of ranges) {
    asked += Math.max(0, end - Math.max(start, covered));
    covered = Math.max(covered, end);
  }
  return asked;
}

/** What the last run before the end had, by its own word. */
const receivedIn = (stage: Stage, run: number): number =>
  Math.max(0, ...(stage.runs[run]?.events ?? []).map(({ received }) => received ?? 0));

/** System calls at which a crash must leave either the partial or the finished file, never a mixture. */
const deadlyCalls: readonly (readonly [string, string])[] = [
  ['at its fifth write', 'pwrite64:signal=KILL:when=5'],
  ['at its first checkpoint', 'fdatasync:signal=KILL:when=2'],
  ['as it publishes', 'link,linkat:signal=KILL:when=1'],
  ['right after it published', 'unlink,unlinkat:signal=KILL:when=1'],
  ['as it cleans up', 'unlink,unlinkat:signal=KILL:when=2'],
  ['as it renames a journal', 'rename,renameat,renameat2:signal=KILL:when=2'],
];

export const crash: CaseGroup = {
  title: 'Crash, clock, sleep',
  cases: [
    {
      id: '71',
      name: 'kill -9 at 20 of 32 MiB: at most 8 MiB and 256 KiB a connection again',
      size: 32 * mib,
      job: { minSplit: '1M' },
      script: (stage) => killAndFinish(stage, [20 * mib]),
      expect: { exit: 0, notices: ['resumed'] },
      check: function* (stage) {
        const size = stage.file.bytes.length;
        const again = askedFor(stage.requests, size) - (size - receivedIn(stage, 0));
        if (again > allowance(4)) yield `${(again / mib).toFixed(1)} MiB fetched again`;
      },
    },
    {
      id: '71b',
      name: 'kill -9 three times',
      size: 32 * mib,
      job: { minSplit: '1M' },
      script: (stage) => killAndFinish(stage, [12 * mib, 9 * mib, 9 * mib]),
      expect: { exit: 0 },
    },
    {
      id: '71c',
      name: 'kill -9 without ranges starts anew and is right',
      serve: (stage) => (request, wire) => wire.send(honestAnswer(stage.file, { ...request, range: null }).set('Accept-Ranges', null)),
      script: (stage) => killAndFinish(stage, [900_000]),
      expect: { exit: 0 },
    },
    {
      id: '71d',
      name: 'a seeded loop of kill -9 at any moment',
      size: 12 * mib,
      serve: (stage) => (request, wire) => wire.send(honestAnswer(stage.file, request), trickle(128 * 1024, 15)),
      script: async (stage) => {
        const next = seededNumbers(20_240_301);
        for (let round = 0; round < 8; round += 1) {
          const program = stage.start();
          await Promise.race([delay(100 + next() * 500), program.done]);
          program.kill('SIGKILL');
          await stage.finish(program);
          if (stage.lastRun.exit === 0) return;
        }
        await stage.run();
      },
      expect: { exit: 0 },
    },
    {
      id: '71e',
      name: 'kill -9, and the file changes before the next run',
      size: 16 * mib,
      script: async (stage) => {
        await stage.interrupt(10 * mib, 'SIGKILL');
        stage.file = hosted(content(2, 16 * mib));
        await stage.run();
      },
      expect: { exit: 0, notices: ['restarted'] },
    },
    ...deadlyCalls.map(([what, rule], index): FaultCase => ({
      id: `74${'abcdef'[index]}`,
      name: `killed ${what}, then run again`,
      script: async (stage) => {
        await stage.run({ wrap: withInjection(rule), environment: oneFileThread, deadline: 40_000, timeout: 10 });
        await stage.run({ conflict: 'overwrite' });
      },
      expect: { exit: 0, name: 'file.bin' },
      peers: false,
    })),
    ...deadlyCalls.slice(0, -1).map(([what, rule], index): FaultCase => ({
      id: `74${'ghijk'[index]}`,
      name: `killed ${what}, then the same again: one file, not two`,
      script: async (stage) => {
        await stage.run({ wrap: withInjection(rule), environment: oneFileThread, deadline: 40_000, timeout: 10 });
        await stage.run();
      },
      expect: { exit: 0, name: 'file.bin' },
      peers: false,
      check: function* (stage) {
        const { size } = stage.contents();
        // A run that was not killed after all has made the first of two.
        if (size !== (stage.runs[0]?.exit === 0 ? 2 : 1)) yield `${size} files`;
      },
    })),
    {
      id: '75',
      name: 'frozen for three seconds, longer than any patience',
      job: { retries: 1 },
      serve: (stage) => (request, wire) => wire.send(honestAnswer(stage.file, request), trickle(64 * 1024, 30)),
      script: async (stage) => {
        const program = stage.start();
        await stage.reached(program, 700_000);
        program.kill('SIGSTOP');
        await delay(3000);
        program.kill('SIGCONT');
        await stage.finish(program);
      },
      expect: { exit: 0 },
    },
    {
      id: '75b',
      name: 'frozen while every connection is cut',
      job: { retries: 1 },
      script: async (stage) => {
        stage.server.flow.holdAfter(700_000);
        const program = stage.start();
        await stage.reached(program, 700_000);
        program.kill('SIGSTOP');
        stage.server.flow.release();
        stage.server.cutConnections();
        await delay(2000);
        program.kill('SIGCONT');
        await stage.finish(program);
      },
      expect: { exit: 0 },
    },
  ],
};
