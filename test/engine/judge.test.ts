import { describe, expect, test } from 'vitest';
import type { AnswerError } from '../../engine/http/answer-error.ts';
import { parseHead, type Head } from '../../engine/http/head.ts';
import { judge, type Expectation } from '../../engine/http/judge.ts';

const etag = 'ETag: "one"';
const asked = { start: 100, end: 200 };
const part = ['Content-Range: bytes 100-199/1000', 'Content-Length: 100'];
const known = { size: 1000, validators: { etag: '"one"', lastModified: null, lastModifiedStrong: false }, contentType: 'application/zip' };

const first: Expectation = {
  range: { start: 0, end: 200 },
  conditional: false,
  known: null,
  progressed: false,
  compared: false,
  wallTime: 0,
};
const later: Expectation = { range: asked, conditional: true, known, progressed: true, compared: false, wallTime: 0 };

const head = (status: number, ...fields: string[]): Head => parseHead([`HTTP/1.1 ${status} Text`, ...fields].join('\r\n')) as Head;

/** What an answer is taken for: `part 100-200/1000`, or what helps against it: `retry BUSY`. */
function verdict(answer: Head, expectation: Expectation): string {
  try {
    const { kind, start, end, size } = judge(answer, expectation);
    return `${kind} ${start}-${end ?? '?'}/${size ?? '?'}`;
  } catch (error) {
    const { remedy, code } = error as AnswerError;
    return `${remedy} ${code}`;
  }
}

describe('the first answer', () => {
  test.each([
    ['the part that was asked for', head(206, 'Content-Range: bytes 0-199/1000', 'Content-Length: 200'), 'part 0-200/1000'],
    ['a shorter file', head(206, 'Content-Range: bytes 0-49/50', 'Content-Length: 50'), 'part 0-50/50'],
    ['the whole', head(200, 'Content-Length: 1000'), 'whole 0-1000/1000'],
    ['the whole, and no length', head(200), 'whole 0-?/?'],
    ['the whole, chunked', head(200, 'Transfer-Encoding: chunked'), 'whole 0-?/?'],
    ['the whole, compressed', head(200, 'Content-Encoding: gzip', 'Content-Length: 10'), 'whole 0-?/?'],
    ['nothing', head(204), 'fail BAD_CONTENT'],
    ['not modified', head(304), 'fail PROTOCOL'],
    ['no such file', head(404), 'fail NOT_FOUND'],
    ['a question for a password', head(401), 'fail AUTH_REQUIRED'],
    ['a refusal', head(403), 'fail FORBIDDEN'],
    ['a proxy’s question', head(407), 'fail PROXY'],
    ['too many requests', head(429, 'Retry-After: 3'), 'fewer BUSY'],
    ['an error', head(500), 'fewer SERVER_ERROR'],
    ['not implemented', head(501), 'fail REFUSED'],
    ['a part that is called the whole', head(200, 'Content-Range: bytes 0-199/1000', 'Content-Length: 200'), 'one-stream PROTOCOL'],
    [
      'the whole, and which part of itself it is',
      head(200, 'Content-Range: bytes 0-999/1000', 'Content-Length: 1000'),
      'whole 0-1000/1000',
    ],
    ['a part in a unit that nobody knows', head(206, 'Content-Range: items 0-199/1000', 'Content-Length: 200'), 'one-stream PROTOCOL'],
    ['a part told with spaces', head(206, 'Content-Range: bytes  0 - 199 / 1000', 'Content-Length: 200'), 'part 0-200/1000'],
    ['an empty file’s refusal of every range', head(416, 'Content-Range: bytes */0'), 'one-stream PROTOCOL'],
  ])('%s', (_, answer, outcome) => {
    expect(verdict(answer, first)).toBe(outcome);
  });
});

const named = (path: string, ...fields: string[]): Head =>
  parseHead(['HTTP/1.1 206 Part', ...part, etag, ...fields].join('\r\n'), path) as Head;

describe('a part that is called coded', () => {
  test.each([
    ['by its name a compressed file itself', named('/a.tar.gz', 'Content-Encoding: x-gzip'), 'part 100-200/1000'],
    ['by its name in small letters or large', named('/A.TGZ', 'Content-Encoding: gzip'), 'part 100-200/1000'],
    ['by its type', named('/get', 'Content-Encoding: gzip', 'Content-Type: application/x-gzip'), 'part 100-200/1000'],
    [
      'by the name that it is to have',
      named('/get', 'Content-Encoding: gzip', 'Content-Disposition: attachment; filename="a.gz"'),
      'part 100-200/1000',
    ],
    ['with another coding than its name says', named('/a.gz', 'Content-Encoding: br'), 'one-stream PROTOCOL'],
    ['twice', named('/a.gz', 'Content-Encoding: gzip, gzip'), 'one-stream PROTOCOL'],
    ['and is no compressed file', named('/a.iso', 'Content-Encoding: gzip', 'Content-Type: text/plain'), 'one-stream PROTOCOL'],
    ['with a coding by the name of something that every object has', named('/a', 'Content-Encoding: constructor'), 'one-stream PROTOCOL'],
  ])('%s', (_, answer, outcome) => {
    expect(verdict(answer, later)).toBe(outcome);
  });
});

