import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCommand } from '../../renderer/input/commands.ts';
import { readShellWords } from '../../renderer/input/shell-words.ts';

const link = 'https://a.example/x.iso';

describe('words as bash has them', () => {
  test.each([
    ['a  b\tc', ['a', 'b', 'c']],
    [`'a b' "c d" e'f'"g"`, ['a b', 'c d', 'efg']],
    [`'' ""`, ['', '']],
    [String.raw`a\ b \' \\ "\"\\\n\$" '\n'`, ['a b', "'", '\\', '"\\\\n$', '\\n']],
    ['a \\\n  b\\\nc "d\\\ne"', ['a', 'bc', 'de']],
    ['a \\\r\n  b', ['a', 'b']],
    [String.raw`$'a\'b\n\t\x41\u00e9\U0001F600\101\e\\\?'`, ["a'b\n\tA\u00e9\u{1F600}A\x1b\\?"]],
    ['a # b', ['a']],
    ['a#b', ['a#b']],
    ['https://a.example/?x=1&y=2;z', ['https://a.example/?x=1&y=2;z']],
    [`"it's" 'a "b"'`, ["it's", 'a "b"']],
  ])('%j', (text, words) => {
    expect(readShellWords(text, 0)).toEqual({ words, end: text.length, problem: null });
  });

  test.each(['a;', 'a ; b', 'a &&', 'a\nb', "a\r\n'b", 'a & b', 'a && b'])('%j ends where the command does', (text) => {
    expect(readShellWords(text, 0)).toMatchObject({ words: ['a'], problem: null });
  });

  test.each([
    ["'a", 'quote'],
    ['"a\\"', 'quote'],
    [String.raw`$'a\'`, 'quote'],
    ['a | b', 'shell'],
    ['a > b', 'shell'],
    ['$HOME', 'shell'],
    ['"${x}"', 'shell'],
    ['"$(x)"', 'shell'],
    ['`x`', 'shell'],
    ['^"https://a.example/^"', 'cmd'],
  ])('%j has a problem: %s', (text, problem) => {
    expect(readShellWords(text, 0).problem).toBe(problem);
  });

  test('whatever is quoted comes back as it was', () => {
    const single = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
    const ansi = (word: string): string =>
      `$'${Array.from(word, (character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`).join('')}'`;
    const character = fc.constantFrom('a', ' ', "'", '"', '\\', '\n', '\r', '\0', '$', '`', ';', '&', '#', '|', 'é', '\u{1F600}');
    const words = fc.array(fc.string({ unit: character }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(words, fc.constantFrom(single, ansi), (given, quote) => {
        const text = given.map(quote).join(' \\\n ');
        expect(readShellWords(text, 0)).toEqual({ words: given, end: text.length, problem: null });
      }),
    );
  });
});

