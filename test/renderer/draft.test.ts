import { beforeEach, describe, expect, test } from 'vitest';
import { readDraft } from '../../renderer/input/add.ts';
import { readLinkLines } from '../../renderer/input/links.ts';
import { clearDraft, editDraft, emptyDraft, offerLinks, replaceLines, useDraft } from '../../renderer/state/draft.ts';
import { useView } from '../../renderer/state/view.ts';

const digest = 'ab'.repeat(32);
const draft = (change: Partial<typeof emptyDraft>) => readDraft({ ...emptyDraft, ...change }, 'linux');

describe('what is typed in the Add dialog', () => {
  test('mirrors go with one link, and what is wrong with them is said by its line', () => {
    const links = 'https://a.example/x';
    const mirrors = 'https://b.example/x\n\n https://c.example/x ';
    expect(draft({ links, mirrors }).items).toMatchObject([{ url: links, mirrors: ['https://b.example/x', 'https://c.example/x'] }]);
    expect(draft({ links: `${links}\nhttps://a.example/y`, mirrors }).items?.every((item) => item.mirrors === undefined)).toBe(true);
    const wrong = (text: string) => draft({ links, mirrors: text });
    expect(wrong('https://b.example/x\nb.example/x').problems.mirrors).toEqual({ what: 'link', line: 2 });
    expect(wrong('ftp://b.example/x').problems.mirrors).toEqual({ what: 'link', line: 1 });
    expect(wrong('https://b.example/x\nhttps://b.example/x').problems.mirrors).toEqual({ what: 'repeated', line: 2 });
    expect(wrong(links).problems.mirrors).toEqual({ what: 'repeated', line: 1 });
    expect(wrong(Array.from({ length: 33 }, (_, index) => `https://b.example/${index}`).join('\n'))).toMatchObject({
      problems: { mirrors: { what: 'tooMany' } },
      items: null,
    });
  });

  test('becomes what the service is asked for, and only what was typed', () => {
    expect(draft({ links: 'https://a.example/x' }).items).toEqual([{ url: 'https://a.example/x', start: true }]);
    expect(
      draft({
        links: ' https://a.example/x ',
        folder: '/srv ',
        name: ' y.iso',
        connections: '8',
        checksum: `sha256:${digest}`,
        headers: 'X-One: 1\n\nx-two:2',
        referer: 'https://b.example/',
        user: 'ada',
        password: ' p ',
        onConflict: 'skip',
        start: false,
      }).items,
    ).toEqual([
      {
        url: 'https://a.example/x',
        folder: '/srv',
        name: 'y.iso',
        connections: 8,
        checksums: [{ algorithm: 'sha256', value: digest, origin: 'user' }],
        headers: [
          ['X-One', '1'],
          ['x-two', '2'],
        ],
        referer: 'https://b.example/',
        credentials: { user: 'ada', password: ' p ' },
        onConflict: 'skip',
        start: false,
      },
    ]);
  });

  test('a name is set aside when there are several links', () => {
    const { items } = draft({ links: 'https://a.example/x\nhttps://a.example/y', name: 'one' });
    expect(items).toEqual([
      { url: 'https://a.example/x', start: true },
      { url: 'https://a.example/y', start: true },
    ]);
  });

  test.each([
    [{ links: '' }, { links: true }],
    [{ folder: 'Downloads' }, { folder: true }],
    [{ name: 'a/b' }, { name: 'separator' }],
    [{ connections: '65' }, { connections: true }],
    [{ checksum: 'md5=123' }, { checksum: { kind: 'wrong_length', digits: 3 } }],
    [{ headers: 'A: 1\nno colon' }, { headers: 2 }],
    [{ headers: 'bad name: 1' }, { headers: 1 }],
  ])('%j adds nothing and says why', (change, problems) => {
    const reading = draft({ links: 'https://a.example/x', ...change });
    expect(reading.items).toBeNull();
    expect(reading.problems).toMatchObject(problems);
  });

  test('one bad line holds all back, so that it can be put right', () => {
    const reading = draft({ links: 'https://a.example/x\nnot-a-link' });
    expect(reading.items).toBeNull();
    expect(reading.badLines).toMatchObject([{ line: 2, text: 'not-a-link', problem: 'noScheme' }]);
  });
});

