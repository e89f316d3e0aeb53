/** Faults 26 to 38: ranges answered in ways that were not asked for. */
import { Answer, honestAnswer, plain, type HostedFile } from '../../hostile/answer.ts';
import { content } from '../../hostile/content.ts';
import type { HostileRequest } from '../../hostile/request.ts';
import type { CaseGroup } from '../case.ts';
import { every, later, lie, once, ranged, resume, resumed, say, spoil, withoutRanges } from '../kit.ts';
import { hosted, type Stage } from '../stage.ts';

const mib = 1024 * 1024;

/** The right answer to a range that was moved or resized before it was answered. */
const answerOther = (
  file: HostedFile,
  request: HostileRequest,
  change: (start: number, end: number) => readonly [number, number],
): Answer => {
  const size = file.bytes.length;
  const { start, end } = request.range ?? { start: 0, end: null };
  const [from, to] = change(start, Math.min(end ?? size, size));
  return honestAnswer(file, { ...request, range: { start: from, end: Math.min(to, size) } });
};

/** Answers another range than the one asked for, and says so. */
const other =
  (stage: Stage, change: (start: number, end: number) => readonly [number, number]) =>
  (request: HostileRequest, wire: { send(answer: Answer): Promise<void> }): Promise<void> =>
    wire.send(answerOther(stage.file, request, change));