describe('a command', () => {
  const read = (text: string) => readCommand(text, 0);

  test('as Chromium copies it', () => {
    const text = String.raw`curl 'https://a.example/x.iso?a=1&b=2' \
  -H 'accept: text/html,*/*;q=0.8' \
  -H 'accept-language: de-DE,de;q=0.9' \
  -b $'session=it\'s; theme=dark' \
  -H 'if-none-match: "abc"' \
  -H 'referer: https://a.example/' \
  -H 'user-agent: Mozilla/5.0 (X11)' \
  --insecure --compressed`;
    expect(read(text)).toEqual({
      links: ['https://a.example/x.iso?a=1&b=2'],
      choices: {
        cookie: "session=it's; theme=dark",
        referer: 'https://a.example/',
        userAgent: 'Mozilla/5.0 (X11)',
        headers: [
          ['accept', 'text/html,*/*;q=0.8'],
          ['accept-language', 'de-DE,de;q=0.9'],
        ],
      },
      problem: null,
      option: '',
      end: text.length,
    });
  });

  test('as Firefox and Safari copy it', () => {
    expect(
      read(`curl '${link}' --compressed -X 'GET' -H 'User-Agent: Mozilla/5.0' -H 'Cookie: a=1; b=2' -H 'Range: bytes=0-'`),
    ).toMatchObject({
      links: [link],
      choices: { userAgent: 'Mozilla/5.0', cookie: 'a=1; b=2', headers: [['Range', 'bytes=0-']] },
      problem: null,
    });
  });

  test.each([
    [`curl -sSLo y.iso ${link}`, { name: 'y.iso' }],
    [`curl -L -oy.iso -- ${link}`, { name: 'y.iso' }],
    [`curl --url ${link} --output /tmp/files/y.iso`, { name: 'y.iso' }],
    [`curl -O -C - ${link} -o -`, {}],
    [`curl -u ada:s:e ${link}`, { credentials: { user: 'ada', password: 's:e' } }],
    [`curl -u ada ${link}`, { credentials: { user: 'ada', password: '' } }],
    [`curl -A '' -e 'https://b.example/;auto' ${link}`, { userAgent: '', referer: 'https://b.example/' }],
    [`curl --limit-rate 2M --retry 5 ${link}`, { limitRate: 2 * 1024 * 1024 }],
    [`curl -H 'Accept:' -H 'X-Empty;' ${link}`, { headers: [['X-Empty', '']] }],
    [`$ wget -c -nv -qO y.iso --tries=3 ${link}`, { name: 'y.iso' }],
    [
      `wget --header="Cookie: a=1" --user=ada --password=secret ${link}`,
      { cookie: 'a=1', credentials: { user: 'ada', password: 'secret' } },
    ],
    [
      `wget -U Me --referer=https://b.example/ --header 'X-One: 1' ${link}`,
      { userAgent: 'Me', referer: 'https://b.example/', headers: [['X-One', '1']] },
    ],
  ])('%s', (text, choices) => {
    expect(read(text)).toMatchObject({ links: [link], problem: null, choices: {} });
    expect(read(text)?.choices).toEqual(choices);
  });

  test('has several links, with and without scheme, and patterns where the program has them', () => {
    expect(read('curl a.example/[1-2] https://b.example/ -o one.zip')).toMatchObject({
      links: ['http://a.example/1', 'http://a.example/2', 'https://b.example/'],
      choices: {},
    });
    expect(read('curl -g a.example/[1-2]')?.links).toEqual(['http://a.example/[1-2]']);
    expect(read('wget http://a.example/[1-2]')?.links).toEqual(['http://a.example/[1-2]']);
  });

  test.each([
    [`curl ${link} --data-raw 'a=1'`, 'body', '--data-raw'],
    [`curl ${link} -da=1`, 'body', '-d'],
    [`curl -F file=@x ${link}`, 'body', '-F'],
    [`curl -T x ${link}`, 'body', '-T'],
    [`wget --post-data=a ${link}`, 'body', '--post-data'],
    [`curl -XPOST ${link}`, 'method', '-X POST'],
    [`wget --method=HEAD ${link}`, 'method', '--method HEAD'],
    [`curl -sI ${link}`, 'method', '-I'],
    [`curl --socks5 localhost ${link}`, 'option', '--socks5'],
    [`wget -r ${link}`, 'option', '-r'],
    [`curl ${link} -o`, 'value', '-o'],
    [`curl -b cookies.txt ${link}`, 'value', '-b'],
    [`curl -H @headers.txt ${link}`, 'value', '-H'],
    [`curl -H ' ' ${link}`, 'value', '-H'],
    [`curl --limit-rate fast ${link}`, 'value', '--limit-rate'],
    [String.raw`curl -H $'X-One: 1\nX-Two: 2' ${link}`, 'value', 'headers'],
    [String.raw`curl -b $'a=1\r\n' ${link}`, 'value', 'cookie'],
    ['curl -L', 'noLink', ''],
    ['curl a.example/[1-10001]', 'tooMany', ''],
    [`curl ${link} | sh`, 'shell', ''],
  ])('%s is refused: %s %s', (text, problem, option) => {
    expect(read(text)).toMatchObject({ links: [], choices: {}, problem, option });
  });

  test.each(['curling https://a.example/', 'curl', link, ' curl x'])('%j is none', (text) => {
    expect(read(text)).toBeNull();
  });

  test('no text makes it fail, and none comes back with a line break in what is sent', () => {
    const pieces = fc.constantFrom(
      '-H',
      '-b',
      '-o',
      '-u',
      '-A',
      '-e',
      '$',
      "'",
      '"',
      '\\',
      '\n',
      ' ',
      '; ',
      'x=1',
      'X: y',
      link,
      '[1-3]',
      '--',
      '-sS',
      '\\n',
      '\r',
    );
    fc.assert(
      fc.property(fc.constantFrom('curl ', 'wget '), fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), (program, rest) => {
        const command = read(program + rest.join(''));
        const { cookie = '', userAgent = '', referer = '', headers = [] } = command?.choices ?? {};
        expect([cookie, userAgent, referer, ...headers.flat()].join('')).not.toMatch(/[\r\n\0]/);
      }),
      { numRuns: 500 },
    );
  });
});
