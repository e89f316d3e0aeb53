/** Faults 54 to 59: the ladder of validators, and files that change behind one's back. */
import { honestAnswer, type HostedFile } from '../../hostile/answer.ts';
import { content } from '../../hostile/content.ts';
import type { HostileRequest } from '../../hostile/request.ts';
import type { CaseGroup } from '../case.ts';
import { later, once, spoil, withoutRanges } from '../kit.ts';
import { hosted, type Stage } from '../stage.ts';

const mib = 1024 * 1024;
/** Large enough for programs that only keep whole pieces of a mebibyte to have kept some. */
const size = 5 * mib + 777;
const interruption = 3.5 * mib;

const before = hosted(content(1, size));
const swapped = hosted(content(2, size));
const nameless = { etag: null, modified: null } as const;

/** Interrupts a download of one version and resumes it on another. */
const across =
  (first: HostedFile, second: HostedFile) =>
  async (stage: Stage): Promise<void> => {
    stage.file = first;
    await stage.interrupt(interruption);
    stage.file = second;
    await stage.run();
  };

/** Only what the second session had to fetch. */
function* savedWork(stage: Stage): Iterable<string> {
  if (stage.sent >= stage.file.bytes.length) yield `${stage.sent} bytes were sent again`;
}

const conditionsOf = (stage: Stage): string[] =>
  stage.server.requests.filter(later).map(({ headers }) => headers.get('if-range') ?? 'none');

/** Serves whatever range is asked, deaf to conditions. */
const unconditional = (request: HostileRequest): HostileRequest => ({
  ...request,
  headers: new Map([...request.headers].filter(([name]) => !name.startsWith('if-'))),
});