/** Wraps a part into an envelope (RFC 9110, section 14.6), as if several had been asked for. */
const inEnvelope = (answer: Answer): Answer => {
  const head = `--edge\r\nContent-Type: application/octet-stream\r\nContent-Range: ${answer.get('Content-Range')}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), answer.body, Buffer.from('\r\n--edge--\r\n')]);
  return new Answer(
    206,
    [
      ['Content-Type', 'multipart/byteranges; boundary=edge'],
      ['Content-Length', String(body.length)],
    ],
    body,
  );
};

/** Ends a run in its middle and has another file there for the next one. */
const resumeOn = (stage: Stage, file: HostedFile): Promise<void> => resume(stage, () => void (stage.file = file));

export const ranges: CaseGroup = {
  title: 'Range semantics',
  cases: [
    {
      id: '26',
      name: 'later parts start 7 bytes late',
      serve: (stage) =>
        spoil(
          stage,
          later,
          other(stage, (start, end) => [start + 7, end]),
        ),
      expect: { exit: 0 },
    },
    {
      id: '26b',
      name: 'the first part starts 7 bytes late',
      serve: (stage) =>
        spoil(
          stage,
          ranged,
          other(stage, (start, end) => [start + 7, end]),
        ),
      expect: { exit: 0 },
    },
    {
      id: '26c',
      name: 'every part starts at 0, whatever was asked',
      serve: (stage) =>
        spoil(
          stage,
          later,
          other(stage, (_start, end) => [0, end]),
        ),
      expect: { exit: 0 },
    },
    {
      id: '26d',
      name: 'one later part starts elsewhere',
      serve: (stage) =>
        spoil(
          stage,
          once(later),
          other(stage, (start, end) => [Math.max(0, start - 1000), end]),
        ),
      expect: { exit: 0 },
    },
    {
      id: '27',
      name: 'no part is longer than 50,000 bytes',
      serve: (stage) =>
        spoil(
          stage,
          ranged,
          other(stage, (start, end) => [start, Math.min(end, start + 50_000)]),
        ),
      expect: { exit: 0 },
    },
    {
      id: '27b',
      name: 'one later part has a single byte',
      serve: (stage) =>
        spoil(
          stage,
          once(later),
          other(stage, (start) => [start, start + 1]),
        ),
      expect: { exit: 0 },
    },
    {
      id: '28',
      name: 'every part runs to the end of the file',
      serve: (stage) =>
        spoil(
          stage,
          ranged,
          other(stage, (start) => [start, Infinity]),
        ),
      expect: { exit: 0 },
    },
    {
      id: '28b',
      name: 'later parts are 1000 bytes too long',
      serve: (stage) =>
        spoil(
          stage,
          later,
          other(stage, (start, end) => [start, end + 1000]),
        ),
      expect: { exit: 0 },
    },
    {
      id: '29',
      name: 'no part has a Content-Range',
      serve: (stage) =>
        spoil(
          stage,
          ranged,
          lie(stage, (answer) => answer.set('Content-Range', null)),
        ),
      expect: { exit: 0 },
    },
    {
      id: '29b',
      name: 'later parts have no Content-Range',
      serve: (stage) =>
        spoil(
          stage,
          later,
          lie(stage, (answer) => answer.set('Content-Range', null)),
        ),
      expect: { exit: 0 },
    },
    {
      id: '30',
      name: 'no part tells the total',
      serve: (stage) =>
        spoil(
          stage,
          ranged,
          lie(stage, (answer) => {
            const range = answer.get('Content-Range');
            if (range && answer.status === 206) answer.set('Content-Range', range.replace(/\d+$/, '*'));
          }),
        ),
      expect: { exit: 0 },
    },
    {
      id: '30b',
      name: 'later parts do not tell the total',
      serve: (stage) =>
        spoil(
          stage,
          later,
          lie(stage, (answer) => answer.set('Content-Range', answer.get('Content-Range')?.replace(/\d+$/, '*') ?? null)),
        ),
      expect: { exit: 0 },
    },
    {
      id: '31',
      name: 'the file grew between two sessions',
      script: (stage) => resumeOn(stage, hosted(content(2, 3 * mib))),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '31b',
      name: 'the file grew within a session, without validators',
      serve: (stage) => {
        stage.file = { ...stage.file, etag: null, modified: null };
        return spoil(stage, later, (request, wire) => {
          stage.file = hosted(content(2, 3 * mib), { etag: null, modified: null });
          return wire.send(honestAnswer(stage.file, request));
        });
      },
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '32',
      name: 'every part comes in an envelope',
      serve: (stage) => spoil(stage, ranged, lie(stage, inEnvelope)),
      expect: { exit: 0 },
    },
    {
      id: '32b',
      name: 'later parts come in an envelope',
      serve: (stage) => spoil(stage, later, lie(stage, inEnvelope)),
      expect: { exit: 0 },
    },
    {
      id: '33',
      name: '416 with the right total to every later range',
      serve: (stage) => spoil(stage, later, say(plain(416, '', [['Content-Range', `bytes */${stage.file.bytes.length}`]]))),
      expect: { exit: 0 },
    },
    {
      id: '33b',
      name: '416 on resume, its total is what is already there',
      serve: (stage) =>
        spoil(stage, resumed(stage, later), (request, wire) =>
          wire.send(plain(416, '', [['Content-Range', `bytes */${request.range?.start}`]])),
        ),
      script: (stage) => resume(stage),
      expect: { exit: [0, 4, 5], codes: ['PROTOCOL', 'CONTENT_CHANGED'] },
    },
    {
      id: '34',
      name: 'the file shrank between two sessions',
      script: (stage) => resumeOn(stage, hosted(content(2, 300_000))),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '34b',
      name: 'the file became empty between two sessions',
      script: (stage) => resumeOn(stage, { ...stage.file, bytes: Buffer.alloc(0), etag: '"empty"' }),
      expect: { exit: 0 },
    },
    {
      id: '35',
      name: '416 without a total to any range',
      serve: (stage) => spoil(stage, ranged, say(plain(416))),
      expect: { exit: 0 },
    },
    {
      id: '35b',
      name: '416 without a total to every later range',
      serve: (stage) => spoil(stage, later, say(plain(416))),
      expect: { exit: 0 },
    },
    {
      id: '36',
      name: '412 on resume: the file has changed',
      serve: (stage) =>
        spoil(
          stage,
          resumed(stage, ({ headers }) => headers.has('if-range') || headers.has('if-match')),
          say(plain(412)),
        ),
      script: (stage) => resumeOn(stage, hosted(content(2, 2 * mib))),
      expect: { exit: 0, notices: ['restarted'] },
    },
    {
      id: '36b',
      name: '412 to one later range, the file is the same',
      serve: (stage) => spoil(stage, once(later), say(plain(412))),
      expect: { exit: 0 },
    },
    {
      id: '37',
      name: 'If-Range with an ETag is always answered by 200',
      serve: (stage) =>
        spoil(
          stage,
          ({ headers }) => headers.has('if-range'),
          withoutRanges(stage, (answer) => answer.set('Accept-Ranges', 'bytes')),
        ),
      expect: { exit: 0 },
    },
    {
      id: '37b',
      name: 'If-Range with an ETag is answered by 200 on resume, nothing is lost',
      serve: (stage) =>
        spoil(
          stage,
          resumed(stage, ({ headers }) => headers.has('if-range')),
          withoutRanges(stage, (answer) => answer.set('Accept-Ranges', 'bytes')),
        ),
      script: (stage) => resumeOn(stage, stage.file),
      expect: { exit: 0, notices: ['resumed'], without: ['restarted'] },
    },
    {
      id: '38',
      name: 'every answer has another ETag for the same file',
      serve: (stage) =>
        spoil(stage, every, (request, wire) => wire.send(honestAnswer({ ...stage.file, etag: `"edge-${request.ordinal}"` }, request))),
      expect: { exit: 0 },
    },
    {
      id: '38b',
      name: 'every answer has another ETag for the same file, over two sessions',
      serve: (stage) =>
        spoil(stage, every, (request, wire) => wire.send(honestAnswer({ ...stage.file, etag: `"edge-${request.ordinal}"` }, request))),
      script: (stage) => resumeOn(stage, stage.file),
      expect: { exit: 0 },
    },
    {
      id: '38c',
      name: 'two edges with different files of one size',
      serve: (stage) => {
        const versions = [hosted(content(1, 2 * mib)), hosted(content(2, 2 * mib))] as const;
        stage.truths = versions.map(({ bytes }) => bytes);
        return (request, wire) =>
          wire.send(honestAnswer(versions[request.connection % 2] as HostedFile, { ...request, headers: withoutIfRange(request) }));
      },
      expect: { exit: [0, 5], codes: ['CONTENT_CHANGED'] },
    },
    {
      id: '38d',
      name: 'two edges with different files of one size, without validators',
      serve: (stage) => {
        const versions = [1, 2].map((seed) => hosted(content(seed, 2 * mib), { etag: null, modified: null }));
        stage.truths = versions.map(({ bytes }) => bytes);
        return (request, wire) => wire.send(honestAnswer(versions[request.connection % 2] as HostedFile, request));
      },
      expect: { exit: [0, 5], codes: ['CONTENT_CHANGED'] },
    },
    {
      id: '38e',
      name: 'the same, and the first request that would compare their seams is cut',
      serve: (stage) => {
        const versions = [1, 2].map((seed) => hosted(content(seed, 2 * mib), { etag: null, modified: null }));
        stage.truths = versions.map(({ bytes }) => bytes);
        const comparing = once(({ range }) => range !== null && range.end !== null && range.end - range.start < 64 * 1024);
        return (request, wire) =>
          comparing(request) ? wire.reset() : wire.send(honestAnswer(versions[request.connection % 2] as HostedFile, request));
      },
      expect: { exit: [0, 5], codes: ['CONTENT_CHANGED'] },
    },
    {
      id: '38f',
      name: 'the same, interrupted before their seams are compared',
      serve: (stage) => {
        const versions = [1, 2].map((seed) => hosted(content(seed, 2 * mib), { etag: null, modified: null }));
        stage.truths = versions.map(({ bytes }) => bytes);
        return (request, wire) =>
          wire.send(honestAnswer(versions[stage.session === 0 ? request.connection % 2 : 0] as HostedFile, request));
      },
      script: async (stage) => {
        await stage.interrupt(1.5 * mib);
        await stage.run();
      },
      expect: { exit: [0, 5], codes: ['CONTENT_CHANGED'] },
    },
  ],
};

/** The edges know nothing of the other's ETag and serve their own file to any range. */
const withoutIfRange = (request: HostileRequest): ReadonlyMap<string, string> =>
  new Map([...request.headers].filter(([name]) => name !== 'if-range'));
