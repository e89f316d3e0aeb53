/** Further cases of the kinds that the catalogue names: what servers also do. */
import { Answer, honestAnswer, plain } from '../../hostile/answer.ts';
import { authorityFile, certificates } from '../../hostile/certificates.ts';
import { chunked, untilClose } from '../../hostile/delivery.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { deliver, every, first, later, lie, once, ranged, resume, resumed, say, spoil, times, withoutRanges } from '../kit.ts';

const kib = 1024;
const size = 100_000;

/** Statuses that end a download at once, and what they mean. */
const finals: readonly (readonly [
  number,
  readonly ('REFUSED' | 'PROTOCOL' | 'BAD_REDIRECT' | 'BAD_CONTENT' | 'FORBIDDEN' | 'NOT_FOUND')[],
])[] = [
  [300, ['PROTOCOL', 'BAD_REDIRECT']],
  [305, ['PROTOCOL', 'BAD_REDIRECT']],
  [400, ['REFUSED']],
  [402, ['REFUSED']],
  [406, ['REFUSED']],
  [418, ['REFUSED']],
  [426, ['REFUSED']],
  [451, ['REFUSED', 'FORBIDDEN']],
  [203, ['BAD_CONTENT', 'PROTOCOL']],
  [207, ['BAD_CONTENT', 'PROTOCOL']],
];

/** Transfer codings that are not just `chunked`. */
const codings: readonly string[] = ['gzip, chunked', 'chunked, chunked', 'xchunked', 'chunked, gzip'];

