/** What is fuzzed: each parser that strangers can reach, with what must hold of whatever it makes of its input. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import { parseChecksumText, parseDigestHeader } from '../../contract/checksum-text.ts';
import { digestLength } from '../../contract/digest.ts';
import type { Checksum } from '../../contract/download.ts';
import { DownloadError } from '../../contract/errors.ts';
import { parseMetalink } from '../../contract/metalink.ts';
import { readJournal } from '../../engine/disk/journal.ts';
import { isExtents } from '../../engine/extents.ts';
import { parseLink, redirectTarget } from '../../engine/http/address.ts';
import { metalinksIn } from '../../engine/http/described-by.ts';
import { Head, parseHead } from '../../engine/http/head.ts';
import { judge } from '../../engine/http/judge.ts';
import { retryAfterOf } from '../../engine/http/retry-after.ts';
import { nameFromDisposition, nameFromUrl, safeName } from '../../engine/naming/index.ts';
import { garbled } from './inputs.ts';

export interface Target {
  readonly name: string;
  readonly inputs: Arbitrary<string>;
  /** Feeds one input. @throws when what must hold does not; a typed error is an answer like any other. */
  readonly feed: (input: string) => void;
}

function demand(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** Lets pass what the program itself says; anything else is a fault. */
function typed(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
  }
}

/** The name is one name, in its folder, on every system. */
function demandContained(name: string): void {
  const safe = safeName(name);
  for (const system of [path.posix, path.win32]) {
    const folder = system === path.posix ? '/downloads' : 'C:\\downloads';
    demand(system.dirname(system.join(folder, safe)) === folder, `${JSON.stringify(safe)} leaves its folder`);
  }
  demand(Buffer.byteLength(safe) <= 255, 'the name is too long for a file system');
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  demand(safe !== '' && !/[\u0000-\u001f/\\:\u202a-\u202e]/.test(safe), `${JSON.stringify(safe)} holds what no name may`);
}

function demandDigests(checksums: readonly Checksum[]): void {
  for (const { algorithm, value } of checksums) {
    demand(/^[0-9a-f]+$/.test(value) && value.length === digestLength[algorithm], `${value} is no ${algorithm}`);
  }
}

const asked = { range: { start: 100, end: 200 }, conditional: true, progressed: true, compared: false, wallTime: 0 };
const known = { size: 1000, validators: { etag: '"a"', lastModified: null, lastModifiedStrong: false }, contentType: 'text/plain' };

function demandSound(head: Head): void {
  for (const expected of [asked, { ...asked, known }]) {
    const { kind, start, end, size } = judge(head, { known: null, ...expected });
    const bytes = [start, end ?? start, size ?? end ?? start];
    demand(
      bytes.every((byte) => Number.isSafeInteger(byte) && byte >= 0),
      `bytes ${bytes.join(' ')}`,
    );
    demand(start <= (end ?? start) && (end ?? 0) <= (size ?? Infinity), `a ${kind} from ${start} to ${end} of ${size}`);
    if (kind === 'part') demand(start === asked.range.start, `a part from ${start}`);
  }
}

const disposition = [
  'attachment',
  'inline',
  ';',
  ' ',
  'filename',
  'filename*',
  '=',
  '"a.txt"',
  "UTF-8''",
  '%e2%82%ac',
  "iso-8859-1'en'",
  '*0',
  '*1*',
  '=?utf-8?B?',
  '?=',
  '=?iso-8859-1?q?',
  '../../etc/passwd',
  'CON',
  '.lnk',
  'C:',
];
const ranges = [
  'bytes',
  ' ',
  '-',
  '/',
  '*',
  '0',
  '1',
  '100-199/1000',
  '5-2/10',
  '99999999999999999999',
  '9007199254740993',
  '-5',
  '+',
  '0x10',
  '1e3',
  ',',
];
const addresses = [
  'http://',
  'https://',
  'host.example',
  '/',
  '..',
  '%2f',
  '%5c',
  '?',
  '#',
  '@',
  ':',
  'user:pass',
  '[::1]',
  'javascript:',
  'file:///',
  'data:,',
  '\\\\unc',
  'a.txt',
  'name=',
  '%E0%A4%A',
  'xn--',
  '０',
];
const checksumWords = [
  'a'.repeat(64),
  'B'.repeat(32),
  '0'.repeat(40),
  'SHA256',
  'MD5',
  ' ',
  '  ',
  ' *',
  '(',
  ') = ',
  ':',
  '=',
  '-',
  '\n',
  '\r\n',
  'a.txt',
  './a.txt',
  '\\',
  'sha-256=',
  ':YWJj:',
  '# ',
  '-----BEGIN PGP SIGNED MESSAGE-----',
];
const xml = [
  '<?xml version="1.0"?>',
  '<metalink xmlns="urn:ietf:params:xml:ns:metalink">',
  '</metalink>',
  '<file name="a">',
  '</file>',
  '<hash type="sha-256">',
  '</hash>',
  '<pieces type="sha-1" length="4">',
  '</pieces>',
  '<size>',
  '</size>',
  '<url priority="1">',
  '</url>',
  'a'.repeat(64),
  '5',
  '<!DOCTYPE m [<!ENTITY a "b">]>',
  '&a;',
  '&#0;',
  '&amp;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<',
];
const links = [
  '<',
  '>',
  ';',
  ',',
  ' ',
  'rel',
  '=',
  'describedby',
  '"',
  'type',
  'application/metalink4+xml',
  '\\"',
  'a.meta4',
  'https://host.example/',
  'javascript:x',
];
const heads = [
  'HTTP/1.1 ',
  'HTTP/1.0 200 OK',
  '206',
  '200',
  '416',
  '\r\n',
  '\n',
  ': ',
  ':',
  'Content-Length: 100',
  'Content-Range: bytes 100-199/1000',
  'Transfer-Encoding: chunked',
  'ETag: "a"',
  'ETag: W/"a"',
  'Last-Modified: Thu, 01 Jan 1970 00:00:00 GMT',
  'Content-Encoding: gzip',
  'Content-Type: text/plain',
  'Retry-After: 5',
  ' ',
];
const records = [
  '{',
  '}',
  '[',
  ']',
  '"version":1',
  ',',
  '"generation":1',
  '"durable":true',
  '"durable":false',
  '"extents":',
  '[[0,10]]',
  '[[5,1]]',
  '[[0,99999999999999999]]',
  '"size":10',
  '"size":null',
  '"seams":[]',
  'null',
  '1e400',
  '"__proto__":',
  '"verified":{}',
  '"boot":"x"',
];