describe('the answer to a later range', () => {
  test.each([
    ['the part that was asked for', head(206, etag, ...part), 'part 100-200/1000'],
    ['a shorter part', head(206, etag, 'Content-Range: bytes 100-149/1000', 'Content-Length: 50'), 'part 100-150/1000'],
    [
      'a longer part is taken as far as it was asked for',
      head(206, etag, 'Content-Range: bytes 100-299/1000', 'Content-Length: 200'),
      'part 100-200/1000',
    ],
    ['a part of a file of unknown size', head(206, etag, 'Content-Range: bytes 100-199/*', 'Content-Length: 100'), 'part 100-200/1000'],
    ['another part', head(206, etag, 'Content-Range: bytes 0-99/1000', 'Content-Length: 100'), 'one-stream PROTOCOL'],
    ['a part, and not which', head(206, etag, 'Content-Length: 100'), 'one-stream PROTOCOL'],
    ['a part with a length of its own', head(206, etag, 'Content-Range: bytes 100-199/1000', 'Content-Length: 99'), 'one-stream PROTOCOL'],
    [
      'parts in an envelope',
      head(206, etag, 'Content-Type: multipart/byteranges; boundary=x', 'Content-Length: 300'),
      'one-stream PROTOCOL',
    ],
    ['a compressed part', head(206, etag, ...part, 'Content-Encoding: gzip'), 'one-stream PROTOCOL'],
    ['a range backwards', head(206, etag, 'Content-Range: bytes 199-100/1000'), 'fewer PROTOCOL'],
    ['a range beyond the end', head(206, etag, 'Content-Range: bytes 100-1000/1000'), 'fewer PROTOCOL'],
    ['a range beyond what numbers hold', head(206, etag, 'Content-Range: bytes 100-99999999999999999999/*'), 'fewer PROTOCOL'],
    [
      'a part of a file of another size',
      head(206, etag, 'Content-Range: bytes 100-199/1001', 'Content-Length: 100'),
      'restart CONTENT_CHANGED',
    ],
    ['a part of another version', head(206, 'ETag: "two"', ...part), 'doubt CONTENT_CHANGED'],
    ['a part that has lost its validator', head(206, ...part), 'doubt CONTENT_CHANGED'],
    ['the whole of another version', head(200, 'ETag: "two"', 'Content-Length: 1000'), 'doubt CONTENT_CHANGED'],
    ['the whole of the same version', head(200, etag, 'Content-Length: 1000'), 'doubt CONTENT_CHANGED'],
    ['a page', head(200, 'Content-Type: text/html', 'Content-Length: 80'), 'fewer CONTENT_CHANGED'],
    ['a page as a part', head(206, etag, ...part, 'Content-Type: text/html; charset=utf-8'), 'fewer BUSY'],
    ['a refusal', head(403), 'ask-again AUTH_EXPIRED'],
    ['no such file', head(410), 'ask-again NOT_FOUND'],
    ['a failed precondition', head(412), 'restart CONTENT_CHANGED'],
    ['a smaller file', head(416, 'Content-Range: bytes */90'), 'restart CONTENT_CHANGED'],
    ['a range outside the same file', head(416, 'Content-Range: bytes */1000'), 'one-stream PROTOCOL'],
    ['a range outside of nobody knows what', head(416), 'one-stream PROTOCOL'],
  ])('%s', (_, answer, outcome) => {
    expect(verdict(answer, later)).toBe(outcome);
  });

  test('from a server that ignores ranges means that one answer has to bring it all', () => {
    expect(verdict(head(200, etag, 'Content-Length: 1000'), { ...later, conditional: false })).toBe('one-stream PROTOCOL');
  });

  test('need not name the version when bytes are compared', () => {
    expect(verdict(head(206, 'ETag: "two"', ...part), { ...later, compared: true, conditional: false })).toBe('part 100-200/1000');
    const otherSize = head(206, 'Content-Range: bytes 100-199/1001', 'Content-Length: 100');
    expect(verdict(otherSize, { ...later, compared: true })).toBe('restart CONTENT_CHANGED');
  });

  test('with two lengths is from nobody who can be trusted', () => {
    expect(verdict(head(206, etag, ...part, 'Content-Length: 101'), later)).toMatch(/PROTOCOL$/);
    expect(verdict(head(206, etag, 'Content-Range: bytes 100-199/1000', 'Content-Length: 100, 100'), later)).toBe('part 100-200/1000');
  });
});

test('a part in answer to a question for the whole is none', () => {
  expect(verdict(head(206, ...part), { ...first, range: null })).toMatch(/PROTOCOL$/);
});
