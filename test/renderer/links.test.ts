import { describe, expect, test } from 'vitest';
import { extractLines, extractLinks, listedForm, nameFromLink, readLinkLines } from '../../renderer/input/links.ts';

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
    [
      'with a pattern',
      'https://a{1,2}.example/[01-10].zip, {https://b.example/}',
      ['https://a{1,2}.example/[01-10].zip', 'https://b.example/'],
    ],
    ['in a binary .webloc file', 'bplist00\xd1\x01\x02SURL_\x10\x17https://a.example/x?y=1\x08\x0b\x0f', ['https://a.example/x?y=1']],
  ])('%s', (_, text, links) => {
    expect(extractLinks(text)).toEqual(links);
  });

  test('a long text without links is read in no time', () => {
    const started = performance.now();
    expect(extractLinks(`http:/${'/'.repeat(200_000)} ${'(https:'.repeat(50_000)}`)).toEqual([]);
    expect(extractLinks(`https://a.example/${'{,'.repeat(50_000)}{${','.repeat(100_000)}`)).toEqual(['https://a.example/']);
    expect(
      extractLines(`${'a.'.repeat(100_000)}com/x ${'example.com/'.repeat(50_000)}\n${'example.com/x '.repeat(20_000)}`),
    ).not.toHaveLength(0);
    expect(readLinkLines(`curl ${'"'.repeat(100_001)}\n${'curl x\\\n'.repeat(20_000)}`)).not.toHaveLength(0);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('links without a scheme', () => {
  test.each([
    ['example.com/file.zip', ['https://example.com/file.zip']],
    ['www.example.com', ['https://www.example.com']],
    ['files.example.co.uk:8443/a/b.iso', ['https://files.example.co.uk:8443/a/b.iso']],
    ['localhost:8080/x.bin', ['https://localhost:8080/x.bin']],
    ['192.168.1.4/x.bin', ['https://192.168.1.4/x.bin']],
    ['bücher.example/x.pdf', ['https://bücher.example/x.pdf']],
    ['example.com/part[01-10].zip', ['https://example.com/part[01-10].zip']],
    ['- example.com/a.zip\n2. example.com/b.zip', ['https://example.com/a.zip', 'https://example.com/b.zip']],
    ['https://a.example/x b.example/y', ['https://a.example/x', 'https://b.example/y']],
    ['# images\nexample.com/a.iso\nreadme.md\n', ['https://example.com/a.iso']],
    ['readme.md', []],
    ['example.com', []],
    ['1.2.3', []],
    ['1.2.3/4', []],
    ['v1.2.3/notes', []],
    ['a.b', []],
    ['a.b/c', []],
    ['and/or', []],
    ['src/main.ts', []],
    ['package.json/scripts', []],
    ['./example.com/x', []],
    ['one sentence.Another/third', []],
    ['sentence.Another/third', []],
    ['See example.com/file.zip for more.', []],
    ['ada@example.com/x', []],
    ['git@example.com:ada/x.git', []],
    ['12:30/13:00', []],
    ['300.1.1.1/x', []],
  ])('%j', (text, links) => {
    expect(extractLines(text)).toEqual(links);
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
    expect(readLinkLines('https://a.example/\n\n\nhttps://b.example/\nhttps://a.example/')).toMatchObject([
      { line: 1, text: 'https://a.example/', problem: null },
      { line: 4, text: 'https://b.example/', problem: null },
      { line: 5, text: 'https://a.example/', problem: 'repeated', links: [] },
    ]);
  });

  test('stands for all links of its pattern, none of which may stand there twice', () => {
    expect(readLinkLines('https://mirror[1-2].example/a\nhttps://a.example/x[1-3]\nhttps://a.example/x2')).toMatchObject([
      { problem: null, links: ['https://mirror1.example/a', 'https://mirror2.example/a'] },
      { problem: null, links: ['https://a.example/x1', 'https://a.example/x2', 'https://a.example/x3'] },
      { problem: 'repeated' },
    ]);
    expect(readLinkLines('https://{a b,c}/')).toMatchObject([{ problem: 'spaces' }]);
    expect(readLinkLines('https://a[1-2]..example:99999/')).toMatchObject([{ problem: 'host' }]);
  });

  test('is too many when all together are', () => {
    expect(readLinkLines('https://a.example/[1-6000]\nhttps://b.example/[1-6000]\nhttps://c.example/[1-4000]')).toMatchObject([
      { problem: null },
      { problem: 'tooMany', links: [] },
      { problem: null },
    ]);
    expect(readLinkLines('https://a.example/[1-10001]')).toMatchObject([{ problem: 'tooMany' }]);
  });
});

describe('a command among the lines', () => {
  const text = [
    'https://a.example/x',
    '',
    "curl 'https://b.example/y' \\",
    "  -H 'X-One: 1' ;",
    '$ wget https://c.example/z',
    'https://d.example/',
  ];

  test.each(['\n', '\r\n'])('has its place and its height, with line ends %j', (lineEnd) => {
    expect(readLinkLines(text.join(lineEnd))).toMatchObject([
      { line: 1, height: 1, links: ['https://a.example/x'], choices: null },
      { line: 3, height: 2, links: ['https://b.example/y'], choices: { headers: [['X-One', '1']] } },
      { line: 5, height: 1, links: ['https://c.example/z'], choices: {} },
      { line: 6, height: 1, links: ['https://d.example/'], choices: null },
    ]);
  });

  test('can share a line with another, and is told when it repeats a link', () => {
    expect(readLinkLines('curl a.example/x; curl b.example/y\nhttp://a.example/x')).toMatchObject([
      { line: 1, links: ['http://a.example/x'] },
      { line: 1, links: ['http://b.example/y'] },
      { line: 2, problem: 'repeated' },
    ]);
  });

  test('is found in a pasted text, beside links, and not in prose', () => {
    expect(extractLines(`Try this:\n${text.slice(2, 4).join('\n')}\nor https://d.example/z.`)).toEqual([
      text.slice(2, 4).join('\n'),
      'https://d.example/z',
    ]);
    expect(extractLines('curl is a program.\nwget too; see\nhttps://d.example/')).toEqual(['https://d.example/']);
  });
});

test('a link is compared as the list shows it', () => {
  expect(listedForm('HTTPS://ada:secret@A.example:443/x y')).toBe('https://a.example/x%20y');
  expect(listedForm('no link')).toBe('no link');
});

test.each([
  ['https://example.com/pub/a%20b.iso?x=1', 'a b.iso'],
  ['https://example.com/', 'example.com'],
  ['https://example.com/%E0%A4%A', '%E0%A4%A'],
  ['https://example.com/folder/', 'folder'],
])('%s is probably called %s', (link, name) => {
  expect(nameFromLink(link)).toBe(name);
});
