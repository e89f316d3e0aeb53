/** Faults 12, 22, 40, 45, 56 to 59 once more: versions, ends and heads that look like what they are not. */
import { honestAnswer, type HostedFile } from '../../hostile/answer.ts';
import { content } from '../../hostile/content.ts';
import { cutAfter, resetAfter, trickle } from '../../hostile/delivery.ts';
import type { HostileRequest } from '../../hostile/request.ts';
import type { Handler } from '../../hostile/server.ts';
import type { Delivery } from '../../hostile/wire.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { later, lie, ranged, resume, spoil } from '../kit.ts';
import { hosted, type Stage } from '../stage.ts';

const size = 2 * 1024 * 1024 + 12_345;

/** As images of disks are: two versions that differ in one place, and have nothing but zeros round every place where parts meet. */
const mostlyZeros = (seed: number): Buffer => {
  const bytes = Buffer.alloc(size);
  content(seed, 40_000).copy(bytes, 1000);
  return bytes;
};
const before = mostlyZeros(1);
const after = mostlyZeros(2);
const modifiedLater = new Date('2024-05-01T12:00:00Z');

/** Interrupts a download of one version and resumes it on another. */
const across =
  (first: HostedFile, second: HostedFile) =>
  async (stage: Stage): Promise<void> => {
    stage.file = first;
    await stage.interrupt(900_000);
    stage.file = second;
    await stage.run();
  };

/** Serves whatever range is asked, deaf to conditions. */
const deaf = (request: HostileRequest): HostileRequest => ({
  ...request,
  headers: new Map([...request.headers].filter(([name]) => !name.startsWith('if-'))),
});
const serveDeaf =
  (stage: Stage): Handler =>
  (request, wire) =>
    wire.send(honestAnswer(stage.file, deaf(request)));

/** So much of the body, and then a FIN as if that were all. */
const endAt =
  (count: number): Delivery =>
  async (wire, body) => {
    await wire.writeBody(body.subarray(0, count));
    wire.finish();
  };

/** The whole without a word on its length. */
const silently =
  (stage: Stage, delivery: Delivery): Handler =>
  (request, wire) =>
    wire.send(
      honestAnswer(stage.file, { ...request, range: null })
        .set('Accept-Ranges', null)
        .set('Content-Length', null),
      delivery,
    );

/** The first request meets one server, all others another. */
const firstThen =
  (first: Handler, others: Handler): Handler =>
  (request, wire) =>
    (request.ordinal === 0 ? first : others)(request, wire);

const truncated = { exit: [3, 5], codes: ['TRUNCATED', 'CONNECTION_LOST'] } as const;

const ends: readonly FaultCase[] = [
  {
    id: '45e',
    name: 'the first part tells the length; then the whole comes without one, and ends early',
    serve: (stage) =>
      firstThen((request, wire) => wire.send(honestAnswer(stage.file, request), cutAfter(300_000)), silently(stage, endAt(900_000))),
    expect: truncated,
  },
  {
    id: '45f',
    name: 'the same on resume, and nothing is lost of what is here',
    serve: (stage) => (request, wire) =>
      stage.session === 0 ? wire.send(honestAnswer(stage.file, request)) : silently(stage, endAt(100_000))(request, wire),
    script: (stage) => resume(stage),
    expect: { ...truncated, partial: 'kept' },
  },
  {
    id: '45g',
    name: 'no length: more had come before the connection broke than the next answer has at its end',
    serve: (stage) =>
      firstThen(
        silently(stage, async (wire, body) => {
          await wire.writeBody(body.subarray(0, 1_500_000));
          await wire.hold();
        }),
        silently(stage, endAt(600_000)),
      ),
    expect: truncated,
  },
  {
    id: '45h',
    name: 'no length: another version may be shorter than what had come of the first',
    serve: (stage) => {
      const short = hosted(content(3, 600_000));
      stage.truths = [short.bytes];
      return firstThen(silently(stage, resetAfter(1_500_000)), (request, wire) => {
        stage.file = short;
        return silently(stage, endAt(600_000))(request, wire);
      });
    },
    expect: { exit: 0 },
  },
];

