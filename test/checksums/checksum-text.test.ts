import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseChecksumText, parseDigestHeader } from '../../contract/checksum-text.ts';

const digestOf = (algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512', content = 'content'): string =>
  createHash(algorithm).update(content).digest('hex');
const base64Of = (algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512'): string => createHash(algorithm).update('content').digest('base64');

const md5 = digestOf('md5');
const sha1 = digestOf('sha1');
const sha256 = digestOf('sha256');
const sha512 = digestOf('sha512');
const other = digestOf('sha256', 'other');

/** Short forms, so that a table stays readable: `sha256:…` for each checksum found, else the problem. */
function read(text: string, fileName?: string): string[] | string {
  const parsed = parseChecksumText(text, { fileName });
  return parsed.ok ? parsed.checksums.map(({ algorithm, value }) => `${algorithm}:${value}`) : parsed.problem;
}

describe('one checksum', () => {
  test.each([
    [sha256, 'sha256', sha256],
    [md5, 'md5', md5],
    [sha1, 'sha1', sha1],
    [sha512, 'sha512', sha512],
    [`  ${sha256.toUpperCase()}\r\n`, 'sha256', sha256],
    [`\ufeff${sha256}`, 'sha256', sha256],
    [`sha256=${sha256}`, 'sha256', sha256],
    [`SHA-256:${sha256}`, 'sha256', sha256],
    [`sha1 = ${sha1}`, 'sha1', sha1],
    [`SHA256 checksum: ${sha256}`, 'sha256', sha256],
    [`md5sum: ${md5}`, 'md5', md5],
    [`blake3=${sha256}`, 'blake3', sha256],
    [`${sha256}  file.iso`, 'sha256', sha256],
    [`${sha256} *file.iso`, 'sha256', sha256],
    [`${sha256}\tfile.iso`, 'sha256', sha256],
    [`SHA256 (file.iso) = ${sha256}`, 'sha256', sha256],
    [`SHA2-256(file.iso)= ${sha256}`, 'sha256', sha256],
    [`MD5(file.iso)= ${md5}`, 'md5', md5],
    [
      `Algorithm       Hash      Path\n---------       ----      ----\nSHA256  ${sha256.toUpperCase()}  C:\\files\\file.iso`,
      'sha256',
      sha256,
    ],
    [`sha256-${base64Of('sha256')}`, 'sha256', sha256],
    [`sha512-${base64Of('sha512')}?ct=text/plain`, 'sha512', sha512],
    [`-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${sha256}  file.iso\n-----BEGIN PGP SIGNATURE-----\nabcd=`, 'sha256', sha256],
    [`# made today\n\n${sha256}  file.iso`, 'sha256', sha256],
  ])('%s', (text, algorithm, value) => {
    expect(parseChecksumText(text, { fileName: 'file.iso' })).toEqual({ ok: true, checksums: [{ algorithm, value, origin: 'user' }] });
  });

  test.each([
    ['', 'none'],
    ['hello', 'none'],
    ['Size: 4096', 'none'],
    [`${sha256}f`, 'unknown_algorithm'],
    ['sha256=abc', 'wrong_length'],
    [`sha256=${sha1}`, 'wrong_length'],
    [`sha384=${'ab'.repeat(48)}`, 'unknown_algorithm'],
    [`whirlpool: ${sha512}`, 'unknown_algorithm'],
    [`${sha256}  other.iso`, 'other_file'],
    [`sha256=${sha256}\nsha256=${other}`, 'ambiguous'],
  ])('%s: %s', (text, problem) => {
    expect(read(text, 'file.iso')).toBe(problem);
  });

  test('is what the list is called, where the length allows', () => {
    expect(parseChecksumText(sha256, { algorithm: 'blake3', origin: 'sidecar' })).toEqual({
      ok: true,
      checksums: [{ algorithm: 'blake3', value: sha256, origin: 'sidecar' }],
    });
    expect(parseChecksumText(md5, { algorithm: 'blake3' })).toMatchObject({ checksums: [{ algorithm: 'md5' }] });
  });
});

describe('a list', () => {
  const list = [`${other}  another.iso`, `${sha256} *./sub/file.iso`, `SHA512 (file.iso) = ${sha512}`, `${other}  file.iso.sig`].join('\n');

  test('gives the lines of the file that is asked for', () => {
    expect(read(list, 'file.iso')).toEqual([`sha512:${sha512}`]);
    expect(read(list, 'another.iso')).toEqual([`sha256:${other}`]);
    expect(read(`${sha256}  ./a/file.iso\n${md5}  b\\file.iso`, 'file.iso')).toEqual([`sha256:${sha256}`, `md5:${md5}`]);
    expect(read(list, 'missing.iso')).toBe('other_file');
    expect(read(list)).toBe('ambiguous');
  });

  test('prefers the whole name to the base name', () => {
    expect(read(`${other}  old/file.iso\n${sha256}  ./file.iso`, 'file.iso')).toEqual([`sha256:${sha256}`]);
  });

  test('is not guessed from when two folders have a file of the name', () => {
    expect(read(`${other}  old/file.iso\n${sha256}  new/file.iso`, 'file.iso')).toBe('ambiguous');
  });

  test('may have escaped and composed names', () => {
    expect(read(`\\${sha256}  two\\nlines \\\\ back`, 'two\nlines \\ back')).toEqual([`sha256:${sha256}`]);
    expect(read(`${sha256}  cafe\u0301.iso`, 'café.iso')).toEqual([`sha256:${sha256}`]);
  });

  test('of integrity metadata is read whole', () => {
    expect(read(`sha256-${base64Of('sha256')} sha512-${base64Of('sha512')}`)).toEqual([`sha256:${sha256}`, `sha512:${sha512}`]);
  });
});

describe('a digest field', () => {
  const found = (value: string): string[] => parseDigestHeader(value).map((checksum) => `${checksum.algorithm}:${checksum.value}`);

  test.each([
    [`sha-256=:${base64Of('sha256')}:`, [`sha256:${sha256}`]],
    [`sha-512=:${base64Of('sha512')}:, sha-256=:${base64Of('sha256')}:;q=1`, [`sha512:${sha512}`, `sha256:${sha256}`]],
    [`SHA-256=${base64Of('sha256')},MD5=${base64Of('md5')},UNIXsum=30637`, [`sha256:${sha256}`, `md5:${md5}`]],
    [`SHA=${base64Of('sha1')}`, [`sha1:${sha1}`]],
    [`sha-256=${sha256}`, [`sha256:${sha256}`]],
    ['sha-256=:AAAA:', []],
    ['sha-256=:not base64:', []],
    ['crc32c=:AAAAAA==:', []],
    ['', []],
    ['sha-256', []],
  ])('%s', (value, expected) => {
    expect(found(value)).toEqual(expected);
  });

  test('says that it came from a header', () => {
    expect(parseDigestHeader(`md5=:${base64Of('md5')}:`)).toEqual([{ algorithm: 'md5', value: md5, origin: 'header' }]);
  });

  test('brings back any digest', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (digest) => {
        const bytes = Buffer.from(digest);
        expect(found(`sha-256=:${bytes.toString('base64')}:`)).toEqual([`sha256:${bytes.toString('hex')}`]);
        expect(read(`sha256-${bytes.toString('base64url')}`)).toEqual([`sha256:${bytes.toString('hex')}`]);
      }),
    );
  });
});