const answers: readonly FaultCase[] = [
  ...finals.map(([status, codes], index): FaultCase => ({
    id: `Y1.${index + 1}`,
    name: `${status} in place of the file`,
    serve: (stage) => spoil(stage, every, say(plain(status, 'no file'))),
    // 203 is a transformed 200 (RFC 9110, section 15.3.4): its body may be taken for the file, but it is not this one.
    expect: { exit: 4, codes, partial: 'gone' },
  })),
  {
    id: 'Y2',
    name: '425 (too early) once',
    serve: (stage) => spoil(stage, first, say(plain(425))),
    expect: { exit: 0 },
  },
  {
    id: 'Y3',
    name: 'a body that is announced and never comes',
    serve: (stage) =>
      spoil(
        stage,
        every,
        deliver(stage, async (wire) => wire.finish()),
      ),
    expect: { exit: [3, 5], codes: ['TRUNCATED', 'CONNECTION_LOST'] },
  },
  {
    id: 'Y4',
    name: 'the connection ends within the head, twice',
    serve: (stage) =>
      spoil(stage, times(2, every), async (_request, wire) => {
        await wire.write('HTTP/1.1 206 Partial Content\r\nContent-Le');
        wire.finish();
      }),
    expect: { exit: 0 },
  },
  {
    id: 'Y5',
    name: 'an exabyte is announced',
    serve: (stage) =>
      spoil(
        stage,
        every,
        withoutRanges(stage, (answer) => answer.set('Content-Length', String(2 ** 50))),
      ),
    expect: { exit: 7, codes: ['NO_SPACE', 'FILE_TOO_LARGE'], partial: 'gone' },
  },
  {
    id: 'Y6',
    name: 'a total of an exabyte in Content-Range',
    serve: (stage) =>
      spoil(
        stage,
        every,
        lie(stage, (answer) => answer.set('Content-Range', answer.get('Content-Range')?.replace(/\d+$/, String(2 ** 50)) ?? null)),
      ),
    expect: { exit: 7, codes: ['NO_SPACE', 'FILE_TOO_LARGE'], partial: 'gone' },
  },
  {
    id: 'Y7',
    name: 'an idle connection is told 408 and closed',
    serve: (stage) =>
      spoil(stage, every, async (request, wire) => {
        await wire.send(honestAnswer(stage.file, request));
        await wire.send(plain(408, 'you were idle', [['Connection', 'close']]));
        wire.finish();
      }),
    expect: { exit: 0 },
  },
  {
    id: 'Y8',
    name: 'the type changes between two parts, the validator does not',
    serve: (stage) =>
      spoil(
        stage,
        later,
        lie(stage, (answer) => answer.set('Content-Type', 'application/x-binary')),
      ),
    expect: { exit: 0 },
  },
  {
    id: 'Y9',
    name: 'the ETag turns weak in later parts',
    serve: (stage) =>
      spoil(
        stage,
        later,
        lie(stage, (answer) => answer.set('ETag', `W/${answer.get('ETag')}`)),
      ),
    expect: { exit: 0 },
  },
  {
    id: 'Y10',
    name: 'later parts have no validator at all',
    serve: (stage) =>
      spoil(
        stage,
        later,
        lie(stage, (answer) => answer.set('ETag', null).set('Last-Modified', null)),
      ),
    expect: { exit: 0 },
  },
  {
    id: 'Y11',
    name: 'Last-Modified differs per answer, the ETag does not',
    serve: (stage) =>
      spoil(
        stage,
        every,
        lie(stage, (answer, request) => answer.set('Last-Modified', new Date(1.7e12 + request.ordinal * 1e6).toUTCString())),
      ),
    expect: { exit: 0 },
  },
  {
    id: 'Y12',
    name: 'every later part has one byte too few at its end',
    serve: (stage) =>
      spoil(stage, later, (request, wire) => {
        const { start, end } = { start: request.range?.start ?? 0, end: request.range?.end ?? stage.file.bytes.length };
        return wire.send(honestAnswer(stage.file, { ...request, range: { start, end: Math.max(start + 1, end - 1) } }));
      }),
    expect: { exit: 0 },
  },
  {
    id: 'Y13',
    name: 'a 206 with the whole file to a request without a range, after ranges failed',
    serve: (stage) => spoil(stage, ranged, say(plain(416))),
    expect: { exit: 0 },
  },
  ...codings.map((coding, index): FaultCase => ({
    id: `Y14.${index + 1}`,
    name: `Transfer-Encoding: ${coding}`,
    serve: (stage) =>
      spoil(
        stage,
        every,
        withoutRanges(
          stage,
          (answer) => answer.set('Content-Length', null).set('Transfer-Encoding', coding),
          async (wire, body) => {
            await chunked()(wire, body);
            wire.finish();
          },
        ),
      ),
    expect: { exit: 4, codes: ['PROTOCOL', 'BAD_CONTENT'] },
  })),
  {
    id: 'Y14.5',
    name: 'Transfer-Encoding: identity is none',
    serve: (stage) =>
      spoil(
        stage,
        every,
        withoutRanges(stage, (answer) => answer.set('Content-Length', null).set('Transfer-Encoding', 'identity'), untilClose),
      ),
    expect: { exit: [0, 4], codes: ['PROTOCOL'] },
  },
  {
    id: 'Y15',
    name: 'a head with lone line feeds',
    serve: (stage) =>
      spoil(stage, every, async (_request, wire) => {
        await wire.write(`HTTP/1.1 200 OK\nContent-Length: ${stage.file.bytes.length}\n\n`);
        await wire.writeBody(stage.file.bytes);
        wire.finish();
      }),
    expect: { exit: [0, 4], codes: ['PROTOCOL'] },
  },
  {
    id: 'Y16',
    name: 'a folded header field',
    serve: (stage) =>
      spoil(
        stage,
        every,
        lie(stage, (answer) => answer.add('X-Folded', 'one\r\n two')),
      ),
    expect: { exit: [0, 4], codes: ['PROTOCOL'] },
  },
  {
    id: 'Y17',
    name: 'a NUL in a header field',
    serve: (stage) =>
      spoil(
        stage,
        every,
        lie(stage, (answer) => answer.add('X-Nul', 'a\0b')),
      ),
    expect: { exit: [0, 4], codes: ['PROTOCOL'] },
  },
  {
    id: 'Y18',
    name: 'a cookie is asked for by a redirect to the same address',
    size,
    serve: (stage) => (request, wire) =>
      wire.send(
        request.headers.get('cookie')?.includes('seen=1')
          ? honestAnswer(stage.file, request)
          : plain(302, '', [
              ['Location', request.target],
              ['Set-Cookie', 'seen=1; Path=/'],
            ]),
      ),
    expect: { exit: 0 },
  },
  {
    id: 'Y19',
    name: 'a Location with spaces and raw UTF-8',
    size,
    serve: (stage) => (request, wire) =>
      wire.send(
        request.path === '/file.bin'
          ? plain(302, '', [['Location', Buffer.from('/a b/é.bin').toString('latin1')]])
          : honestAnswer(stage.file, request),
      ),
    expect: { exit: 0 },
  },
  {
    id: 'Y20',
    name: 'a redirect with a body that never ends',
    size,
    serve: (stage) => async (request, wire) => {
      if (request.path !== '/file.bin') return wire.send(honestAnswer(stage.file, request));
      await wire.send(new Answer(302, [['Location', '/real.bin']]));
      for (;;) await wire.write('x'.repeat(64 * kib));
    },
    expect: { exit: 0 },
  },
  {
    id: 'Y21',
    name: 'up to https and down again',
    job: { authority: authorityFile },
    size,
    script: async (stage) => {
      const open = await stage.also((request, wire) => wire.send(honestAnswer(stage.file, request)));
      const safe = await stage.also((_request, wire) => wire.send(plain(302, '', [['Location', open.url('/file.bin')]])), {
        tls: () => certificates.good,
      });
      stage.server.handler = (_request, wire) => wire.send(plain(302, '', [['Location', safe.url('/file.bin')]]));
      await stage.run();
    },
    expect: { exit: 8, codes: ['DOWNGRADE'], partial: 'gone' },
  },
  {
    id: 'Y22',
    name: 'the server closes after each range and forgets half of the requests',
    serve: (stage) => {
      let turn = 0;
      return spoil(stage, every, (request, wire) => {
        turn += 1;
        return turn % 2 === 0 ? wire.finish() : wire.send(honestAnswer(stage.file, request), untilClose);
      });
    },
    job: { retries: 5 },
    expect: { exit: 0 },
  },
  {
    id: 'Y23',
    name: 'the resumed file moved: a permanent redirect to the same bytes',
    serve: (stage) =>
      spoil(
        stage,
        resumed(stage, ({ path: target }) => target === '/file.bin'),
        (_request, wire) => wire.send(plain(308, '', [['Location', '/moved/file.bin']])),
      ),
    script: (stage) => resume(stage),
    expect: { exit: 0, notices: ['resumed'] },
  },
  {
    id: 'Y24',
    name: 'TLS records turn to noise in the middle of a range',
    listen: { tls: () => certificates.good },
    job: { authority: authorityFile },
    serve: (stage) =>
      spoil(stage, once(later), async (request, wire) => {
        const answer = honestAnswer(stage.file, request);
        await wire.write(answer.head());
        await wire.writeBody(answer.body.subarray(0, 20_000));
        wire.babble(Buffer.alloc(2000, 0x17));
        await wire.hold();
      }),
    expect: { exit: 0 },
  },
];

export const oddities: CaseGroup = { title: 'Further oddities of servers', cases: answers };