const folder = mkdtempSync(path.join(tmpdir(), 'rangefinder-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const journalFile = path.join(folder, 'journal');
const slotSize = 64 * 1024;

/** A slot of a journal: with a digest that is right, so that what it holds is looked at, or rubbish. */
const slot = (text: string): Buffer => {
  const body = Buffer.from(text);
  const hex = (number: number): string => number.toString(16).padStart(8, '0');
  return Buffer.concat([Buffer.from(`${hex(crc32(body))} ${hex(body.length)}\n`), body, Buffer.alloc(slotSize)]).subarray(0, slotSize);
};

export const targets: readonly Target[] = [
  { name: 'Content-Disposition', inputs: garbled(disposition), feed: (input) => demandContained(nameFromDisposition(input) ?? input) },
  { name: 'a name', inputs: garbled([...disposition, ...addresses]), feed: demandContained },
  { name: 'a URL’s name', inputs: garbled(addresses), feed: (input) => demandContained(nameFromUrl(input) ?? '') },
  {
    name: 'a path’s name',
    inputs: garbled(addresses),
    feed: (input) => typed(() => demandContained(nameFromUrl(parseLink(`http://host.example/${input}`).url) ?? '')),
  },
  {
    name: 'a link',
    inputs: garbled(addresses),
    feed: (input) =>
      typed(() => {
        const url = new URL(parseLink(input).url);
        demand(
          ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '',
          `${url.href} is not fit to be asked`,
        );
      }),
  },
  {
    name: 'Location',
    inputs: garbled(addresses),
    feed: (input) =>
      typed(() => {
        const target = redirectTarget(input, new URL('https://host.example/a'));
        demand(target.protocol === 'https:' && target.username === '' && target.password === '', `it leads to ${target.href}`);
      }),
  },
  {
    name: 'Content-Range',
    inputs: garbled(ranges),
    feed: (input) => typed(() => demandSound(new Head(206, ['Content-Range', input, 'ETag', '"a"']))),
  },
  {
    name: 'a head',
    inputs: fc.tuple(fc.constantFrom('HTTP/1.1 206 OK\r\n', 'HTTP/1.1 200 OK\r\n', ''), garbled(heads)).map((parts) => parts.join('')),
    feed: (input) => {
      const head = parseHead(input);
      if (head) typed(() => demandSound(head));
    },
  },
  {
    name: 'Retry-After',
    inputs: garbled(['5', '-', 'Thu, 01 Jan 2030 00:00:00 GMT', '1e9', ' ', '99999999999999']),
    feed: (input) => {
      const wait = retryAfterOf(input, 0);
      demand(wait === null || (wait >= 0 && wait <= 600_000), `a wait of ${wait}`);
    },
  },
  {
    name: 'a checksum file',
    inputs: garbled(checksumWords),
    feed: (input) => {
      const parsed = parseChecksumText(input, { fileName: 'a.txt' });
      if (parsed.ok) demandDigests(parsed.checksums);
    },
  },
  { name: 'Digest', inputs: garbled(checksumWords), feed: (input) => demandDigests(parseDigestHeader(input)) },
  {
    name: 'Link',
    inputs: garbled(links),
    feed: (input) => {
      for (const url of metalinksIn(new Head(200, ['Link', input]), new URL('https://host.example/a')))
        demand(url instanceof URL, 'no address');
    },
  },
  {
    name: 'a Metalink',
    inputs: garbled(xml),
    feed: (input) => {
      const metalink = parseMetalink(input);
      if (!metalink.ok) return;
      for (const { checksums, size, pieces, name } of metalink.files) {
        demandDigests(checksums);
        demandContained(name);
        demand(size === null || (Number.isSafeInteger(size) && size >= 0), `a size of ${size}`);
        demand(pieces === null || pieces.length > 0, 'pieces of nothing');
      }
    },
  },
  {
    name: 'a journal',
    inputs: garbled(records),
    feed: (input) => {
      writeFileSync(journalFile, Buffer.concat([slot(input), slot(`{${input}}`), Buffer.from(input), slot(input.slice(1))]));
      const record = readJournal(journalFile);
      demand(record === null || isExtents(record.extents, record.size ?? Number.MAX_SAFE_INTEGER), 'it claims what cannot be');
    },
  },
];