describe('what a line stands for', () => {
  test('a pattern is as many downloads as it has links, each with its own checksum', () => {
    const { items, count } = draft({ links: 'https://a.example/{x,y}.zip', name: 'one', checksum: `${digest}  y.zip` });
    expect(count).toBe(2);
    expect(items).toEqual([
      { url: 'https://a.example/x.zip', start: true },
      { url: 'https://a.example/y.zip', start: true, checksums: [{ algorithm: 'sha256', value: digest, origin: 'user' }] },
    ]);
  });

  test('a command says of its own link alone what it says; what is typed goes before it', () => {
    const links = "https://a.example/x\ncurl https://b.example/y -H 'X-One: 1' -b 'a=1' -e https://old.example/ -o z.iso";
    const { items } = draft({ links, headers: 'X-Two: 2', referer: 'https://new.example/' });
    const typed = { referer: 'https://new.example/', start: true };
    expect(items).toEqual([
      { url: 'https://a.example/x', headers: [['X-Two', '2']], ...typed },
      {
        url: 'https://b.example/y',
        name: 'z.iso',
        cookie: 'a=1',
        headers: [
          ['X-One', '1'],
          ['X-Two', '2'],
        ],
        ...typed,
      },
    ]);
  });

  test('a link that is in the list already is asked about, until it is wanted once more', () => {
    const listed = new Set(['https://a.example/x']);
    const read = (change: Partial<typeof emptyDraft>) => readDraft({ ...emptyDraft, ...change }, 'linux', (link) => listed.has(link));
    const links = 'https://b.example/\nhttps://a.example/{w,x}';
    expect(read({ links })).toMatchObject({ items: null, badLines: [], knownLines: [{ line: 2 }] });
    expect(read({ links, again: listed })).toMatchObject({ knownLines: [], items: { length: 3 } });
    expect(read({ links: 'https://b.example/' })).toMatchObject({ knownLines: [], items: { length: 1 } });
  });
});

describe('links offered by pasting or dropping', () => {
  beforeEach(() => {
    useDraft.setState(emptyDraft, true);
    useView.setState({ dialog: null });
  });

  test('join what was typed before, each once, and open the dialog', () => {
    editDraft({ links: 'https://a.example/x' });
    expect(offerLinks('see https://a.example/x and https://b.example/y')).toBe(true);
    expect(useDraft.getState().links).toBe('https://a.example/x\nhttps://b.example/y');
    expect(useView.getState().dialog).toBe('add');
  });

  test('a command stays as it is, and is taken out or replaced with all of its lines', () => {
    const command = "curl 'https://a.example/x' \\\n  -H 'X-One: 1'";
    editDraft({ links: 'https://b.example/' });
    expect(offerLinks(`${command}\nhttps://c.example/`)).toBe(true);
    expect(offerLinks(command)).toBe(true);
    expect(useDraft.getState().links).toBe(`https://b.example/\n${command}\nhttps://c.example/`);

    const [first, second] = readLinkLines(useDraft.getState().links);
    replaceLines(
      [first, second].filter((line) => line !== undefined),
      (line) => (line === first ? ['one', 'two'] : []),
    );
    expect(useDraft.getState().links).toBe('one\ntwo\nhttps://c.example/');
  });

  test('that another program hands over wait for a word, until the person brings them too', () => {
    editDraft({ links: 'https://a.example/1' });
    offerLinks('https://a.example/[1-3]', { handedOver: true });
    offerLinks('https://b.example/\nhttps://c.example/', { handedOver: true });
    const waiting = (): string[] => [...useDraft.getState().held];
    expect(waiting()).toEqual([1, 2, 3].map((number) => `https://a.example/${number}`).concat('https://b.example/', 'https://c.example/'));
    offerLinks('https://a.example/2 https://b.example/');
    expect(waiting()).toEqual(['https://a.example/1', 'https://a.example/3', 'https://c.example/']);
    offerLinks('https://b.example/', { handedOver: true });
    expect(waiting()).toHaveLength(3);
    clearDraft();
    expect(waiting()).toEqual([]);
  });

  test('that another program hands over are added as such, also when they have been looked at', () => {
    offerLinks('https://a.example/1\nhttps://b.example/', { handedOver: true });
    offerLinks('https://b.example/\nhttps://c.example/');
    editDraft({ held: new Set() });
    expect(readDraft(useDraft.getState(), 'linux').items).toMatchObject([
      { url: 'https://a.example/1', handedOver: true },
      { url: 'https://b.example/' },
      { url: 'https://c.example/' },
    ]);
    const own = readDraft(useDraft.getState(), 'linux').items?.filter(({ handedOver }) => !handedOver);
    expect(own).toHaveLength(2);
    clearDraft();
    expect(useDraft.getState()).toMatchObject({ handedOver: new Set(), held: new Set() });
  });

  test('a text without links opens nothing', () => {
    expect(offerLinks('no links here')).toBe(false);
    expect(useView.getState().dialog).toBeNull();
  });

  test('after adding, only the folder is kept', () => {
    editDraft({ links: 'https://a.example/x', folder: '/srv', password: 'secret' });
    clearDraft();
    expect(useDraft.getState()).toEqual({ ...emptyDraft, folder: '/srv' });
  });
});
