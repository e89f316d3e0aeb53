import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameFromDisposition } from '../../engine/naming/index.ts';

/** A header as Node hands it over: the bytes of its UTF-8, one character each. */
const wire = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

type Case = readonly [header: string, name: string | null];

const plain: readonly Case[] = [
  ['inline', null],
  ['attachment', null],
  ['"attachment"', null],
  ['attachment;', null],
  ['inline; filename="foo.html"', 'foo.html'],
  ['inline; filename="Not an attachment!"', 'Not an attachment!'],
  ['attachment; filename=foo.html', 'foo.html'],
  ['ATTACHMENT; FILENAME="foo.html"', 'foo.html'],
  ['attachment;filename=foo.html', 'foo.html'],
  ['attachment; filename = "foo.html"', 'foo.html'],
  ['attachment; filename="f\\oo.html"', 'foo.html'],
  ['attachment; filename="\\"quoting\\" tested.html"', '"quoting" tested.html'],
  ['attachment; filename="Here\'s a semicolon;.html"', "Here's a semicolon;.html"],
  ['attachment; foo="bar"; filename="foo.html"', 'foo.html'],
  ['attachment; foo="\\"\\\\";filename="foo.html"', 'foo.html'],
  ['attachment; foobar=x; filename="foo.html"', 'foo.html'],
  ["attachment; filename='foo.bar'", "'foo.bar'"],
  ['attachment; filename="foo-%41.html"', 'foo-%41.html'],
  ['attachment; filename="foo-%c3%a4-%e2%82%ac.html"', 'foo-%c3%a4-%e2%82%ac.html'],
  ['attachment; filename="50%.html"', '50%.html'],
  ['attachment; filename="/foo.html"', '/foo.html'],
  ['attachment; filename="\\\\foo.html"', '\\foo.html'],
  ['attachment; name="foo.html"', null],
  ['attachment; xfilename=foo.html', null],
  ['attachment; filename=""', null],
  ['attachment; filename=', null],
];

const extended: readonly Case[] = [
  ["attachment; filename*=iso-8859-1''foo-%E4.html", 'foo-ä.html'],
  ["attachment; filename*=UTF-8''foo-%c3%a4-%e2%82%ac.html", 'foo-ä-€.html'],
  ["attachment; filename*=utf-8'en'foo-%c3%a4.html", 'foo-ä.html'],
  ["attachment; filename*=''foo-%c3%a4-%e2%82%ac.html", 'foo-ä-€.html'],
  ["attachment; filename*=UTF-8''foo-a%cc%88.html", 'foo-a\u0308.html'],
  ["attachment; filename*= UTF-8''foo-%c3%a4.html", 'foo-ä.html'],
  ["attachment; filename* =UTF-8''foo-%c3%a4.html", 'foo-ä.html'],
  ["attachment; filename *=UTF-8''foo-%c3%a4.html", null],
  ['attachment; filename*="UTF-8\'\'foo-%c3%a4.html"', 'foo-ä.html'],
  ["attachment; filename*=UTF-8''A-%2541.html", 'A-%41.html'],
  ["attachment; filename*=UTF-8''%5cfoo.html", '\\foo.html'],
  ["attachment; filename*=UTF-8''f%oo.html", 'f%oo.html'],
  ["attachment; filename*=UTF-8''foo%", 'foo%'],
  ["attachment; filename*=EUC-JP''%B7%DD%BD%D13%2Epng", '芸術3.png'],
  ["attachment; filename*=Euc-Kr'ko'%BF%B9%BC%FA%2Epng", '예술.png'],
  // The label is trusted; Latin-1 means Windows-1252, as everywhere on the web.
  ["attachment; filename*=ISO-8859-1''%e2%82%ac", 'â‚¬'],
  // Broken ones, when they are all there is.
  ["attachment; filename*=UTF-8'foo-%41.html", 'foo-A.html'],
  ['attachment; filename*="a%20b"', 'a b'],
  ["attachment; filename*=utf-99''foo-%41.html", 'foo-A.html'],
  ["attachment; filename*=UTF-8''A%e4B", 'AäB'],
];

