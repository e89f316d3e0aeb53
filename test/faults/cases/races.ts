/** Faults 78 to 83 as far as the terminal reaches: stopping at any moment, and two that want the same thing. */
import { setTimeout as delay } from 'node:timers/promises';
import { honestAnswer } from '../../hostile/answer.ts';
import { stallAfter, trickle } from '../../hostile/delivery.ts';
import type { CaseGroup } from '../case.ts';
import { deliver, every, spoil } from '../kit.ts';
import type { Stage } from '../stage.ts';

/** Interrupts the program when its first request has been seen. */
async function interruptAtFirstRequest(stage: Stage, signal: NodeJS.Signals = 'SIGINT'): Promise<number> {
  const asked = new Promise<void>((resolve) => {
    const { handler } = stage.server;
    stage.server.handler = (request, wire) => {
      resolve();
      return handler(request, wire);
    };
  });
  const program = stage.start();
  await Promise.race([asked, program.done]);
  const started = performance.now();
  program.kill(signal);
  await stage.finish(program);
  return performance.now() - started;
}

const tooSlow = (milliseconds: number): string[] => (milliseconds > 1000 ? [`${Math.round(milliseconds)} ms from Ctrl-C to the end`] : []);

export const races: CaseGroup = {
  title: 'Races',
  cases: [
    (() => {
      let took = 0;
      return {
        id: '78',
        name: 'Ctrl-C while the first request is unanswered: no request afterwards',
        serve: (stage) => spoil(stage, every, (_request, wire) => wire.hold()),
        script: async (stage) => {
          took = await interruptAtFirstRequest(stage);
        },
        expect: { exit: 130, partial: 'gone' },
        peers: false,
        check: function* (stage) {
          yield* tooSlow(took);
          if (stage.server.requests.length !== 1) yield `${stage.server.requests.length} requests`;
        },
      };
    })(),
    (() => {
      let took = 0;
      return {
        id: '78b',
        name: 'Ctrl-C in mid-download: a checkpoint, and out within a second',
        serve: (stage) => spoil(stage, every, deliver(stage, stallAfter(100_000))),
        script: async (stage) => {
          const program = stage.start({ timeout: 10 });
          await program.event(({ event, received }) => event === 'progress' && (received ?? 0) > 100_000);
          const started = performance.now();
          program.kill('SIGINT');
          await stage.finish(program);
          took = performance.now() - started;
        },
        expect: { exit: 130, partial: 'kept' },
        peers: false,
        check: () => tooSlow(took),
      };
    })(),
    {
      id: '78c',
      name: 'Ctrl-C while it waits before another try',
      serve: (stage) => spoil(stage, every, (_request, wire) => wire.reset()),
      script: async (stage) => {
        const program = stage.start({ retryWait: 30 });
        await program.event(({ event, code }) => event === 'notice' && (code === 'retrying' || code === 'waiting'));
        program.kill('SIGINT');
        await stage.finish(program);
      },
      expect: { exit: 130, within: 4000 },
      peers: false,
    },
    {
      id: '78d',
      name: 'Ctrl-C twice in a row',
      script: async (stage) => {
        stage.server.flow.holdAfter(900_000);
        const program = stage.start();
        await stage.reached(program, 900_000);
        program.kill('SIGINT');
        program.kill('SIGINT');
        await stage.finish(program);
        stage.server.flow.release();
        await stage.run();
      },
      expect: { exit: 0 },
      peers: false,
    },
    {
      id: '78e',
      name: 'SIGTERM is a Ctrl-C',
      script: async (stage) => {
        await stage.interrupt(900_000, 'SIGTERM');
        await stage.run();
      },
      expect: { exit: 0, notices: ['resumed'] },
      peers: false,
      check: function* (stage) {
        const first = stage.runs[0]?.exit;
        if (first !== 130 && first !== 143) yield `exit ${first} on SIGTERM`;
      },
    },
    {
      id: '78f',
      name: 'nobody reads its output any more',
      script: async (stage) => {
        stage.server.handler = (request, wire) => wire.send(honestAnswer(stage.file, request), trickle(64 * 1024, 40));
        const program = stage.start();
        await program.event(({ event }) => event === 'progress');
        program.stopListening();
        await stage.finish(program);
        await stage.run({ conflict: 'overwrite' });
      },
      expect: { exit: 0 },
      peers: false,
    },
    {
      id: '81',
      name: 'the same link twice in one command',
      script: (stage) => stage.run({ urls: [stage.server.url('/file.bin'), stage.server.url('/file.bin')] }),
      expect: { exit: [0, 7], codes: ['IN_USE'] },
      peers: false,
    },
    {
      id: '81b',
      name: 'two commands for the same target at the same time',
      serve: (stage) => (request, wire) => wire.send(honestAnswer(stage.file, request), trickle(64 * 1024, 10)),
      script: async (stage) => {
        const programs = [stage.start({ name: 'file.bin' }), stage.start({ name: 'file.bin' })];
        await Promise.all(programs.map((program) => stage.finish(program)));
      },
      expect: { exit: [0, 7], codes: ['IN_USE'] },
      check: function* (stage) {
        if (!stage.runs.some(({ exit }) => exit === 0)) yield 'neither of them completed';
        const { bytes } = stage.file;
        for (const [name, found] of stage.contents()) if (!found.equals(bytes)) yield `${name} is not the server's file`;
      },
    },
    {
      id: '81c',
      name: 'a second command after the first was killed: its lock is no lock',
      script: async (stage) => {
        await stage.interrupt(900_000, 'SIGKILL');
        await stage.run();
      },
      expect: { exit: 0, name: 'file.bin' },
    },
    {
      id: '82',
      name: 'Ctrl-C at any moment of the end, then run again',
      script: async (stage) => {
        for (const wait of [0, 15, 30, 60]) {
          const program = stage.start({ conflict: 'overwrite' });
          await stage.reached(program, stage.file.bytes.length);
          await delay(wait);
          program.kill('SIGINT');
          await stage.finish(program);
        }
        await stage.run({ conflict: 'overwrite' });
      },
      expect: { exit: 0, name: 'file.bin' },
      peers: false,
    },
  ],
};
