import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameFromUrl } from '../../engine/naming/index.ts';

test.each([
  ['https://host/a/file.iso', 'file.iso'],
  ['https://host/a/file.iso?name=other.txt#part', 'file.iso'],
  ['https://host/a/b/', 'b'],
  ['https://host/', null],
  ['https://host', null],
  ['https://host/a%20b%2Bc+d.txt', 'a b+c+d.txt'],
  ['https://host/%E4%B8%AD%E6%96%87.zip', '中文.zip'],
  ['https://host/中文.zip', '中文.zip'],
  ['https://host/caf%E9.pdf', 'café.pdf'],
  ['https://host/100%.txt', '100%.txt'],
  ['https://host/%zz%4', '%zz%4'],
  // Once: what is encoded twice stays encoded.
  ['https://host/%252e%252e%252fx', '%2e%2e%2fx'],
  ['https://host/a%2fb', 'a/b'],
  ['https://host/a%5cb', 'a\\b'],
  ['https://host/..%2f..%2fetc%2fpasswd', '../../etc/passwd'],
  ['https://host/a%00b', 'a\0b'],
  ['https://host/../../x', 'x'],
  ['ftp://host/pub/x.tar.gz', 'x.tar.gz'],
  ['sftp://host/pub/x.tar.gz', 'x.tar.gz'],
  ['data:text/plain,hello/world', null],
  ['not a link', null],
  ['', null],
])('%s', (url, name) => {
  expect(nameFromUrl(url)).toBe(name);
});

test('a name survives its encoding, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      fc.pre(name.isWellFormed() && name !== '.' && name !== '..');
      expect(nameFromUrl(`https://host/${encodeURIComponent(name)}?q=1`)).toBe(name);
    }),
  );
});

test('any text gives a name that is not empty, or null', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (url) => {
      expect(nameFromUrl(url)).not.toBe('');
      expect(nameFromUrl(`https://host/${url}`)).not.toBe('');
    }),
  );
});