const precedence: readonly Case[] = [
  ['attachment; filename="foo-ae.html"; filename*=UTF-8\'\'foo-%c3%a4.html', 'foo-ä.html'],
  ['attachment; filename*=UTF-8\'\'foo-%c3%a4.html; filename="foo-ae.html"', 'foo-ä.html'],
  ["attachment; filename*0*=ISO-8859-15''euro-sign%3d%a4; filename*=ISO-8859-1''currency-sign%3d%a4", 'currency-sign=¤'],
  ["attachment; filename*=ISO-8859-1''currency-sign%3d%a4; filename*0*=ISO-8859-15''euro-sign%3d%a4", 'currency-sign=¤'],
  ['attachment; filename=basic; filename*0=foo; filename*1=bar', 'foobar'],
  ["attachment; filename=basic; filename*0=first; filename*0=wrong; filename*=UTF-8''extended", 'extended'],
  ["attachment; filename*=UTF-8''A%e4B; filename=fallback", 'fallback'],
  ["attachment; filename*=utf-99''foo; filename=fallback", 'fallback'],
  ["attachment; filename*=UTF-8'foo-%41.html; filename=bar.html", 'bar.html'],
  ["attachment; filename*0*=UTF-8''A%e4B; filename=fallback", 'fallback'],
  ['attachment; filename=first; filename=wrong', 'first'],
];

const continuations: readonly Case[] = [
  ['attachment; filename*0="foo."; filename*1="html"', 'foo.html'],
  ['attachment; filename*0="foo"; filename*1="\\b\\a\\r.html"', 'foobar.html'],
  ['attachment; filename*0*=UTF-8\'\'foo-%c3%a4; filename*1=".html"', 'foo-ä.html'],
  ["attachment; filename*0*=UTF-8''foo-%c3; filename*1*=%a4.html", 'foo-ä.html'],
  ['attachment; filename*0="foo"; filename*01="bar"', 'foo'],
  ['attachment; filename*0="foo"; filename*2="bar"', 'foo'],
  ['attachment; filename*1="foo."; filename*2="html"', null],
  ['attachment; filename*1="bar"; filename*0="foo"', 'foobar'],
  ["attachment; filename*0*=ISO-8859-15''euro-sign%3d%a4", 'euro-sign=€'],
  ["attachment; filename*0=UTF-8''unescaped; filename*1*=%20so", "UTF-8''unescaped so"],
  ['attachment; filename*0="0"; filename*1=1; filename*2*=%32', '012'],
  ["attachment; filename*0*=UTF-8''0; filename*1a=1", '0'],
  ["attachment; filename*0*=UTF-8''0; filename*-1=1; filename*111111111111111111111111=1", '0'],
  ["attachment; filename=basic; filename**=UTF-8''0", 'basic'],
  [`attachment; ${Array.from({ length: 12 }, (_, i) => `filename*${i}=${String.fromCharCode(97 + i)}`).join('; ')}`, 'abcdefghijkl'],
];

const unlabelled: readonly Case[] = [
  [wire('attachment; filename="foo-ä.html"'), 'foo-ä.html'],
  [wire('attachment; filename=foo-ä.html'), 'foo-ä.html'],
  ['attachment; filename="foo-\u00e4.html"', 'foo-ä.html'],
  ['attachment; filename="\u00e4-%41.html"', 'ä-%41.html'],
  ['attachment;filename=IT839\x04\xb5(m8)2.pdf;', 'IT839\x04\u00b5(m8)2.pdf'],
  ['attachment; filename="foo-€.html"', 'foo-€.html'],
];