export const validators: CaseGroup = {
  title: 'Validators and changing files',
  cases: [
    {
      id: '54',
      name: 'a strong ETag stands in If-Range on every later request',
      script: across(before, before),
      expect: { exit: 0, notices: ['resumed'], without: ['restarted', 'unverified'] },
      check: function* (stage) {
        yield* savedWork(stage);
        for (const condition of conditionsOf(stage)) if (condition !== before.etag) yield `If-Range: ${condition}`;
      },
    },
    {
      id: '55',
      name: 'without an ETag, a settled Last-Modified stands in If-Range',
      script: across({ ...before, etag: null }, { ...before, etag: null }),
      expect: { exit: 0, notices: ['resumed'], without: ['restarted'] },
      check: function* (stage) {
        yield* savedWork(stage);
        const dated = before.modified?.toUTCString();
        for (const condition of conditionsOf(stage)) if (condition !== dated) yield `If-Range: ${condition}`;
      },
    },
    {
      id: '56',
      name: 'swapped between sessions, same size, new ETag',
      script: across(before, swapped),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '56b',
      name: 'swapped between sessions, same size, only Last-Modified differs',
      script: across({ ...before, etag: null }, { ...swapped, etag: null, modified: new Date('2024-03-02T12:00:00Z') }),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '56c',
      name: 'swapped between sessions, same size, no validators',
      script: across({ ...before, ...nameless }, { ...swapped, ...nameless }),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '56d',
      name: 'swapped between sessions, new ETag, the server is deaf to If-Range',
      serve: (stage) => (request, wire) => wire.send(honestAnswer(stage.file, unconditional(request))),
      script: across(before, swapped),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '56e',
      name: 'swapped between sessions, the ETag is gone as well',
      script: across(before, { ...swapped, ...nameless }),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '56f',
      name: 'swapped between sessions, only the length differs, no validators',
      script: across({ ...before, ...nameless }, hosted(content(1, size + 5000), nameless)),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '56g',
      name: 'swapped twice, the second time while it restarts',
      serve: (stage) => (request, wire) => {
        if (stage.session === 1 && stage.sent > 500_000) stage.file = hosted(content(3, size));
        return wire.send(honestAnswer(stage.file, request));
      },
      script: across(before, swapped),
      expect: { exit: 0 },
    },
    {
      id: '56h',
      name: 'a Last-Modified of this very second is no proof',
      script: async (stage) => {
        const now = new Date();
        await across({ ...before, etag: null, modified: now }, { ...swapped, etag: null, modified: now })(stage);
      },
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '57',
      name: 'swapped within a session, new ETag',
      serve: swapWithin(swapped),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '57b',
      name: 'swapped within a session, the server is deaf to If-Range',
      serve: (stage) => {
        stage.file = before;
        return spoil(stage, once(later), (request, wire) => {
          stage.file = swapped;
          stage.server.handler = (next, nextWire) => nextWire.send(honestAnswer(stage.file, unconditional(next)));
          return wire.send(honestAnswer(stage.file, unconditional(request)));
        });
      },
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '57c',
      name: 'swapped within a session, no validators: the seams are compared',
      serve: (stage) => {
        const first = { ...before, ...nameless };
        stage.file = first;
        return spoil(stage, once(later), (request, wire) => {
          stage.file = { ...swapped, ...nameless };
          return wire.send(honestAnswer(stage.file, request));
        });
      },
      expect: { exit: [0, 5], codes: ['CONTENT_CHANGED'] },
    },
    {
      id: '57d',
      name: 'swapped within a session that has only one stream',
      serve: (stage) => {
        stage.file = before;
        const cut = withoutRanges(stage, undefined, async (wire, body) => {
          await wire.writeBody(body.subarray(0, 500_000));
          stage.file = swapped;
          wire.reset();
        });
        return spoil(
          stage,
          once(() => true),
          cut,
        );
      },
      expect: { exit: 0 },
    },
    {
      id: '58',
      name: 'swapped behind the same weak ETag',
      script: across({ ...before, ...nameless, etag: 'W/"same"' }, { ...swapped, ...nameless, etag: 'W/"same"' }),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '58b',
      name: 'a weak ETag is never sent as If-Range',
      script: across({ ...before, ...nameless, etag: 'W/"same"' }, { ...before, ...nameless, etag: 'W/"same"' }),
      expect: { exit: 0, notices: ['resumed'] },
      check: function* (stage) {
        yield* savedWork(stage);
        for (const condition of conditionsOf(stage)) if (condition !== 'none') yield `If-Range: ${condition}`;
      },
    },
    {
      id: '59',
      name: 'no validator: resumed by comparing an overlap, and said to be unverified',
      script: across({ ...before, ...nameless }, { ...before, ...nameless }),
      expect: { exit: 0, notices: ['resumed', 'unverified'], without: ['restarted'] },
      check: savedWork,
    },
    {
      id: '59b',
      name: 'ETags that are no ETags',
      script: across({ ...before, ...nameless, etag: 'not quoted' }, { ...swapped, ...nameless, etag: 'not quoted' }),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '59c',
      name: 'dates that are no dates',
      serve: (stage) => (request, wire) =>
        wire.send(honestAnswer(stage.file, request).set('Last-Modified', 'yesterday').set('Date', 'today')),
      script: across({ ...before, ...nameless }, { ...swapped, ...nameless }),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '59d',
      name: 'the file becomes another type on resume, same size and no validators',
      script: across({ ...before, ...nameless }, { ...swapped, ...nameless, type: 'application/zip' }),
      expect: { exit: 0 },
    },
    {
      id: '59e',
      name: '--no-resume starts anew',
      script: async (stage) => {
        await stage.interrupt(900_000);
        await stage.run({ extra: ['--no-resume'] });
      },
      expect: { exit: 0, without: ['resumed'] },
      peers: false,
      check: function* (stage) {
        if (stage.sent < stage.file.bytes.length) yield `only ${stage.sent} bytes were fetched`;
      },
    },
  ],
};

/** From the second later request on, the server has another file, and honours conditions. */
function swapWithin(second: HostedFile) {
  return (stage: Stage): ReturnType<typeof spoil> => {
    stage.file = before;
    let seen = 0;
    const due = (request: HostileRequest): boolean => {
      if (later(request)) seen += 1;
      return seen > 1;
    };
    return spoil(stage, due, (request, wire) => {
      stage.file = second;
      return wire.send(honestAnswer(stage.file, request));
    });
  };
}