export const versions: CaseGroup = {
  title: 'Versions, ends and heads in disguise',
  cases: [
    {
      id: '12f',
      name: 'each part is called the whole, but for its Content-Range',
      serve: (stage) =>
        spoil(
          stage,
          ranged,
          lie(stage, (answer) => void (answer.statusLine = 'HTTP/1.1 200 OK')),
        ),
      expect: { exit: 0, notices: ['single_stream'] },
    },
    {
      id: '5f',
      name: 'one connection, and it trickles; a new one would not',
      job: { connections: 1 },
      serve: (stage) => (request, wire) =>
        wire.send(honestAnswer(stage.file, request), async (_, body) => {
          const sound = request.connection === 0 ? 200_000 : body.length;
          await wire.writeBody(body.subarray(0, sound));
          await trickle(1, 300)(wire, body.subarray(sound));
        }),
      expect: { exit: 0 },
    },
    {
      id: '22j',
      name: 'the heads of later ranges come byte by byte, without an end',
      job: { connections: 1 },
      serve: (stage) =>
        spoil(stage, later, async (_request, wire) => {
          await wire.write('HTTP/1.1 206 Partial Content\r\nX-Filler: ');
          await trickle(1, 200)(wire, Buffer.alloc(1000, 'x'));
        }),
      expect: { exit: 0 },
    },
    ...(
      [
        ['white space', (value: string) => value.replace(/[ /-]/g, (mark) => `  ${mark}  `).trim()],
        ['a tab', (value: string) => value.replace(' ', '\t')],
        ['itself twice', (value: string) => `${value}, ${value}`],
        ['another unit', (value: string) => value.replace('bytes', 'items')],
      ] as const
    ).map(([what, respell], index): FaultCase => ({
      id: `40${'lmno'[index]}`,
      name: `a Content-Range with ${what}`,
      serve: (stage) =>
        spoil(
          stage,
          ranged,
          lie(stage, (answer) => void answer.set('Content-Range', respell(answer.get('Content-Range') ?? ''))),
        ),
      expect: { exit: 0 },
    })),
    ...ends,
    {
      id: '56i',
      name: 'swapped between sessions, new ETag, the same bytes where they are compared',
      script: across(hosted(before), hosted(after)),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '56j',
      name: 'the same, and the server is deaf to If-Range',
      serve: serveDeaf,
      script: across(hosted(before), hosted(after)),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '56k',
      name: 'the same, told by Last-Modified alone',
      serve: serveDeaf,
      script: across(hosted(before, { etag: null }), hosted(after, { etag: null, modified: modifiedLater })),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '56l',
      name: 'the same, and Last-Modified is gone',
      serve: serveDeaf,
      script: across(hosted(before, { etag: null }), hosted(after, { etag: null, modified: null })),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '57e',
      name: 'swapped within a session, the same bytes where they are compared',
      serve: (stage) => {
        stage.truths = [before, after];
        stage.file = hosted(before);
        return (request, wire) => {
          if (request.ordinal === 3) stage.file = hosted(after);
          return wire.send(honestAnswer(stage.file, deaf(request)));
        };
      },
      expect: { exit: 0 },
    },
    {
      id: '59f',
      name: 'an empty ETag, whatever the file',
      script: across(hosted(content(1, size), { etag: '""', modified: null }), hosted(content(2, size), { etag: '""', modified: null })),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '59g',
      name: 'two ETags, the first the same for every file',
      serve: (stage) => (request, wire) => wire.send(honestAnswer(stage.file, request).add('ETag', `"of session ${stage.session}"`)),
      script: across(
        hosted(content(1, size), { etag: '"always"', modified: null }),
        hosted(content(2, size), { etag: '"always"', modified: null }),
      ),
      expect: { exit: 0, notices: ['restarted'] },
    },
  ],
};
