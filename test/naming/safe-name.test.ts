import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldName, numbered, safeName, splitName } from '../../engine/naming/index.ts';

const bytes = (text: string): number => Buffer.byteLength(text);

describe('a safe name', () => {
  test.each([
    ['file.iso', 'file.iso'],
    ['Ünïcode – naïve (1) [x] & y.txt', 'Ünïcode – naïve (1) [x] & y.txt'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['/etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\x.dll', 'x.dll'],
    ['C:x', 'x'],
    ['\\\\server\\share\\x', 'x'],
    ['folder/', 'folder'],
    ['a%2fb%00', 'a%2fb%00'],
    ['..', 'download'],
    ['.', 'download'],
    ['/', 'download'],
    ['', 'download'],
    ['   ', 'download'],
    ['\0\u0001', 'download'],
    ['report.pdf\0.exe', 'report.pdf.exe'],
    ['a\nb\tc', 'a b c'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['a\u200bb\ufeffc', 'abc'],
    ['name:stream', 'name_stream'],
    ['a<b>c"d|e?f*g', 'a_b_c_d_e_f_g'],
    ['name.txt. . .', 'name.txt'],
    ['  name.txt', 'name.txt'],
    ['.bashrc', '_bashrc'],
    ['...hidden', '_hidden'],
    ['-rf', '_rf'],
    ['. -x', '_x'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['COM1.txt', '_COM1.txt'],
    ['COM¹', '_COM¹'],
    ['lpt9 .tar.gz', '_lpt9 .tar.gz'],
    ['CONIN$', '_CONIN$'],
    ['CONOUT$.log', '_CONOUT$.log'],
    ['nul\0', '_nul'],
    ['CONTENT.txt', 'CONTENT.txt'],
    ['COM10', 'COM10'],
    ['desktop.ini', '_desktop.ini'],
    ['Autorun.INF', '_Autorun.INF'],
    ['readme.txt.lnk', 'readme.txt.lnk.download'],
    ['x.{20D04FE0-3AEA-1069-A2D8-08002B30309D}', 'x.{20D04FE0-3AEA-1069-A2D8-08002B30309D}.download'],
    ['e\u0301.txt', 'é.txt'],
    ['e\0\u0301.txt', 'é.txt'],
    ['lone \ud800 half', 'lone \ufffd half'],
    ['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
  ])('of %j is %j', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  test('keeps the extension, both parts of it, when the stem is cut', () => {
    expect(safeName(`${'x'.repeat(300)}.tar.gz`)).toMatch(/^x{200,}\.tar\.gz$/);
    expect(safeName(`${'中'.repeat(300)}.iso`)).toMatch(/^中{60,}\.iso$/);
    expect(safeName(`${'x'.repeat(300)}.lnk`)).toMatch(/^x{200,}\.download$/);
    expect(safeName('x'.repeat(300))).toMatch(/^x{200,}$/);
  });

  test('is cut between graphemes', () => {
    const family = '👩‍👩‍👧';
    const safe = safeName(`x${family.repeat(40)}.png`);
    expect(safe.slice(1, -4).replaceAll(family, '')).toBe('');
    expect(safeName(`e${'\u0301'.repeat(100_000)}`).length).toBeGreaterThan(50);
  });

  test('has no trailing space where it was cut, and no device is laid bare', () => {
    expect(safeName(`a${' '.repeat(300)}b`)).toBe('a');
    expect(safeName(`CON${' '.repeat(300)}b.txt`)).toBe('_CON.txt');
  });
});

const pieces = [
  '..',
  '/',
  '\\',
  'C:',
  ':',
  'CON',
  'nul',
  '.',
  ' ',
  '-',
  '\0',
  '\u202e',
  '.lnk',
  'a',
  'é',
  '👩‍👧',
  '.tar.gz',
  '\u0301',
  '\ud800',
  'x'.repeat(120),
  '~',
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
);

describe('any name', () => {
  test('becomes one name in one folder, on every system', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const safe = safeName(name);
        expect(posix.dirname(posix.resolve('/folder', safe))).toBe('/folder');
        expect(win32.dirname(win32.resolve('D:\\folder', safe))).toBe('D:\\folder');
        expect(win32.basename(win32.resolve('D:\\folder', safe))).toBe(safe);
        expect(safe).not.toMatch(/[/\\:*?"<>|\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(safe).not.toMatch(/^[\s.-]|[\s.]$/);
        expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i);
        expect(safe).toBe(safe.normalize('NFC').toWellFormed());
      }),
      { numRuns: 3000 },
    );
  });

  test('fits beside its partial and its journal, however it is numbered', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 999 }), (name, n) => {
        expect(bytes(`${numbered(safeName(name), n)}.part.journal`)).toBeLessThanOrEqual(255);
      }),
    );
  });

  test('made safe twice is the same', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        expect(safeName(safeName(name))).toBe(safeName(name));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([' ', '.', '/', '\\', '-', 'C:', '\u0301', '\u202e', '.a', '. ', '{.', '\ud800', '👩‍'])(
    'costs time linear in its length: %j repeated',
    (piece) => {
      const start = performance.now();
      safeName(`a${piece.repeat(400_000 / piece.length)}b`);
      safeName(piece.repeat(400_000 / piece.length));
      expect(performance.now() - start).toBeLessThan(1500);
    },
  );
});

describe('a numbered name', () => {
  test.each([
    ['name.ext', 'name (1).ext'],
    ['archive.tar.gz', 'archive (1).tar.gz'],
    ['archive.7z.001', 'archive (1).7z.001'],
    ['film.part2.rar', 'film (1).part2.rar'],
    ['noextension', 'noextension (1)'],
    ['Dr. Who', 'Dr. Who (1)'],
    ['v1.2.3.zip', 'v1.2.3 (1).zip'],
    ['.profile', '.profile (1)'],
  ])('%s → %s', (name, expected) => {
    expect(numbered(name, 1)).toBe(expected);
  });

  test('is as safe as the name was, and another one', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const safe = safeName(name);
        const other = numbered(safe, 2);
        expect(foldName(other)).not.toBe(foldName(safe));
        expect(splitName(other).extension).toBe(splitName(safe).extension);
      }),
    );
  });
});

describe('the fold of a name', () => {
  test.each([
    ['README.md', 'readme.MD'],
    ['é', 'e\u0301'],
    ['ÉTÉ', 'e\u0301te\u0301'],
    ['STRASSE', 'straße'],
    ['ΟΔΟΣ', 'οδος'],
    ['\u212a', 'k'],
  ])('is one for %s and %s', (a, b) => {
    expect(foldName(a)).toBe(foldName(b));
  });

  test('tells other names apart, and does not change when folded again', () => {
    expect(foldName('a')).not.toBe(foldName('b'));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name));
      }),
    );
  });
});
