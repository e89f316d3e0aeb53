/** Faults 41 to 48: bodies longer, shorter, coded or other than announced. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Answer, honestAnswer } from '../../hostile/answer.ts';
import { content } from '../../hostile/content.ts';
import { chunked, overshoot, resetAfter, untilClose, type ChunkFlaw } from '../../hostile/delivery.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { deliver, every, first, later, lie, once, resume, resumed, spoil, withoutRanges } from '../kit.ts';
import type { Stage } from '../stage.ts';
import { digestCases } from './digest.ts';

const mib = 1024 * 1024;

const inChunks = (answer: Answer): void => void answer.set('Content-Length', null).set('Transfer-Encoding', 'chunked');

/** The file in chunks with one flaw, on every request or the first only. */
const flawed = (stage: Stage, flaw: ChunkFlaw, which = every) => spoil(stage, which, withoutRanges(stage, inChunks, chunked(flaw)));

/** Replaces the body by its coded form. */
const coded =
  (coding: string, encode: (body: Buffer) => Buffer) =>
  (answer: Answer): void => {
    answer.body = encode(answer.body);
    answer.set('Content-Encoding', coding).set('Content-Length', String(answer.body.length));
  };

const chunkFlaws: readonly (readonly [string, ChunkFlaw])[] = [
  ['no last chunk', { unterminated: true }],
  ['a chunk size of letters', { size: 'zz' }],
  ['a negative chunk size', { size: '-1' }],
  ['a chunk size over 2^64', { size: 'fffffffffffffffff' }],
  ['a chunk longer than its size', { size: '10' }],
  ['no line end behind a chunk', { ending: 'XX' }],
  ['a chunk size of nothing', { size: '' }],
];

