import { describe, expect, it } from 'vitest';
import { parseMetalink } from '../../contract/metalink.ts';

const sha256 = 'a'.repeat(64);
const sha1 = 'b'.repeat(40);
const md5 = 'c'.repeat(32);

const four = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><metalink xmlns="urn:ietf:params:xml:ns:metalink">${inner}</metalink>`;

function files(text: string) {
  const metalink = parseMetalink(text);
  if (!metalink.ok) throw new Error(metalink.problem);
  return metalink.files;
}

describe('version 4 (RFC 5854)', () => {
  it('tells names, sizes, checksums, sources by priority, and pieces', () => {
    const text = four(`
      <published>2026-05-15T12:23:23Z</published>
      <file name="example.ext">
        <size>14471447</size>
        <hash type="md5">${md5}</hash>
        <hash type="sha-256"> ${sha256.toUpperCase()} </hash>
        <hash type="sha-384">${'d'.repeat(96)}</hash>
        <pieces length="1048576" type="sha-1"><hash>${sha1}</hash><hash>${'e'.repeat(40)}</hash></pieces>
        <url location="de" priority="20">https://de.example/x?a=1&amp;b=2</url>
        <url location="US" priority="1"> ftp://us.example/x </url>
        <url>http://anywhere.example/x</url>
        <metaurl mediatype="torrent" priority="1">https://example.com/x.torrent</metaurl>
      </file>
      <file name="other.ext"><url>https://example.com/other</url></file>`);
    expect(files(text)).toEqual([
      {
        name: 'example.ext',
        size: 14_471_447,
        checksums: [
          { algorithm: 'md5', value: md5, origin: 'metalink' },
          { algorithm: 'sha256', value: sha256, origin: 'metalink' },
        ],
        pieces: { algorithm: 'sha1', length: 1_048_576, digests: [sha1, 'e'.repeat(40)] },
        sources: [
          { url: 'ftp://us.example/x', priority: 1, location: 'us' },
          { url: 'https://de.example/x?a=1&b=2', priority: 20, location: 'de' },
          { url: 'http://anywhere.example/x', priority: 999_999, location: null },
        ],
      },
      {
        name: 'other.ext',
        size: null,
        checksums: [],
        pieces: null,
        sources: [expect.objectContaining({ url: 'https://example.com/other' })],
      },
    ]);
  });

  it('is read with a prefix on every name as well', () => {
    const text = `<m:metalink xmlns:m="urn:ietf:params:xml:ns:metalink"><m:file name="a"><m:size>3</m:size></m:file></m:metalink>`;
    expect(files(text)).toMatchObject([{ name: 'a', size: 3 }]);
  });

  it('takes nothing that it cannot be sure of', () => {
    const text = four(`<file name=" a ">
      <size>-1</size>
      <hash type="sha-256">${'g'.repeat(64)}</hash><hash type="md5">${sha1}</hash>
      <hash type="sha-1">${sha1}</hash><hash type="sha-1">${'d'.repeat(40)}</hash>
      <pieces length="0" type="sha-1"><hash>${sha1}</hash></pieces>
      <pieces length="5" type="sha-1"><hash>${sha1}</hash><hash>short</hash></pieces>
      <url priority="0">https://example.com/a</url><url></url>
    </file>`);
    expect(files(text)).toEqual([
      {
        name: 'a',
        size: null,
        checksums: [],
        pieces: null,
        sources: [{ url: 'https://example.com/a', priority: 999_999, location: null }],
      },
    ]);
  });
});

it('version 3 has the same in containers, counts preferences the other way round, and names torrents', () => {
  const text = `<metalink version="3.0" xmlns="http://www.metalinker.org/"><files><file name="dir/disk.iso">
    <size>9</size>
    <verification>
      <hash type="sha1">${sha1}</hash>
      <pieces length="4" type="sha1"><hash piece="0">${sha1}</hash><hash piece="1">${sha1}</hash></pieces>
    </verification>
    <resources maxconnections="5">
      <url type="bittorrent" preference="100">https://example.com/disk.torrent</url>
      <url type="http" preference="10" location="jp">http://jp.example/disk.iso</url>
      <url type="ftp" preference="90">ftp://ftp.example/disk.iso</url>
    </resources>
  </file></files></metalink>`;
  expect(files(text)).toEqual([
    {
      name: 'dir/disk.iso',
      size: 9,
      checksums: [{ algorithm: 'sha1', value: sha1, origin: 'metalink' }],
      pieces: { algorithm: 'sha1', length: 4, digests: [sha1, sha1] },
      sources: [
        { url: 'ftp://ftp.example/disk.iso', priority: 11, location: null },
        { url: 'http://jp.example/disk.iso', priority: 91, location: 'jp' },
      ],
    },
  ]);
});

describe('what is refused', () => {
  const bomb = `<!DOCTYPE metalink [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${four('').slice(38)}`;
  it.each([
    ['an external document type', `<!DOCTYPE metalink SYSTEM "file:///etc/passwd"><metalink/>`, 'unsafe'],
    ['declared entities that nobody uses', bomb, 'unsafe'],
    ['declared entities that are used', bomb.replace('</metalink>', '<file name="&b;"/></metalink>'), 'broken'],
    ['an entity out of nowhere', four('<file name="&file;"/>'), 'broken'],
    ['a text that ends early', four('<file name="a">').slice(0, -11), 'broken'],
    ['no XML', 'https://example.com/a.iso', 'broken'],
    ['nothing', '', 'broken'],
    ['XML of something else', '<rss><file name="a"/></rss>', 'other'],
    ['elements without a bottom', '<a>'.repeat(500_000), 'broken'],
    ['more than anybody writes', ' '.repeat(9 * 1024 * 1024), 'too_large'],
  ] as const)('%s', (_, text, problem) => {
    expect(parseMetalink(text)).toEqual({ ok: false, problem });
  });
});
