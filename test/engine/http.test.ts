import fc from 'fast-check';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { DownloadError } from '../../contract/errors.ts';
import { parseLink, redirectTarget } from '../../engine/http/address.ts';
import { networkError } from '../../engine/http/answer-error.ts';
import { parseHead } from '../../engine/http/head.ts';
import { requestHeaders } from '../../engine/http/request-headers.ts';
import { retryAfterOf } from '../../engine/http/retry-after.ts';
import { compareValidators, ifRangeOf, validatorsOf } from '../../engine/http/validators.ts';
import type { DownloadRequest } from '../../engine/types.ts';
import { requestFor } from '../simulator/simulation.ts';

/** The code of what an action throws; null when it does not. */
function codeOf(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    return (error as DownloadError).code;
  }
}

const headOf = (...fields: string[]): NonNullable<ReturnType<typeof parseHead>> => {
  const head = parseHead(['HTTP/1.1 206 Partial Content', ...fields].join('\r\n'));
  if (!head) throw new RangeError('no head');
  return head;
};

describe('a head', () => {
  test('is read with its names in any case, and repeated fields in order', () => {
    const head = headOf('Content-LENGTH: 12 ', 'X-A:\tone', 'x-a: two', 'Empty:');
    expect([head.status, head.get('content-length'), head.all('x-a'), head.get('empty'), head.get('absent')]).toEqual([
      206,
      '12',
      ['one', 'two'],
      '',
      null,
    ]);
  });

  test.each([
    'HTTP/2 200 OK',
    'HTTP/1.1 2000 OK',
    'HTTP/1.1 200OK',
    'ICY 200 OK',
    '',
    'HTTP/1.1 200 OK\r\nfolded: a\r\n b',
    'HTTP/1.1 200 OK\r\nno colon',
    'HTTP/1.1 200 OK\r\nspace : before',
    'HTTP/1.1 200 OK\r\n: nameless',
  ])('is left to the other parser when it is odd: %j', (text) => {
    expect(parseHead(text)).toBeNull();
  });

  test('of any bytes is a head or none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const head = parseHead(`HTTP/1.1 200 OK\r\n${text}`);
        expect(head === null || head.status === 200).toBe(true);
      }),
    );
  });
});

describe('validators', () => {
  const date = 'Date: Tue, 01 Jan 2030 12:00:00 GMT';

  test('are strong ETags, and a Last-Modified a minute older than the answer', () => {
    expect(validatorsOf(headOf('ETag: "a"', 'Last-Modified: Tue, 01 Jan 2030 11:59:00 GMT', date))).toEqual({
      etag: '"a"',
      lastModified: 'Tue, 01 Jan 2030 11:59:00 GMT',
      lastModifiedStrong: true,
    });
    expect(validatorsOf(headOf('ETag: W/"a"', 'Last-Modified: Tue, 01 Jan 2030 11:59:01 GMT', date))).toMatchObject({
      etag: null,
      lastModifiedStrong: false,
    });
    expect(validatorsOf(headOf('ETag: a', 'Last-Modified: yesterday'))).toEqual({
      etag: null,
      lastModified: null,
      lastModifiedStrong: false,
    });
  });

  test('go into If-Range only when they are strong', () => {
    expect(ifRangeOf({ etag: '"a"', lastModified: 'x', lastModifiedStrong: true })).toBe('"a"');
    expect(ifRangeOf({ etag: null, lastModified: 'x', lastModifiedStrong: true })).toBe('x');
    expect(ifRangeOf({ etag: null, lastModified: 'x', lastModifiedStrong: false })).toBeNull();
  });

  const known = (etag: string | null, lastModified: string | null, lastModifiedStrong = true) => ({
    etag,
    lastModified,
    lastModifiedStrong,
  });

  test.each([
    ['equal ETags', known('"a"', 'x'), known('"a"', 'y'), 'same'],
    ['different ETags', known('"a"', 'x'), known('"b"', 'x'), 'different'],
    ['an equal strong date', known(null, 'x'), known('"b"', 'x'), 'same'],
    ['an equal date that is not settled', known(null, 'x', false), known(null, 'x', false), 'unknown'],
    ['a different date', known(null, 'x', false), known(null, 'y'), 'different'],
    ['nothing in common', known('"a"', null), known(null, 'x'), 'unknown'],
  ] as const)('with %s are %s', (_, first, second, outcome) => {
    expect(compareValidators(first, second)).toBe(outcome);
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2030, 0, 1, 12);

  test.each([
    [null, null],
    ['0', 0],
    ['7', 7000],
    ['99999999', 600_000],
    ['999999999999999', 600_000],
    ['Tue, 01 Jan 2030 12:00:30 GMT', 30_000],
    ['Tue, 01 Jan 2030 11:00:00 GMT', 0],
    ['Tue, 01 Jan 2040 12:00:00 GMT', 600_000],
    ['soon', null],
    ['', null],
  ])('of %j waits %j ms', (value, wait) => {
    expect(retryAfterOf(value, now)).toBe(wait);
  });

  test('of anything waits between nothing and ten minutes', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const wait = retryAfterOf(value, now) ?? 0;
        expect(wait >= 0 && wait <= 600_000).toBe(true);
      }),
    );
  });
});