export const body: CaseGroup = {
  title: 'Body and encoding',
  cases: [
    {
      id: '41',
      name: 'the only answer goes on after its Content-Length',
      serve: (stage) => spoil(stage, every, withoutRanges(stage, undefined, overshoot('excess'.repeat(1000)))),
      expect: { exit: 0 },
    },
    {
      id: '41b',
      name: 'later parts go on after their Content-Length',
      serve: (stage) => spoil(stage, later, deliver(stage, overshoot('excess'.repeat(1000)))),
      expect: { exit: 0 },
    },
    {
      id: '41c',
      name: 'a forged answer follows each part on its connection',
      serve: (stage) =>
        spoil(stage, later, (request, wire) => {
          const answer = honestAnswer(stage.file, request);
          const forged = honestAnswer({ ...stage.file, bytes: content(9, stage.file.bytes.length) }, request);
          return wire.send(answer, overshoot(Buffer.concat([forged.head(), forged.body])));
        }),
      expect: { exit: 0 },
    },
    {
      id: '43',
      name: 'Content-Length and chunks together',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(stage, (answer) => answer.set('Transfer-Encoding', 'chunked').set('Content-Length', '5000'), chunked()),
        ),
      expect: { exit: [0, 4], codes: ['PROTOCOL'] },
    },
    ...chunkFlaws.flatMap(([what, flaw], index): FaultCase[] => [
      {
        id: `44${'abcdefg'[index]}`,
        name: `${what}, always`,
        serve: (stage) => flawed(stage, flaw),
        expect: { exit: [3, 4, 5], codes: ['PROTOCOL', 'TRUNCATED', 'CONNECTION_LOST', 'STALLED'] },
      },
    ]),
    {
      id: '44h',
      name: 'no last chunk, once',
      serve: (stage) => flawed(stage, { unterminated: true }, once(every)),
      expect: { exit: 0 },
    },
    {
      id: '44i',
      name: 'chunk extensions and trailers are fine',
      serve: (stage) => flawed(stage, { extension: ';name="a value"', trailer: 'X-Trailer: yes\r\n' }),
      expect: { exit: 0 },
    },
    {
      id: '44j',
      name: 'trailers without an end',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(stage, inChunks, async (wire) => {
            await wire.write('3\r\nabc\r\n0\r\n');
            for (;;) await wire.write('X-Trailer: endless\r\n'.repeat(100));
          }),
        ),
      expect: { exit: [3, 4, 5], codes: ['PROTOCOL', 'TRUNCATED', 'CONNECTION_LOST'] },
    },
    {
      id: '45',
      name: 'an unknown length in chunks',
      serve: (stage) => flawed(stage, {}),
      expect: { exit: 0 },
    },
    {
      id: '45b',
      name: 'an unknown length that ends with the connection',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(stage, (answer) => answer.set('Content-Length', null), untilClose),
        ),
      expect: { exit: 0 },
    },
    {
      id: '45c',
      name: 'an unknown length whose connection is reset',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(stage, (answer) => answer.set('Content-Length', null), resetAfter(900_000)),
        ),
      expect: { exit: [3, 5], codes: ['TRUNCATED', 'CONNECTION_LOST'] },
    },
    {
      id: '45d',
      name: 'chunks cut by a reset, once',
      serve: (stage) =>
        spoil(
          stage,
          first,
          withoutRanges(stage, inChunks, async (wire, bytes) => {
            await wire.write('fffff\r\n');
            await wire.writeBody(bytes.subarray(0, 300_000));
            wire.reset();
          }),
        ),
      expect: { exit: 0 },
    },
    {
      id: '46',
      name: 'gzip that nobody asked for, on the whole',
      serve: (stage) => spoil(stage, every, withoutRanges(stage, coded('gzip', gzipSync))),
      expect: { exit: 0 },
      check: function* (stage) {
        const asked = stage.server.requests[0]?.headers.get('accept-encoding');
        if (asked !== 'identity') yield `Accept-Encoding: ${asked ?? 'missing'}`;
      },
    },
    {
      id: '46b',
      name: 'gzip that nobody asked for, in parts of the coded file',
      serve: (stage) =>
        spoil(stage, every, (request, wire) => {
          const answer = honestAnswer({ ...stage.file, bytes: gzipSync(stage.file.bytes) }, request);
          return wire.send(answer.set('Content-Encoding', 'gzip'));
        }),
      expect: { exit: 0 },
    },
    {
      id: '46c',
      name: 'gzip on later parts only',
      serve: (stage) => spoil(stage, later, lie(stage, coded('gzip', gzipSync))),
      expect: { exit: 0 },
    },
    {
      id: '46d',
      name: 'gzip cut short within its Content-Length',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(
            stage,
            coded('gzip', (bytes) => gzipSync(bytes).subarray(0, 500_000)),
          ),
        ),
      expect: { exit: [4, 5], codes: ['TRUNCATED', 'PROTOCOL', 'BAD_CONTENT'] },
    },
    {
      id: '46e',
      name: 'gzip in name only',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(stage, (answer) => answer.set('Content-Encoding', 'gzip')),
        ),
      expect: { exit: [4, 5], codes: ['PROTOCOL', 'BAD_CONTENT', 'TRUNCATED'] },
    },
    {
      id: '46f',
      name: 'deflate that nobody asked for',
      serve: (stage) => spoil(stage, every, withoutRanges(stage, coded('deflate', deflateSync))),
      expect: { exit: 0 },
    },
    {
      id: '46g',
      name: 'brotli that nobody asked for',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(
            stage,
            coded('br', (bytes) => brotliCompressSync(bytes)),
          ),
        ),
      size: 200_000,
      expect: { exit: 0 },
    },
    {
      id: '46h',
      name: 'an encoding that nobody knows',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(
            stage,
            coded('rot13', (bytes) => bytes),
          ),
        ),
      expect: { exit: 4, codes: ['BAD_CONTENT', 'PROTOCOL'] },
    },
    {
      id: '46i',
      name: 'Content-Encoding: identity is none',
      serve: (stage) =>
        spoil(
          stage,
          every,
          lie(stage, (answer) => answer.set('Content-Encoding', 'identity')),
        ),
      expect: { exit: 0 },
    },
    {
      id: '46m',
      name: 'a compressed file that the server calls coded with gzip',
      serve: (stage) =>
        spoil(
          stage,
          every,
          lie(stage, (answer) => answer.set('Content-Encoding', 'x-gzip').set('Content-Type', 'application/x-tar')),
        ),
      script: (stage) => stage.run({ urls: [stage.server.url('/file.tar.gz')] }),
      expect: { exit: 0, name: 'file.tar.gz' },
      check: function* (stage) {
        if (stage.server.requests.length < 2) yield 'it came in one part only';
      },
    },
    {
      id: '46j',
      name: 'gzip in chunks without a last one',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(
            stage,
            (answer) => {
              coded('gzip', gzipSync)(answer);
              inChunks(answer);
            },
            chunked({ unterminated: true }),
          ),
        ),
      expect: { exit: [3, 5], codes: ['TRUNCATED', 'CONNECTION_LOST'] },
    },
    {
      id: '46k',
      name: 'bytes behind the end of the gzip stream',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(
            stage,
            coded('gzip', (bytes) => Buffer.concat([gzipSync(bytes), Buffer.from('trailing')])),
          ),
        ),
      expect: { exit: [0, 4], codes: ['PROTOCOL', 'BAD_CONTENT'] },
    },
    {
      id: '46l',
      name: 'gzip appears on resume',
      serve: (stage) => spoil(stage, resumed(stage), withoutRanges(stage, coded('gzip', gzipSync))),
      script: (stage) => resume(stage),
      expect: { exit: 0 },
    },
    {
      id: '47',
      name: 'a decompression bomb of a thousand to one',
      serve: (stage) => {
        const layer = gzipSync(Buffer.alloc(16 * mib));
        const bomb = Buffer.concat(Array.from({ length: 32 }, () => layer));
        return spoil(
          stage,
          every,
          withoutRanges(
            stage,
            coded('gzip', () => bomb),
          ),
        );
      },
      expect: { exit: 5, codes: ['TOO_LARGE'] },
    },
    ...digestCases,
  ],
};
