/** Faults 1 to 5, 8 and 9: connections that break, stall, crawl or are refused. */
import { setTimeout as delay } from 'node:timers/promises';
import { Answer, honestAnswer } from '../../hostile/answer.ts';
import { cutAfter, resetAfter, stallAfter, trickle, untilClose } from '../../hostile/delivery.ts';
import type { CaseGroup } from '../case.ts';
import { afterBytes, deliver, every, first, later, once, spoil, times, withoutRanges } from '../kit.ts';

const kib = 1024;

/** Answers nothing at all and breaks the connection. */
const hangUp = (_request: unknown, wire: { reset(): void }): void => wire.reset();

export const connection: CaseGroup = {
  title: 'Connection',
  cases: [
    {
      id: '1',
      name: 'the first answer is reset in its middle',
      serve: (stage) => spoil(stage, first, deliver(stage, resetAfter(100_000))),
      expect: { exit: 0 },
    },
    {
      id: '1b',
      name: 'later ranges are reset in their middle, three times',
      serve: (stage) => spoil(stage, times(3, later), deliver(stage, resetAfter(10_000))),
      expect: { exit: 0 },
    },
    {
      id: '1c',
      name: 'reset on every connection before any byte',
      serve: (stage) => spoil(stage, every, hangUp),
      expect: { exit: 3, codes: ['CONNECTION_LOST', 'CONNECT'], partial: 'gone' },
    },
    {
      id: '1d',
      name: 'only requests that begin the file are answered, later ranges are reset at once',
      serve: (stage) => spoil(stage, later, hangUp),
      expect: { exit: 0 },
    },
    {
      id: '1e',
      name: 'the server dies for good after 700 kB',
      serve: (stage) => spoil(stage, afterBytes(stage, 700_000), hangUp),
      script: async (stage) => {
        stage.server.flow.holdAfter(700_000);
        const program = stage.start();
        await stage.reached(program, 700_000);
        await program.event(({ event, received }) => event === 'progress' && (received ?? 0) > 300_000);
        stage.server.cutConnections();
        stage.server.flow.release();
        await stage.finish(program);
      },
      expect: { exit: 3, codes: ['CONNECTION_LOST', 'CONNECT'], partial: 'kept' },
    },
    {
      id: '2',
      name: 'the first answer ends before its Content-Length',
      serve: (stage) => spoil(stage, first, deliver(stage, cutAfter(100_000))),
      expect: { exit: 0 },
    },
    {
      id: '2b',
      name: 'every answer to a later range lacks its last byte',
      serve: (stage) =>
        spoil(stage, later, (request, wire) => {
          const answer = honestAnswer(stage.file, request);
          return wire.send(answer, cutAfter(answer.body.length - 1));
        }),
      expect: { exit: 0 },
    },
    {
      id: '2c',
      name: 'without ranges, the body always ends one byte early',
      serve: (stage) => spoil(stage, every, withoutRanges(stage, undefined, cutAfter(stage.file.bytes.length - 1))),
      expect: { exit: [3, 5], codes: ['TRUNCATED', 'CONNECTION_LOST'] },
    },
    {
      id: '2d',
      name: 'without ranges, the body ends early once',
      serve: (stage) => spoil(stage, first, withoutRanges(stage, undefined, cutAfter(500_000))),
      expect: { exit: 0 },
    },
    {
      id: '3',
      name: 'every connection dies after 300 kB',
      serve: (stage) => spoil(stage, every, deliver(stage, cutAfter(300_000))),
      job: { retries: 1 },
      expect: { exit: 0 },
    },
    {
      id: '3b',
      name: 'every connection is reset after 40 kB',
      serve: (stage) => spoil(stage, every, deliver(stage, resetAfter(40_000))),
      job: { retries: 2 },
      expect: { exit: 0 },
    },
    {
      id: '4',
      name: 'the first answer stalls in its middle',
      serve: (stage) => spoil(stage, first, deliver(stage, stallAfter(100_000))),
      expect: { exit: 0 },
    },
    {
      id: '4b',
      name: 'a later range stalls',
      serve: (stage) => spoil(stage, times(2, later), deliver(stage, stallAfter(5_000))),
      expect: { exit: 0 },
    },
    {
      id: '4c',
      name: 'requests are taken and never answered',
      serve: (stage) => spoil(stage, every, (_request, wire) => wire.hold()),
      job: { retries: 1 },
      expect: { exit: 3, codes: ['STALLED', 'CONNECT_TIMEOUT'], partial: 'gone' },
    },
    {
      id: '4d',
      name: 'everything stalls for good after 700 kB',
      serve: (stage) => spoil(stage, afterBytes(stage, 600_000), (_request, wire) => wire.hold()),
      script: (stage) => {
        stage.server.flow.holdAfter(700_000);
        return stage.run();
      },
      job: { retries: 1 },
      expect: { exit: 3, codes: ['STALLED'], partial: 'kept' },
    },
    {
      id: '5',
      name: 'one range trickles while the others are fast',
      serve: (stage) => spoil(stage, once(later), deliver(stage, trickle(256, 100))),
      expect: { exit: 0, within: 10_000 },
    },
    {
      id: '5b',
      name: 'the end of the file trickles on its first request',
      serve: (stage) =>
        spoil(
          stage,
          once(({ range }) => range !== null && (range.end ?? stage.file.bytes.length) === stage.file.bytes.length && range.start > 0),
          deliver(stage, trickle(256, 100)),
        ),
      expect: { exit: 0, within: 10_000 },
    },
    {
      id: '5c',
      name: 'a slow but steady server without ranges is waited for',
      size: 40 * kib,
      serve: (stage) => spoil(stage, every, withoutRanges(stage, undefined, trickle(4 * kib, 300))),
      expect: { exit: 0 },
    },
    {
      id: '5d',
      name: 'slow ranges with interim answers, and late ones to whoever races them',
      job: { minSplit: '512K' },
      serve: (stage) =>
        spoil(stage, later, async (request, wire) => {
          const races = request.ordinal > 6;
          await wire.write('HTTP/1.1 103 Early Hints\r\n\r\n');
          if (races) await delay(300);
          await wire.send(honestAnswer(stage.file, request), races ? undefined : trickle(16 * kib, 60));
        }),
      expect: { exit: 0 },
    },
    {
      id: '8',
      name: 'connections kept alive turn out to be dead on their second request',
      size: 24 * 1024 * kib,
      job: { retries: 0, connections: 2 },
      serve: (stage) => spoil(stage, ({ turn }) => turn > 0, hangUp),
      expect: { exit: 0 },
    },
    {
      id: '8b',
      name: 'every connection closes after its answer without having said so',
      serve: (stage) => spoil(stage, every, deliver(stage, untilClose)),
      job: { retries: 0 },
      expect: { exit: 0 },
    },
    {
      id: '9',
      name: 'a third connection is reset',
      listen: (stage) => ({ accept: (wire) => stage.server.open <= 2 || (wire.reset(), false) }),
      job: { connections: 8, retries: 1 },
      expect: { exit: 0 },
    },
    {
      id: '9b',
      name: 'a third connection is accepted and never answered',
      serve: (stage) => (request, wire) =>
        stage.server.open > 2 ? wire.hold() : wire.send(honestAnswer(stage.file, request), trickle(64 * kib, 60)),
      job: { connections: 6, retries: 1 },
      expect: { exit: 0 },
    },
    {
      id: '9c',
      name: 'a third connection is told 503',
      serve: (stage) => (request, wire) => {
        const busy = stage.server.open > 2;
        return busy ? wire.send(refuse503()) : wire.send(honestAnswer(stage.file, request), trickle(64 * kib, 20));
      },
      job: { connections: 8, retries: 1 },
      expect: { exit: 0 },
    },
    {
      id: '9d',
      name: 'a second connection is closed without a word',
      listen: (stage) => ({ accept: (wire) => stage.server.open <= 1 || (wire.finish(), false) }),
      job: { connections: 8, retries: 3 },
      expect: { exit: 0 },
    },
  ],
};

function refuse503(): Answer {
  return new Answer(
    503,
    [
      ['Content-Length', '4'],
      ['Retry-After', '0'],
      ['Connection', 'close'],
    ],
    'busy',
  );
}
