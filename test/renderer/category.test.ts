import { describe, expect, test } from 'vitest';
import { readCategory, readHostPattern, type CategoryDraft } from '../../renderer/input/category.ts';

const draft = (part: Partial<CategoryDraft>): CategoryDraft => ({
  name: 'Talks',
  icon: 'video',
  folder: '',
  types: '',
  hosts: '',
  linkPattern: '',
  ...part,
});

describe('a category as it is typed', () => {
  test('is read as it is meant', () => {
    const typed = draft({
      name: '  Talks ',
      folder: ' Films/Talks ',
      types: '.MP4, *.mkv;video/* mp4',
      hosts: 'https://Talks.example/x *.b.example',
    });
    expect(readCategory(typed, ['Video']).category).toEqual({
      name: 'Talks',
      icon: 'video',
      folder: 'Films/Talks',
      types: ['mp4', 'mkv', 'video/*'],
      hosts: ['talks.example', '*.b.example'],
      linkPattern: '',
    });
  });

  test.each([
    [{ name: ' ' }, { name: 'missing' }],
    [{ name: 'VIDEO' }, { name: 'taken' }],
    [{ name: 'n'.repeat(61) }, { name: 'long' }],
    [{ types: 'pdf a/b/c mp4' }, { types: 'a/b/c' }],
    [{ hosts: 'example.org *' }, { hosts: '*' }],
    [{ linkPattern: 'example.org/*' }, { linkPattern: true }],
    [{ linkPattern: 'https://a b/' }, { linkPattern: true }],
    [{ folder: 'a\nb' }, { folder: true }],
  ])('%j is wrong in one place', (part, problem) => {
    const reading = readCategory(draft(part), ['Video']);
    expect(reading.category).toBe(null);
    expect(reading.problems).toEqual({ name: null, folder: false, types: null, hosts: null, linkPattern: false, ...problem });
  });

  test.each([
    ['Example.ORG', 'example.org'],
    ['http://example.org:8080/a?b', 'example.org:8080'],
    ['*.müller.example', '*.xn--mller-kva.example'],
    ['[::1]:80', '[::1]:80'],
    ['ann@example.org', null],
    ['*', null],
    ['', null],
    ['a b', null],
  ])('the host %s', (typed, host) => {
    expect(readHostPattern(typed)).toBe(host);
  });
});
