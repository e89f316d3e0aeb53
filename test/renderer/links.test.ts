import { describe, expect, test } from 'vitest';
import { extractLinks, nameFromLink, readLinkLines } from '../../renderer/input/links.ts';

describe('links in a text', () => {
  test.each([
    ['alone', 'https://example.com/a.iso', ['https://example.com/a.iso']],
    [
      'one a line',
      'https://a.example/1\r\nhttp://b.example/2\n\nhttps://c.example/3',
      ['https://a.example/1', 'http://b.example/2', 'https://c.example/3'],
    ],
    ['in a sentence', 'See https://a.example/x, or (http://b.example/y).', ['https://a.example/x', 'http://b.example/y']],
    ['in markup', '<a href="https://a.example/x?y=1&z=2">x</a>', ['https://a.example/x?y=1&z=2']],
    ['in a .url file', '[InternetShortcut]\r\nURL=https://a.example/x\r\n', ['https://a.example/x']],
    ['in a uri-list with comments', '# a comment\r\nhttps://a.example/x\r\n', ['https://a.example/x']],
    ['twice', 'https://a.example/x https://a.example/x', ['https://a.example/x']],
    ['with brackets of its own', 'https://en.example/wiki/Range_(music)', ['https://en.example/wiki/Range_(music)']],
    ['inside brackets, with brackets of its own', '(https://en.example/wiki/Range_(music))', ['https://en.example/wiki/Range_(music)']],
    ['in capitals', 'HTTPS://A.example/X', ['HTTPS://A.example/X']],
    ['of other kinds', 'mailto:a@b.example javascript:alert(1) file:///etc/passwd', []],
    ['without a server', 'https://', []],
  ])('%s', (_, text, links) => {
    expect(extractLinks(text)).toEqual(links);
  });

  test('a long text without links is read in no time', () => {
    const started = performance.now();
    expect(extractLinks(`http:/${'/'.repeat(200_000)} ${'(https:'.repeat(50_000)}`)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('a line of the links field', () => {
  test.each([
    ['https://example.com/a', null],
    ['  https://example.com/a  ', null],
    ['http://[::1]:8080/a', null],
    ['https://user:secret@example.com/a', null],
    ['example.com/a.iso', 'noScheme'],
    ['example.com:8080/a.iso', 'noScheme'],
    ['localhost:8080/a.iso', 'noScheme'],
    ['/a.iso', 'noScheme'],
    ['magnet:?xt=urn:btih:1', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://example.com/a b', 'spaces'],
    ['https://', 'host'],
    ['https://exa mple.com', 'spaces'],
    ['https://example.com:99999/', 'host'],
  ])('%s → %s', (line, problem) => {
    expect(readLinkLines(line)).toMatchObject([{ line: 1, problem }]);
  });

  test('keeps its number when blank lines stand between, and is told when it repeats', () => {
    expect(readLinkLines('https://a.example/\n\n\nhttps://b.example/\nhttps://a.example/')).toEqual([
      { line: 1, text: 'https://a.example/', problem: null },
      { line: 4, text: 'https://b.example/', problem: null },
      { line: 5, text: 'https://a.example/', problem: 'repeated' },
    ]);
  });
});

test.each([
  ['https://example.com/pub/a%20b.iso?x=1', 'a b.iso'],
  ['https://example.com/', 'example.com'],
  ['https://example.com/%E0%A4%A', '%E0%A4%A'],
  ['https://example.com/folder/', 'folder'],
])('%s is probably called %s', (link, name) => {
  expect(nameFromLink(link)).toBe(name);
});
