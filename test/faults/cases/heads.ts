/** Faults 22, 23, 40 and 42, and their kind: heads that no server should send. */
import { Answer, honestAnswer } from '../../hostile/answer.ts';
import type { Handler } from '../../hostile/server.ts';
import type { Wire } from '../../hostile/wire.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { every, first, later, lie, once, spoil, withoutRanges } from '../kit.ts';
import type { Stage } from '../stage.ts';

/** Writes the same text until the client has had enough. */
async function flood(wire: Wire, start: string, text: string): Promise<never> {
  await wire.write(start);
  for (;;) await wire.write(text);
}

/** Writes these bytes in place of an answer and closes. */
const utter =
  (bytes: string): Handler =>
  async (_request, wire) => {
    await wire.write(bytes);
    wire.finish();
  };

/** Says something before the honest answer. */
const preceded = (stage: Stage, before: string): Handler =>
  spoil(stage, every, async (request, wire) => {
    await wire.write(before);
    await wire.send(honestAnswer(stage.file, request));
  });

/** Not HTTP at all, or not as it may be. */
const garbage: readonly (readonly [string, string])[] = [
  ['a status line of noise', '\x00\x01\x02\x03\xff\xfe garbage\r\n\r\n'],
  ['the banner of an SSH server', 'SSH-2.0-OpenSSH_9.2p1\r\n\r\n'],
  ['an ICY status line', 'ICY 200 OK\r\nContent-Length: 4\r\n\r\nfour'],
  ['a status of five digits', 'HTTP/1.1 20000 OK\r\nContent-Length: 4\r\n\r\nfour'],
  ['a status of letters', 'HTTP/1.1 OK fine\r\nContent-Length: 4\r\n\r\nfour'],
  ['a body without any head', 'just the words of a file, as HTTP/0.9 had it'],
  ['an SMTP greeting', '220 mail.example ESMTP\r\n'],
];

/** Content-Length values that are no length. */
const badLengths: readonly (readonly [string, readonly string[]])[] = [
  ['two different', ['2000', '2109497']],
  ['a list of two different', ['2000, 2109497']],
  ['a negative', ['-5']],
  ['a signed', ['+2109497']],
  ['a hexadecimal', ['0x203039']],
  ['one over 2^64', ['99999999999999999999999']],
  ['an empty', ['']],
];

/** Content-Range values that make no sense, with a body as long as an honest one. */
const badRanges: readonly (readonly [string, string])[] = [
  ['that ends before it starts', 'bytes 5-2/10'],
  ['with a negative start', 'bytes -5-10/2109497'],
  ['over 2^53', 'bytes 0-9007199254740993/9007199254740995'],
  ['over 2^64', 'bytes 0-99999999999999999999/99999999999999999999999'],
  ['that ends beyond its total', 'bytes 0-2109496/10'],
  ['without an end', 'bytes 0-/2109497'],
  ['in letters', 'bytes a-b/c'],
  ['in another unit', 'pages 0-2109496/2109497'],
  ['without a total', 'bytes 0-2109496'],
];

const letters = 'abcdefghijklmnopqrstuvwxyz';

