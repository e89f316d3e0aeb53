import { expect, test } from 'vitest';
import { readHandedOver, readSchemeLink } from '../../electron/handed-over.ts';

test.each([
  ['rangefinder:https://host.example/a.iso?x=1&y=2', ['https://host.example/a.iso?x=1&y=2']],
  ['RANGEFINDER:http://host.example/', ['http://host.example/']],
  ['rangefinder://add?url=https%3A%2F%2Fa.example%2F1&url=http%3A%2F%2Fb.example%2F2', ['https://a.example/1', 'http://b.example/2']],
  ['rangefinder:?url=https://a.example/1', ['https://a.example/1']],
])('%s names links', (text, links) => {
  expect(readSchemeLink(text)).toEqual(links);
});

test.each([
  'rangefinder:',
  'rangefinder:file:///etc/passwd',
  'rangefinder:javascript:alert(1)',
  'rangefinder:https:///nowhere',
  'rangefinder:https://',
  'rangefinder://add?url=https://a.example/&url=file:///etc/passwd',
  'rangefinder://add?url=https://a.example/&folder=/etc',
  'rangefinder://remove?url=https://a.example/',
  'rangefinder:https://a.example/\r\nhttps://b.example/',
  'rangefinder:https://a.example/ --no-sandbox',
  'rangefinder://add?url=https://a.example/%0Ahttps://b.example/',
  `rangefinder:https://a.example/${'x'.repeat(70_000)}`,
  `rangefinder:?${Array.from({ length: 1001 }, (_, n) => `url=http://a/${n}`).join('&')}`,
  'https://a.example/',
  'xrangefinder:https://a.example/',
])('%.80s names nothing', (text) => {
  expect(readSchemeLink(text)).toEqual([]);
});

test('a command line is told apart: links, links of our own, files with links, and what concerns others', () => {
  const args = [
    '.',
    '--hidden',
    'https://a.example/1',
    'rangefinder:https://b.example/2',
    'files/x.meta4',
    '/tmp/Y.URL',
    '--x.url',
    'file:///z.url',
    'notes.txt',
  ];
  expect(readHandedOver(args, '/home/ada')).toEqual({
    links: ['https://a.example/1'],
    offered: ['https://b.example/2'],
    files: ['/home/ada/files/x.meta4', '/tmp/Y.URL'],
  });
});