describe('a link', () => {
  test.each([
    ['http://host.example/a b#part', 'http://host.example/a%20b', null],
    [' https://me:p%40ss@host.example/x ', 'https://host.example/x', { user: 'me', password: 'p@ss' }],
    ['https://me:%zz@host.example/', 'https://host.example/', { user: 'me', password: '%zz' }],
  ])('%j is taken apart', (link, url, credentials) => {
    expect(parseLink(link)).toEqual({ url, credentials });
  });

  test.each([
    ['no link', 'BAD_URL'],
    ['http://', 'BAD_URL'],
    ['http://host.example/a\r\nHost: other', 'BAD_URL'],
    ['http://host.example/a\u0000', 'BAD_URL'],
    ['file:///etc/passwd', 'UNSUPPORTED_PROTOCOL'],
    ['javascript:alert(1)', 'UNSUPPORTED_PROTOCOL'],
    ['ftp://host.example/', 'UNSUPPORTED_PROTOCOL'],
  ])('%j is refused', (link, code) => {
    expect(codeOf(() => parseLink(link))).toBe(code);
  });
});

describe('a redirect', () => {
  const from = new URL('https://host.example/folder/file');

  test.each([
    ['other', 'https://host.example/folder/other'],
    ['/other#part', 'https://host.example/other'],
    ['//elsewhere.example/x', 'https://elsewhere.example/x'],
    ['https://me:secret@elsewhere.example/x', 'https://elsewhere.example/x'],
    [Buffer.from('/größe').toString('latin1'), 'https://host.example/gr%C3%B6%C3%9Fe'],
  ])('to %j is followed', (location, target) => {
    expect(redirectTarget(location, from).href).toBe(target);
  });

  test.each([
    [null, 'BAD_REDIRECT'],
    ['https://', 'BAD_REDIRECT'],
    ['file:///etc/passwd', 'UNSAFE_REDIRECT'],
    ['data:text/plain,x', 'UNSAFE_REDIRECT'],
    ['javascript:alert(1)', 'UNSAFE_REDIRECT'],
    ['\\\\server\\share', 'UNSAFE_REDIRECT'],
    ['http://host.example/', 'DOWNGRADE'],
  ])('to %j is refused', (location, code) => {
    expect(codeOf(() => redirectTarget(location, from))).toBe(code);
  });

  test('from http may go to either', () => {
    expect(redirectTarget('http://other.example/', new URL('http://host.example/')).href).toBe('http://other.example/');
  });
});

describe('the headers of a request', () => {
  const secrets: Partial<DownloadRequest> = {
    credentials: { user: 'me', password: 'secret' },
    cookie: 'session=secret',
    referer: 'https://host.example/secret',
    headers: [
      ['X-Token', 'secret'],
      ['Authorization', 'Bearer secret'],
    ],
  };
  const sent = (more: Partial<DownloadRequest>, url: string, cookies = ''): Record<string, string> =>
    Object.fromEntries(requestHeaders(requestFor('a', 'https://host.example/file', more), new URL(url), cookies));

  test('carry what the user gave to the origin that it was given for', () => {
    expect(sent(secrets, 'https://host.example/other', 'theirs=1')).toMatchObject({
      'X-Token': 'secret',
      Authorization: 'Bearer secret',
      Cookie: 'session=secret; theirs=1',
      Referer: 'https://host.example/secret',
      'Accept-Encoding': 'identity',
    });
    expect(sent({ credentials: { user: 'me', password: 'ö' } }, 'https://host.example/')['Authorization']).toBe('Basic bWU6w7Y=');
  });

  test.each(['https://other.example/file', 'https://host.example:8443/file', 'http://host.example/file', 'https://www.host.example/file'])(
    'carry no secret to %s',
    (url) => {
      expect(JSON.stringify(sent(secrets, url, 'theirs=1'))).not.toContain('secret');
      expect(sent(secrets, url, 'theirs=1')['Cookie']).toBe('theirs=1');
    },
  );

  test('leave the framing and the ranges to the engine', () => {
    const own = ['Range', 'If-Range', 'connection', 'Content-Length', 'TRANSFER-ENCODING', 'Accept-Encoding', 'Host'].map(
      (name) => [name, 'mine'] as [string, string],
    );
    const headers = sent({ headers: own }, 'https://host.example/file');
    for (const name of ['Range', 'If-Range', 'connection', 'Content-Length', 'TRANSFER-ENCODING']) expect(headers).not.toHaveProperty(name);
    expect(headers['Accept-Encoding']).toBe('identity');
  });

  test.each([
    ['a value', { headers: [['X-A', 'b\r\nHost: other']] }],
    ['a bare line feed', { headers: [['X-A', 'b\nc']] }],
    ['a NUL', { headers: [['X-A', 'b\u0000c']] }],
    ['a name', { headers: [['X-A: b\r\nHost', 'other']] }],
    ['a cookie', { cookie: 'a=b\r\nHost: other' }],
    ['a referer', { referer: 'x\r\ny' }],
    ['a user agent', { userAgent: 'x\ry' }],
  ] as [string, Partial<DownloadRequest>][])('are refused with a line break in %s', (_, more) => {
    expect(codeOf(() => sent(more, 'https://host.example/file'))).toBe('BAD_INPUT');
  });

  test('never hold a line break, whatever the user gives', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, value) => {
        let fields: string[] = [];
        const code = codeOf(() => (fields = Object.entries(sent({ headers: [[name, value]] }, 'https://host.example/')).flat()));
        expect(code === null || code === 'BAD_INPUT').toBe(true);
        expect(fields.filter((text) => /[\r\n]/.test(text))).toEqual([]);
      }),
    );
  });
});

test('a refusal by TLS is told in the words that matter', async () => {
  const alert = Buffer.from([21, 3, 3, 0, 2, 2, 80]);
  const server = net.createServer((socket) => socket.once('data', () => socket.end(alert)).on('error', () => undefined));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = tls.connect({ host: '127.0.0.1', port: (server.address() as net.AddressInfo).port });
  const [error] = (await once(socket, 'error').catch((thrown: unknown) => [thrown])) as [Error];
  expect(networkError(error, 'host').message).toBe('host does not speak TLS as expected: tlsv1 alert internal error');
  server.close();
});
