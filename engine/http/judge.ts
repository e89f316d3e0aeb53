/**
 * Whether an answer to a request for a range may be used, decided from its head alone, before a byte of its body is written. Pure, and
 * shared by both planes. The numbers in comments are RFC 9110's sections.
 */
import type { Validators } from '../disk/journal.ts';
import { AnswerError, type Remedy } from './answer-error.ts';
import { encodingsOf, transferCodings } from './codings.ts';
import type { Head } from './head.ts';
import { retryAfterOf } from './retry-after.ts';
import { compareValidators, validatorsOf, versionOf } from './validators.ts';

export interface Expectation {
  /** Null asked for the whole file. */
  readonly range: { readonly start: number; readonly end: number } | null;
  /** Whether the request carried If-Range: then a 200 says that the validator did not match. */
  readonly conditional: boolean;
  /** What an earlier answer taught; null for the first. */
  readonly known: { readonly size: number | null; readonly validators: Validators; readonly contentType: string | null } | null;
  /** Whether bytes have been received already: a refusal then means that access has ended, not that there was none. */
  readonly progressed: boolean;
  /** Whether bytes at the seam will be compared, so that validators need not vouch for the file. */
  readonly compared: boolean;
  readonly wallTime: number;
}

export interface Acceptance {
  readonly kind: 'part' | 'whole';
  readonly start: number;
  /** Where the body ends in the file; null when only the end of the body will tell. */
  readonly end: number | null;
  /** The file's size; null when the server does not say. */
  readonly size: number | null;
}

/** @throws AnswerError with what helps. */
export function judge(head: Head, expected: Expectation): Acceptance {
  if (head.status === 200 || head.status === 206) checkFraming(head, expected);
  switch (head.status) {
    case 200:
      return judgeWhole(head, expected);
    case 206:
      return judgePart(head, expected);
    case 416:
      return judgeUnsatisfiable(head, expected);
    default:
      throw refusal(head, expected);
  }
}

/** 9112, 6.1: another coding than chunked would have to be undone, and where chunked is not the last one the chunks are part of the body. */
function checkFraming(head: Head, expected: Expectation): void {
  const codings = transferCodings(head);
  if (codings.length === 0 || codings.join() === 'chunked') return;
  throw new AnswerError(
    oddOrFinal(expected),
    'PROTOCOL',
    `The server frames the file in a way that is not understood: ${codings.join(', ').slice(0, 80)}`,
  );
}

