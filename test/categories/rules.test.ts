import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Category, CategoryList } from '../../contract/category.ts';
import { firstCategories, isFileType } from '../../contract/first-categories.ts';
import { findCategory, type CategoryRules } from '../../contract/category-rules.ts';
import { isHostPattern, isLinkPattern, matchesHost, matchesPattern } from '../../contract/pattern.ts';

const file = (url: string, contentType: string | null = null) => ({
  link: URL.parse(url),
  name: decodeURIComponent(url.slice(url.lastIndexOf('/') + 1)),
  contentType,
});
const rules = (part: Partial<CategoryRules>): CategoryRules => ({ types: [], hosts: [], linkPattern: '', ...part });

describe('a pattern', () => {
  test.each([
    ['https://host.example/a/b.iso', '*.iso', true],
    ['https://host.example/a/b.iso', 'https://host.example/?/b.iso', true],
    ['https://host.example/a/b.iso', 'https://host.example/??/b.iso', false],
    ['https://HOST.example/A', '*host.example/a', true],
    ['aab', 'a*ab', true],
    ['ab', 'a*ab', false],
    ['', '*', true],
    ['', '?', false],
    ['a+b(c)', 'a+b(c)', true],
  ])('%s as %s: %s', (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  test('means what the same expression means', () => {
    const short = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 10 }).map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, short, (given, pattern) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesPattern(given, pattern)).toBe(expression.test(given));
      }),
    );
  });

  test('takes no longer for being built to take long', () => {
    expect(matchesPattern('a'.repeat(20_000), `${'*a'.repeat(200)}*b`)).toBe(false);
  });

  test.each(['https://a/*', '*.iso', '?ttps://host/*', 'HTTP://host/'])('%s can be meant of a link', (text) => {
    expect(isLinkPattern(text)).toBe(true);
  });
  test.each(['', '*', '**?', 'host.example/*', 'https://a b/*', 'ftp://host/*'])('%s cannot', (text) => {
    expect(isLinkPattern(text)).toBe(false);
  });
});

describe('a host', () => {
  test.each([
    ['https://files.example.org/a', 'files.example.org', true],
    ['https://files.example.org:8443/a', 'files.example.org', true],
    ['https://files.example.org:8443/a', 'files.example.org:8443', true],
    ['https://files.example.org/a', 'files.example.org:443', true],
    ['http://files.example.org/a', 'files.example.org:443', false],
    ['https://a.files.example.org/a', '*.example.org', true],
    ['https://example.org/a', '*.example.org', false],
    ['https://evil-example.org/a', '*.example.org', false],
    ['https://example.org.evil.example/a', 'example.org', false],
    ['https://cdn-7.example.org/a', 'cdn-*.example.org', true],
    ['http://[::1]:8080/a', '[::1]', true],
    ['http://[::1]:8080/a', '[::1]:8080', true],
  ])('%s is meant by %s: %s', (link, pattern, expected) => {
    expect(matchesHost(new URL(link), pattern)).toBe(expected);
  });

  test.each(['example.org', '*.example.org', 'localhost', '127.0.0.1', '[::1]:80', 'cdn-*.example.org', 'a_b.example'])(
    '%s is one',
    (text) => {
      expect(isHostPattern(text)).toBe(true);
    },
  );
  test.each(['', '*', '*.*', 'https://example.org', 'example.org/a', 'a b', '.example.org', 'ann@example.org', 'EXAMPLE.org'])(
    '%s is none',
    (text) => {
      expect(isHostPattern(text)).toBe(false);
    },
  );
});

describe('a category', () => {
  test('is the first all of whose rules fit', () => {
    const videos = rules({ types: ['mp4', 'video/*'] });
    const talks = rules({ types: ['mp4'], hosts: ['talks.example'] });
    const year = rules({ linkPattern: '*/2026/*' });
    const none = rules({});
    const all = [none, talks, videos, year];
    expect(findCategory(all, file('https://talks.example/2026/a.mp4'))).toBe(talks);
    expect(findCategory(all, file('https://other.example/2026/A.MP4'))).toBe(videos);
    expect(findCategory(all, file('https://other.example/watch', 'Video/WebM; codecs=vp9'))).toBe(videos);
    expect(findCategory(all, file('https://other.example/2026/a.txt', 'text/plain'))).toBe(year);
    expect(findCategory(all, file('https://other.example/a.txt'))).toBe(null);
    expect(findCategory(all, file('no link/mp4'))).toBe(null);
  });

  test.each([
    ['debian.iso', 'disks'],
    ['disk.img.gz', 'disks'],
    ['src.tar.gz', 'archives'],
    ['A Paper.PDF', 'documents'],
    ['song.flac', 'music'],
    ['film.mkv', 'video'],
    ['setup.exe', 'programs'],
    ['mp4', null],
    ['data.parquet', null],
  ])('the first ones take %s for %s', (name, id) => {
    expect(findCategory(firstCategories, file(`https://host.example/${name}`))?.id ?? null).toBe(id);
  });

  test('is checked field by field', () => {
    expect(CategoryList.parse(firstCategories)).toEqual(firstCategories);
    const good = { ...firstCategories[0], id: 'own', name: 'Own' };
    expect(Category.safeParse(good).success).toBe(true);
    const bad = [
      { name: ' ' },
      { icon: 'smiley' },
      { types: ['.pdf'] },
      { types: ['PDF'] },
      { hosts: ['*'] },
      { linkPattern: 'x' },
      { id: '' },
    ];
    expect(bad.filter((part) => Category.safeParse({ ...good, ...part }).success)).toEqual([]);
    expect(CategoryList.safeParse([good, good]).success).toBe(false);
    expect(['tar.gz', 'mp3', 'video/*', 'application/x-iso9660-image', 'パズル'].every(isFileType)).toBe(true);
    expect(['', '.mp3', 'a b', 'video/', '*', '*/*', 'a/b/c'].some(isFileType)).toBe(false);
  });
});
