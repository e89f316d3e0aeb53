import { describe, expect, it } from 'vitest';
import type { Client } from '../../contract/client.ts';
import type { AddInput } from '../../contract/download.ts';
import type { LinkDestination } from '../../contract/links.ts';
import { comparedSize, summarise, type Look, type Preview } from '../../renderer/input/preview.ts';
import { lookAt, survey } from '../../renderer/state/previews.ts';

const seen = (size: number | null): Look => ({
  state: 'seen',
  sight: { name: 'a', size, resumable: true, finalUrl: 'https://host.example/a', contentType: null },
});
const failed: Look = { state: 'failed', code: 'NOT_FOUND', message: '' };
const place = (more: Partial<LinkDestination> = {}): LinkDestination => ({
  folder: '/a',
  free: 100,
  problem: null,
  there: null,
  begun: null,
  ...more,
});
const preview = (look: Look | null, destination: LinkDestination | null = null, held = false): Preview => ({
  url: 'https://host.example/a',
  name: 'a',
  look,
  held,
  destination,
});

describe('what many links come to', () => {
  it('counts answers, failures, bytes and what has no size', () => {
    const all = [preview(seen(10)), preview(seen(null)), preview(failed), preview({ state: 'asking' }), preview(null, null, true)];
    expect(summarise(all)).toMatchObject({ answered: 3, failed: 1, held: 1, bytes: 10, sizeless: 1, tooFull: [], folders: [], taken: [] });
  });

  it('adds up what each folder needs, without what is there already', () => {
    const begun = { name: 'a', received: 50, size: 90 };
    const all = [
      preview(seen(60), place()),
      preview(seen(90), place({ begun })),
      preview(seen(500), place({ folder: '/b', free: null })),
      preview(seen(30), place({ folder: '/c', free: 29 })),
    ];
    expect(summarise(all).tooFull).toEqual([{ folder: '/c', needed: 30, free: 29 }]);
    expect(summarise([...all, preview(seen(1), place())]).tooFull).toHaveLength(2);
    expect(summarise(all).folders.map(({ folder }) => folder)).toEqual(['/a', '/b', '/c']);
  });

  it('asks about names that are taken, but not by the same download', () => {
    const there = { name: 'A', size: 1 };
    const taken = preview(seen(1), place({ there }));
    const ours = preview(seen(1), place({ there, begun: { name: 'a', received: 1, size: null } }));
    expect(summarise([taken, ours, preview(null)]).taken).toEqual([taken]);
  });
});

it.each([
  [seen(5), 5, 'same'],
  [seen(6), 5, 'larger'],
  [seen(4), 5, 'smaller'],
  [seen(null), 5, 'unknown'],
  [failed, 5, 'unknown'],
  [seen(5), null, 'unknown'],
] as const)('the server’s size beside the file’s: %o, %s is %s', (look, size, compared) => {
  expect(comparedSize(preview(look, place({ there: { name: 'a', size } })))).toBe(compared);
});

it('what is known of the bytes of a file is not sent to ask what its link leads to', async () => {
  const sent: object[] = [];
  const answer = (input: object): Promise<never> => (sent.push(input), Promise.reject(new Error('nobody answers')));
  const client = { links: { peek: answer, survey: answer } } as unknown as Client;
  const pieces = { algorithm: 'sha256' as const, length: 1024, digests: ['0'.repeat(64)] };
  const item: AddInput = {
    url: 'https://host.example/a',
    folder: '/a',
    cookie: 'b=c',
    mirrors: ['https://mirror.example/a'],
    size: 1,
    pieces,
  };
  lookAt(client, [item]);
  await expect(survey(client, [item], new Map(), new AbortController().signal)).rejects.toThrow('nobody answers');
  const asked = { url: item.url, folder: '/a', cookie: 'b=c' };
  expect(sent).toEqual([asked, { items: [{ item: asked, contentType: null }] }]);
});