function judgePart(head: Head, expected: Expectation): Acceptance {
  const asked = expected.range;
  if (!asked) throw new AnswerError('fail', 'PROTOCOL', 'The server sent a part when the whole was asked for');
  if (isErrorPage(head, expected)) throw new AnswerError('fewer', 'BUSY', 'The server sent a page instead of a part of the file');
  if (/^multipart\//i.test(head.get('content-type') ?? '')) throw useless('The server sends parts in an envelope');
  if (hasEncoding(head)) throw useless('The server compresses parts');
  const { start, end, size } = contentRange(head, expected);
  if (start !== asked.start || end <= start) throw useless(`The server sent bytes from ${start} when ${asked.start} was asked for`);
  const length = contentLength(head);
  if (transferCodings(head).length === 0 && length !== null && length !== end - start) {
    throw useless(`The server announced ${length} bytes for a part of ${end - start}`);
  }
  checkSame(head, size, expected);
  return { kind: 'part', start, end: Math.min(end, asked.end), size: size ?? expected.known?.size ?? null };
}

function judgeWhole(head: Head, expected: Expectation): Acceptance {
  const size = hasEncoding(head) || transferCodings(head).length > 0 ? null : contentLength(head);
  if (expected.range === null && isErrorPage(head, expected))
    throw new AnswerError('fail', 'CONTENT_CHANGED', 'The server sent a page instead of the file');
  if (expected.range !== null && expected.known !== null) {
    // A later range: the body starts at byte 0 and must not be written anywhere else.
    if (isErrorPage(head, expected)) {
      if (expected.range.start > 0 && !expected.conditional)
        throw new AnswerError('fewer', 'BUSY', 'The server sent a page instead of a part of the file');
      throw new AnswerError('fewer', 'CONTENT_CHANGED', 'The server sent a page instead of the file');
    }
    const sizeDiffers = size !== null && expected.known.size !== null && size !== expected.known.size;
    const sameness = compareValidators(expected.known.validators, validatorsOf(head));
    if (sizeDiffers || sameness === 'different')
      throw new AnswerError('doubt', 'CONTENT_CHANGED', 'The file on the server has changed', { version: versionOf(head) });
    if (expected.conditional) throw new AnswerError('doubt', 'CONTENT_CHANGED', 'The server does not honour If-Range');
    throw new AnswerError('one-stream', 'PROTOCOL', 'The server ignores ranges');
  }
  if (isSecretPart(head)) {
    const remedy = expected.range === null ? 'fail' : 'one-stream';
    throw new AnswerError(remedy, 'PROTOCOL', 'The server sends a part of the file and calls it the whole');
  }
  return { kind: 'whole', start: 0, end: size, size };
}

/** A Content-Range means nothing in a 200 (14.4); one that tells of less than all of the file tells that the status is wrong. */
function isSecretPart(head: Head): boolean {
  return head.all('content-range').some((value) => {
    const [, start, last, size] = rangeOf(value) ?? [];
    return size !== undefined && !(Number(start) === 0 && Number(last) + 1 === Number(size));
  });
}

/** 15.5.17. No range of an empty file can be satisfied: only the whole shows that it is one. */
function judgeUnsatisfiable(head: Head, expected: Expectation): never {
  const total = /^bytes \*\/(\d{1,16})$/i.exec(head.get('content-range')?.trim() ?? '')?.[1];
  if (total === undefined || expected.range === null)
    throw useless('The server says that the range is outside the file, and not how long the file is');
  const size = Number(total);
  if (expected.known?.size === size || expected.known === null) throw useless(`The server refuses a range within its own ${size} bytes`);
  throw new AnswerError('restart', 'CONTENT_CHANGED', `The file on the server now has ${size} bytes`);
}

function checkSame(head: Head, size: number | null, expected: Expectation): void {
  const { known } = expected;
  if (!known) return;
  if (known.size !== null && size !== null && known.size !== size) {
    throw new AnswerError('restart', 'CONTENT_CHANGED', `The file on the server had ${known.size} bytes and now has ${size}`);
  }
  if (expected.compared) return;
  const seen = validatorsOf(head);
  const sameness = compareValidators(known.validators, seen);
  // A validator that was there and is gone proves nothing any more. A part sent under If-Range may leave Last-Modified out (15.3.7): without, it will stand there.
  const { etag, lastModified } = known.validators;
  const gone = etag !== null ? seen.etag === null : lastModified !== null && seen.lastModified === null;
  if (sameness === 'different' || (sameness === 'unknown' && gone)) {
    const version = sameness === 'different' ? versionOf(head) : '';
    throw new AnswerError('doubt', 'CONTENT_CHANGED', 'The file on the server has another version', { version });
  }
}

/** 14.4. @throws PROTOCOL when it makes no sense at all. */
function contentRange(head: Head, expected: Expectation): { start: number; end: number; size: number | null } {
  const values = [...new Set(head.all('content-range').flatMap((value) => value.split(',').map((part) => part.trim())))];
  const [value] = values;
  if (value === undefined || !/^bytes/i.test(value)) throw useless('The server sent a part and not which');
  if (values.length > 1) throw nonsense(values.join(', '), expected);
  const match = rangeOf(value);
  if (!match) throw nonsense(value, expected);
  const start = Number(match[1]);
  const last = Number(match[2]);
  const size = match[3] === '*' ? null : Number(match[3]);
  const sound = [start, last, size ?? 0].every(Number.isSafeInteger) && start <= last && (size === null || last < size);
  if (!sound) throw nonsense(value, expected);
  return { start, end: last + 1, size };
}

/** White space where none belongs leaves no doubt about what is meant. */
const rangeOf = (value: string): RegExpExecArray | null => /^\s*bytes[ \t=]\s*(\d+)\s*-\s*(\d+)\s*\/\s*(\d+|\*)\s*$/i.exec(value);

const nonsense = (value: string, expected: Expectation): AnswerError =>
  new AnswerError(oddOrFinal(expected), 'PROTOCOL', `The server sent an impossible Content-Range: ${value.slice(0, 80)}`);

/** A server that has answered well before may be one of many, or too busy; one that never has will not learn. */
const oddOrFinal = (expected: Expectation): Remedy => (expected.progressed ? 'fewer' : 'fail');

const useless = (message: string): AnswerError => new AnswerError('one-stream', 'PROTOCOL', message);

/** 8.6. Repeated equal values count once; different ones are a request-smuggling trick or a broken server. */
export function contentLength(head: Head): number | null {
  const values = new Set(head.all('content-length').flatMap((value) => value.split(',').map((part) => part.trim())));
  if (values.size === 0) return null;
  const [value] = values;
  const length = Number(value);
  if (values.size > 1 || !/^\d+$/.test(value as string) || !Number.isSafeInteger(length)) {
    throw new AnswerError('fail', 'PROTOCOL', `The server sent an impossible Content-Length: ${[...values].join(', ').slice(0, 80)}`);
  }
  return length;
}

/** RFC 9112, section 6.3, case 8. */
export const endsWithConnection = (head: Head): boolean => !head.has('content-length') && transferCodings(head).length === 0;

const hasEncoding = (head: Head): boolean => encodingsOf(head).length > 0;

const isHtml = (contentType: string | null): boolean => /^\s*(text\/html|application\/xhtml\+xml)\b/i.test(contentType ?? '');

/** A page where a file was: what busy servers, captive portals and login forms send with a friendly status. */
const isErrorPage = (head: Head, expected: Expectation): boolean =>
  expected.known !== null && isHtml(head.get('content-type')) && !isHtml(expected.known.contentType);

function refusal(head: Head, expected: Expectation): AnswerError {
  const { status } = head;
  const retryAfter = retryAfterOf(head.get('retry-after'), expected.wallTime);
  const details = { status };
  const later = expected.progressed;
  const odd = oddOrFinal(expected);
  if (status === 401 || status === 403) {
    if (later) return new AnswerError('ask-again', 'AUTH_EXPIRED', `The server no longer lets us in (${status})`, { details });
    const [code, text] =
      status === 401 ? (['AUTH_REQUIRED', 'asks for a user name and password'] as const) : (['FORBIDDEN', 'refuses access'] as const);
    return new AnswerError('fail', code, `The server ${text} (${status})`, { details });
  }
  if (status === 404 || status === 410) {
    return new AnswerError(later ? 'ask-again' : 'fail', 'NOT_FOUND', `The server has no such file (${status})`, { details });
  }
  if (status === 407) return new AnswerError('fail', 'PROXY', 'The proxy asks for a user name and password (407)', { details });
  if (status === 412) return new AnswerError('restart', 'CONTENT_CHANGED', 'The file on the server has changed (412)', { details });
  if (status === 429 || status === 503) return new AnswerError('fewer', 'BUSY', `The server is busy (${status})`, { details, retryAfter });
  if (status === 501 || status === 505) return new AnswerError(odd, 'REFUSED', `The server cannot do this (${status})`, { details });
  if (status === 408 || status >= 500)
    return new AnswerError('fewer', 'SERVER_ERROR', `The server has an error (${status})`, { details, retryAfter });
  if (status === 204 || status === 205)
    return new AnswerError(odd, 'BAD_CONTENT', `The server has nothing to send (${status})`, { details });
  if (status >= 300 && status < 400)
    return new AnswerError(odd, 'PROTOCOL', `The server sent an answer that was not asked for (${status})`, { details });
  if (status < 300) return new AnswerError(odd, 'BAD_CONTENT', `The server sent an answer without a file (${status})`, { details });
  return new AnswerError(odd, 'REFUSED', `The server refuses (${status})`, { details });
}