describe('any text', () => {
  const pieces = [
    sha256,
    md5,
    'sha256',
    '=',
    ':',
    ' ',
    '  ',
    '*',
    '(',
    ')',
    '\\',
    '\n',
    'file.iso',
    './',
    'SHA256 (',
    ') = ',
    '-',
    ',',
    'sha256-',
  ];
  const text = fc.oneof(
    fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );

  test('gives well-formed checksums or a problem', () => {
    const lengths = { md5: 32, sha1: 40, sha256: 64, sha512: 128, blake3: 64 };
    fc.assert(
      fc.property(text, (input) => {
        const parsed = parseChecksumText(input, { fileName: 'file.iso' });
        const checksums = parsed.ok ? parsed.checksums : [];
        expect(checksums.length > 0).toBe(parsed.ok);
        for (const { algorithm, value } of [...checksums, ...parseDigestHeader(input)]) {
          expect(value).toMatch(/^[0-9a-f]+$/);
          expect(value).toHaveLength(lengths[algorithm]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['a', '(', ')', ') = ', ' ', '=', `${'a'.repeat(64)}  x\n`, '\n', 'sha256-', ','])(
    'takes time linear in its length: %j repeated',
    (piece) => {
      const hostile = `SHA256 (${piece.repeat(500_000 / piece.length)}`;
      const start = performance.now();
      parseChecksumText(hostile, { fileName: 'x' });
      parseDigestHeader(hostile);
      expect(performance.now() - start).toBeLessThan(1500);
    },
  );
});
