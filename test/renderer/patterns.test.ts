import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandLink, mostLinks, readPattern } from '../../renderer/input/patterns.ts';

const host = 'https://a.example/';

describe('a pattern in a link', () => {
  test.each([
    ['x[1-3].zip', ['x1.zip', 'x2.zip', 'x3.zip']],
    ['x[08-11]', ['x08', 'x09', 'x10', 'x11']],
    ['x[1-9:4]', ['x1', 'x5', 'x9']],
    ['x[1-9:5]', ['x1', 'x6']],
    ['x[a-c]', ['xa', 'xb', 'xc']],
    ['x[A-E:2]', ['xA', 'xC', 'xE']],
    ['{one,two}', ['one', 'two']],
    ['x{,.sig}', ['x', 'x.sig']],
    ['[1-2]{a,b}', ['1a', '1b', '2a', '2b']],
    ['{a,a}', ['a']],
    ['x[7-7]', ['x7']],
  ])('%s', (path, paths) => {
    expect(expandLink(host + path)).toEqual(paths.map((each) => host + each));
  });

  test.each([
    'http://[::1]:8080/a',
    'http://[2001:db8::1-2]/a',
    `${host}x[3-1]`,
    `${host}x[1-9:0]`,
    `${host}x[a-Z]`,
    `${host}x[a-9]`,
    `${host}x[]`,
    `${host}x{alone}`,
    `${host}?filter[name]=1`,
    `${host}?q={"a":1,"b":2}`,
  ])('%s stands for itself', (link) => {
    expect(expandLink(link)).toEqual([link]);
  });

  test('the host can be one, and an address beside it stays', () => {
    expect(expandLink('https://mirror[1-2].example/{a,b}')).toHaveLength(4);
    expect(expandLink('http://[::1]/x[1-2]')).toEqual(['http://[::1]/x1', 'http://[::1]/x2']);
  });

  test('more than can be added are counted, not made', () => {
    expect(expandLink(`${host}[1-${mostLinks}]`)).toHaveLength(mostLinks);
    expect(expandLink(`${host}[0-${mostLinks}]`)).toBeNull();
    expect(readPattern(`${host}${'[0-999999999999999]'.repeat(40)}`).count).toBeGreaterThan(mostLinks);
  });

  test('a number range holds every number with its step, each as wide as it was asked for', () => {
    const ranges = fc.record({
      first: fc.nat(5000),
      length: fc.nat(200),
      step: fc.integer({ min: 1, max: 50 }),
      width: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(ranges, ({ first, length, step, width }) => {
        const from = String(first).padStart(width, '0');
        const links = expandLink(`${host}[${from}-${first + length}:${step}]`) ?? [];
        const values = links.map((link) => Number(link.slice(host.length)));
        expect(values).toEqual(Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => first + index * step));
        const least = from.startsWith('0') ? from.length : 1;
        expect(links.every((link) => link.length >= host.length + least)).toBe(true);
      }),
    );
  });

  test('lists multiply, and a text without patterns is never changed', () => {
    const word = fc.stringMatching(/^[a-z0-9.]{1,6}$/);
    const list = fc.uniqueArray(word, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(list, list, word, (first, second, between) => {
        const links = expandLink(`${host}{${first.join(',')}}/${between}/{${second.join(',')}}`);
        expect(links).toEqual(first.flatMap((left) => second.map((right) => `${host}${left}/${between}/${right}`)));
      }),
    );
    const plain = fc.string().filter((text) => !/[[{]/.test(text));
    fc.assert(
      fc.property(plain, (text) => {
        expect(expandLink(text)).toEqual([text]);
      }),
    );
  });

  test('a long text without an end is read in no time', () => {
    const started = performance.now();
    readPattern(`${'{,'.repeat(50_000)}${'['.repeat(50_000)}{${','.repeat(100_000)}`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
