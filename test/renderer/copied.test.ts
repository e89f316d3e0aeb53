import { expect, it } from 'vitest';
import { copiedLinks } from '../../renderer/input/copied.ts';

it.each([
  'https://host.example/a.zip',
  'http://host.example/pub/disk%20image.ISO?token=1',
  'https://host.example/archive.7z',
  'https://host.example/archive.zip.001',
  'https://host.example/get?file=a.tar.gz',
  'https://host.example/x?response-content-disposition=attachment; filename="a.deb"'.replaceAll(' ', '%20'),
])('%s is of a file', (link) => expect(copiedLinks(`\n ${link} `)).toEqual([link]));

it.each([
  ['a page', 'https://host.example/index.html'],
  ['a script', 'https://host.example/show.php?id=3'],
  ['a folder', 'https://host.example/pub/'],
  ['a server', 'https://host.example'],
  ['a version', 'https://host.example/docs/v1.2'],
  ['a link of another kind', 'ftp://host.example/a.zip'],
  ['a sentence', 'see https://host.example/a.zip'],
  ['nothing', '  '],
  ['more than anybody copies', 'https://host.example/a.zip '.repeat(501)],
])('%s is not', (_, text) => expect(copiedLinks(text)).toEqual([]));

it('of several links it takes those of files, each once', () => {
  expect(copiedLinks('https://h.example/a.zip\nhttps://h.example/\r\nhttps://h.example/b.iso https://h.example/a.zip')).toEqual([
    'https://h.example/a.zip',
    'https://h.example/b.iso',
  ]);
});