const encodedWords: readonly Case[] = [
  ['attachment; filename==?ISO-8859-1?Q?foo-=E4.html?=', 'foo-ä.html'],
  ['attachment; filename="=?ISO-8859-1?Q?foo-=E4.html?="', 'foo-ä.html'],
  ['attachment; filename="=?EUC-JP?Q?=B7=DD=BD=D13=2Epng?="', '芸術3.png'],
  ['attachment; filename==?eUc-Kr?b?v7m8+iAzLnBuZw==?=', '예술 3.png'],
  ['attachment; filename="=?utf-8?Q?=E8=8A=B8=E8=A1=93_3=2Epng?="', '芸術 3.png'],
  ['attachment; filename="=?utf-8*en?Q?caf=C3=A9?= .png"', 'café .png'],
  ['attachment; filename="=?windows-1252?Q?caf=E9?=  =?iso-8859-7?b?4eI=?=.png"', 'caféαβ.png'],
  ['attachment; filename="=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9.png?="', 'café.png'],
  ['attachment; filename="=?nonsense?Q?a?=.png"', '=?nonsense?Q?a?=.png'],
  ['attachment; filename="=?utf-8?Q?caf=C3"', '=?utf-8?Q?caf=C3'],
];

const broken: readonly Case[] = [
  ['filename=foo.html', 'foo.html'],
  ['x=y; filename=foo.html', 'foo.html'],
  ['"foo; filename=bar;baz"; filename=qux', 'qux'],
  ['; filename=foo.html', 'foo.html'],
  [': inline; attachment; filename=foo.html', 'foo.html'],
  ['attachment; ;filename=foo', 'foo'],
  ['attachment; filename=foo.html ;', 'foo.html'],
  ['attachment; filename=foo bar.html', 'foo bar.html'],
  ['attachment; filename=foo,bar.html', 'foo,bar.html'],
  ['attachment; filename=foo[1](2).html', 'foo[1](2).html'],
  ['attachment; filename="foo.html', 'foo.html'],
  ['attachment; filename="foo.html\\', 'foo.html\\'],
  ['attachment; filename="', null],
  ['attachment; filename="foo.html".txt', 'foo.html'],
  ['attachment; filename=foo"bar.html', 'foo"bar.html'],
  ['attachment; filename=foo; trouble', 'foo'],
  ['attachment; filename X', null],
  ['attachment filename=foo', null],
  ['attachment; extension=bla filename=foo', null],
  ['filename=foo.html; attachment', 'foo.html'],
  ['attachment; filename=foo.html, attachment', 'foo.html'],
  ['attachment; filename=foo.html, attachment; filename=bar.html', 'foo.html'],
  ['', null],
];

describe.each([
  ['plain names (RFC 6266)', plain],
  ['extended names (RFC 8187)', extended],
  ['which of several counts', precedence],
  ['continuations (RFC 2231)', continuations],
  ['raw bytes', unlabelled],
  ['encoded words (RFC 2047)', encodedWords],
  ['forms that only browsers accept', broken],
])('%s', (_, cases) => {
  test.each(cases)('%s', (header, name) => {
    expect(nameFromDisposition(header)).toBe(name);
  });
});

describe('any header', () => {
  const pieces = [
    'filename',
    '*',
    '0',
    '1',
    '=',
    '"',
    '\\',
    ';',
    "UTF-8''",
    '%c3',
    '%',
    '=?utf-8?q?',
    '?=',
    ' ',
    'a',
    '\u00e4',
    ',',
    'attachment',
  ];
  const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => `attachment; ${parts.join('')}`);

  test('gives a name that is not empty, or null', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (header) => {
        expect(nameFromDisposition(header)).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  test('a quoted name comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        fc.pre(!name.includes('=?') && name.isWellFormed());
        const quoted = name.replace(/["\\]/g, '\\$&');
        expect(nameFromDisposition(wire(`attachment; filename="${quoted}"`))).toBe(name);
        expect(nameFromDisposition(`attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`)).toBe(name);
      }),
    );
  });

  test.each(['filename="\\', ';', '=', '=?a?q?', '"', "filename*='", ' ', ', attachment ', 'filename*0*=', '%', '\\"'])(
    'takes time linear in its length: %s repeated',
    (piece) => {
      const cost = (length: number): number => {
        const header = `attachment; filename*="${' '.repeat(length)}"; filename="${piece.repeat(length / piece.length)}`;
        const start = performance.now();
        nameFromDisposition(header);
        return performance.now() - start;
      };
      cost(1000);
      expect(cost(400_000)).toBeLessThan(1000);
    },
  );
});
