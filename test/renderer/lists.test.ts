import { expect, it } from 'vitest';
import { longestLink } from '../../contract/bounds.ts';
import type { Pieces } from '../../contract/download.ts';
import { readDraft } from '../../renderer/input/add.ts';
import { readLists, readMetalink } from '../../renderer/input/lists.ts';
import { emptyDraft } from '../../renderer/state/draft.ts';

const sha256 = 'a'.repeat(64);
const sha1 = 'b'.repeat(40);
const four = (inner: string): string => `<metalink xmlns="urn:ietf:params:xml:ns:metalink">${inner}</metalink>`;

it('a Metalink gives its sources that can be downloaded, the best first, and what it says of the file', async () => {
  const reading = await readMetalink(
    four(`<file name="pub/disk.iso"><size>7</size><hash type="sha-256">${sha256}</hash>
      <pieces type="sha-1" length="4"><hash>${sha1}</hash><hash>${sha1}</hash></pieces>
      <url priority="1">ftp://a.example/disk.iso</url><url priority="3">https://c.example/3</url><url priority="2">http://b.example/2</url>
      </file><file name=".."><url>https://d.example/x</url></file><file name="far"><url>ftp://a.example/far</url></file>`),
    'all.meta4',
  );
  expect(reading).toEqual({
    text: 'http://b.example/2\nhttps://d.example/x',
    facts: [
      {
        url: 'http://b.example/2',
        mirrors: ['https://c.example/3'],
        name: 'disk.iso',
        size: 7,
        checksums: [{ algorithm: 'sha256', value: sha256, origin: 'metalink' }],
        pieces: { algorithm: 'sha1', length: 4, digests: [sha1, sha1] },
      },
      { url: 'https://d.example/x', mirrors: [], name: null, size: null, checksums: [], pieces: null },
    ],
    troubles: [{ name: 'far', problem: 'no_source' }],
    rest: [],
  });
});

it('a link that is longer than any is left out of a Metalink, which is said, and the rest of it stays', async () => {
  const long = `https://long.example/${'x'.repeat(longestLink)}`;
  const file = (name: string, ...urls: readonly string[]) =>
    `<file name="${name}">${urls.map((url) => `<url>${url}</url>`).join('')}</file>`;
  const reading = await readMetalink(
    four(file('a', long, 'https://h.example/a') + file('b', long) + file('c', 'https://h.example/c')),
    'all.meta4',
  );
  expect(reading.text).toBe('https://h.example/a\nhttps://h.example/c');
  expect(reading.facts.map(({ mirrors }) => mirrors)).toEqual([[], []]);
  expect(reading.troubles).toEqual([
    { name: 'a', problem: 'long_link' },
    { name: 'b', problem: 'long_link' },
  ]);
});

it.each([
  ['<metalink', 'broken'],
  ['<!DOCTYPE x><metalink/>', 'unsafe'],
  ['<rss/>', 'other'],
  ['<metalink/>', 'no_source'],
])('%s is told as %s', async (text, problem) => {
  expect((await readMetalink(text, 'x.metalink')).troubles).toEqual([{ name: 'x.metalink', problem }]);
});

it('files are told apart: lists, Metalinks, and what is neither', async () => {
  const photo = new File(['https://h.example/hidden'], 'photo.jpg');
  const huge = new File(['x'.repeat(4 * 1024 * 1024 + 1)], 'huge.txt');
  const reading = await readLists([
    new File(['<string>https://h.example/b?x=1&amp;y=2</string>'], 'b.webloc'),
    photo,
    new File([four('<file name="c"><url>https://h.example/c</url></file>')], 'c.META4'),
    huge,
  ]);
  expect(reading.text).toContain('https://h.example/b?x=1&y=2');
  expect(reading.facts).toMatchObject([{ url: 'https://h.example/c', name: 'c' }]);
  expect(reading.rest).toEqual([photo, huge]);
});

it('what is typed goes before what a Metalink says', () => {
  const checksum = { algorithm: 'sha256', value: sha256, origin: 'metalink' } as const;
  const pieces: Pieces = { algorithm: 'sha1', length: 4, digests: [sha1] };
  const facts = (url: string) => ({ url, mirrors: [`${url}?b`], name: `${url.at(-1)}.iso`, size: 4, checksums: [checksum], pieces });
  const [one, two] = ['https://h.example/1', 'https://h.example/2'] as [string, string];
  const draft = { ...emptyDraft, links: `${one}\n${two}`, facts: new Map([one, two].map((url) => [url, facts(url)])) };
  expect(readDraft(draft, 'linux').items).toMatchObject([
    { url: one, name: '1.iso', checksums: [checksum], mirrors: [`${one}?b`], size: 4, pieces },
    { url: two, name: '2.iso', checksums: [checksum], mirrors: [`${two}?b`] },
  ]);

  const typed = { ...draft, links: one, name: 'mine.iso', checksum: `sha1:${'b'.repeat(40)}` };
  expect(readDraft(typed, 'linux').items).toMatchObject([{ name: 'mine.iso', checksums: [{ algorithm: 'sha1' }] }]);
});