export const heads: CaseGroup = {
  title: 'Heads that no server should send',
  cases: [
    {
      id: '22',
      name: 'header fields without an end',
      serve: (stage) => spoil(stage, every, (_request, wire) => flood(wire, 'HTTP/1.1 200 OK\r\n', 'X-Endless: header\r\n'.repeat(100))),
      expect: { exit: 4, codes: ['PROTOCOL'], partial: 'gone' },
    },
    {
      id: '22b',
      name: 'one header field without an end',
      serve: (stage) => spoil(stage, every, (_request, wire) => flood(wire, 'HTTP/1.1 200 OK\r\nX-Endless: ', 'x'.repeat(4096))),
      expect: { exit: 4, codes: ['PROTOCOL'], partial: 'gone' },
    },
    {
      id: '22c',
      name: 'interim answers without an end',
      serve: (stage) =>
        spoil(stage, every, (_request, wire) => flood(wire, '', 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n'.repeat(20))),
      expect: { exit: 4, codes: ['PROTOCOL'], partial: 'gone' },
    },
    {
      id: '22d',
      name: 'a status line without an end',
      serve: (stage) => spoil(stage, every, (_request, wire) => flood(wire, 'HTTP/1.1 200 ', 'O'.repeat(4096))),
      expect: { exit: 4, codes: ['PROTOCOL'], partial: 'gone' },
    },
    {
      id: '22e',
      name: 'later ranges get header fields without an end, once',
      serve: (stage) =>
        spoil(stage, once(later), (_request, wire) => flood(wire, 'HTTP/1.1 206 OK\r\n', 'X-Endless: header\r\n'.repeat(100))),
      expect: { exit: 0 },
    },
    {
      id: '22f',
      name: 'two interim answers before the file are fine',
      serve: (stage) => preceded(stage, 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n'),
      expect: { exit: 0 },
    },
    {
      id: '22g',
      name: 'a switch of protocols that nobody asked for',
      serve: (stage) => spoil(stage, every, utter('HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n')),
      expect: { exit: [3, 4], codes: ['PROTOCOL', 'BAD_CONTENT', 'CONNECTION_LOST'], partial: 'gone' },
    },
    {
      id: '22h',
      name: 'sixty honest header fields are fine',
      serve: (stage) =>
        spoil(
          stage,
          every,
          lie(stage, (answer) => {
            for (let index = 0; index < 60; index += 1) answer.add(`X-Field-${index}`, 'v'.repeat(60));
          }),
        ),
      expect: { exit: 0 },
    },
    ...garbage.map(([what, bytes], index): FaultCase => ({
      id: `23${letters[index]}`,
      name: what,
      serve: (stage) => spoil(stage, every, utter(bytes)),
      expect: { exit: 4, codes: ['PROTOCOL'], partial: 'gone' },
    })),
    {
      id: '23h',
      name: 'noise in place of one later answer',
      serve: (stage) => spoil(stage, once(later), utter('\x00\x01\x02 garbage\r\n\r\n')),
      expect: { exit: 0 },
    },
    {
      id: '23i',
      name: 'noise in place of every later answer',
      serve: (stage) => spoil(stage, later, utter('\x00\x01\x02 garbage\r\n\r\n')),
      expect: { exit: 0 },
    },
    {
      id: '23j',
      name: 'a status line without a reason is fine',
      serve: (stage) =>
        spoil(
          stage,
          every,
          lie(stage, (answer) => {
            answer.statusLine = `HTTP/1.1 ${answer.status}`;
          }),
        ),
      expect: { exit: 0 },
    },
    {
      id: '23k',
      name: 'an HTTP/1.0 server is fine',
      serve: (stage) =>
        spoil(stage, every, async (request, wire) => {
          const answer = honestAnswer(stage.file, { ...request, range: null }).set('Accept-Ranges', null);
          answer.statusLine = 'HTTP/1.0 200 OK';
          await wire.send(answer);
          wire.finish();
        }),
      expect: { exit: 0 },
    },
    {
      id: '23l',
      name: 'an HTTP/1.0 server with ranges is fine',
      serve: (stage) =>
        spoil(stage, every, async (request, wire) => {
          const answer = honestAnswer(stage.file, request);
          answer.statusLine = answer.statusLine.replace('1.1', '1.0');
          await wire.send(answer);
          wire.finish();
        }),
      expect: { exit: 0 },
    },
    {
      id: '23m',
      name: 'field names in capitals and values without spaces are fine',
      serve: (stage) =>
        spoil(stage, every, async (request, wire) => {
          const answer = honestAnswer(stage.file, request);
          const fields = answer.fields.map(([name, value]) => `${name.toUpperCase()}:${value}\r\n`).join('');
          await wire.write(`${answer.statusLine}\r\n${fields}\r\n`);
          await wire.writeBody(answer.body);
        }),
      expect: { exit: 0 },
    },
    {
      id: '23n',
      name: 'the head arrives one byte at a time',
      serve: (stage) =>
        spoil(stage, every, async (request, wire) => {
          const answer = honestAnswer(stage.file, request);
          for (const byte of answer.head()) await wire.write(Buffer.of(byte));
          await wire.writeBody(answer.body);
        }),
      expect: { exit: 0 },
    },
    ...badRanges.map(([what, value], index): FaultCase => ({
      id: `40${letters[index]}`,
      name: `a Content-Range ${what}`,
      serve: (stage) =>
        spoil(
          stage,
          every,
          lie(stage, (answer) => {
            answer.statusLine = 'HTTP/1.1 206 Partial Content';
            answer.set('Content-Range', value);
          }),
        ),
      expect: { exit: 4, codes: ['PROTOCOL'], partial: 'gone' },
    })),
    {
      id: '40j',
      name: 'a later Content-Range that ends before it starts, once',
      serve: (stage) =>
        spoil(
          stage,
          once(later),
          lie(stage, (answer) => answer.set('Content-Range', 'bytes 900000-5/2109497')),
        ),
      expect: { exit: 0 },
    },
    {
      id: '40k',
      name: 'two different Content-Ranges on later parts',
      serve: (stage) =>
        spoil(
          stage,
          later,
          lie(stage, (answer) => answer.add('Content-Range', 'bytes 0-9/10')),
        ),
      expect: { exit: 0 },
    },
    ...badLengths.map(([what, values], index): FaultCase => ({
      id: `42${letters[index]}`,
      name: `${what} Content-Length`,
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(stage, (answer) => {
            answer.set('Content-Length', null);
            for (const value of values) answer.add('Content-Length', value);
          }),
        ),
      expect: { exit: 4, codes: ['PROTOCOL'], partial: 'gone' },
    })),
    {
      id: '42h',
      name: 'the same Content-Length twice is fine',
      serve: (stage) =>
        spoil(
          stage,
          first,
          withoutRanges(stage, (answer) => answer.add('Content-Length', answer.get('Content-Length') ?? '')),
        ),
      expect: { exit: [0, 4], codes: ['PROTOCOL'] },
    },
    {
      id: '42i',
      name: 'no body and no length, the connection just closes',
      serve: (stage) => {
        stage.truths = [Buffer.alloc(0)];
        return spoil(stage, every, async (_request, wire) => {
          await wire.send(
            new Answer(200, [
              ['Content-Type', 'application/octet-stream'],
              ['Connection', 'close'],
            ]),
          );
          wire.finish();
        });
      },
      expect: { exit: 0 },
    },
  ],
};
