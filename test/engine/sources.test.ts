/** Which links a download has, what each is asked, and what is said when none is left. */
import { describe, expect, test } from 'vitest';
import { duplicatesIn } from '../../engine/http/described-by.ts';
import { AnswerError } from '../../engine/http/answer-error.ts';
import { Head } from '../../engine/http/head.ts';
import { systemClock } from '../../engine/clock.ts';
import type { Checksum } from '../../contract/download.ts';
import { Expectations } from '../../engine/run/expectations.ts';
import { keyOf, Sources, troubleOf, type Source } from '../../engine/run/sources.ts';
import type { DownloadRequest } from '../../engine/types.ts';

const link = 'https://first.example/file.bin';

const request = (more: Partial<DownloadRequest> = {}): DownloadRequest => ({
  id: '1',
  url: link,
  folder: '/downloads',
  name: null,
  connections: 'auto',
  knownConnections: 4,
  minSplitSize: 1,
  connectTimeout: 1,
  idleTimeout: 1,
  retries: 1,
  retryWait: 1,
  checksums: [],
  findChecksums: 'off',
  headers: [['X-Key', 'secret']],
  userAgent: 'test',
  referer: 'https://first.example/page',
  cookie: 'a=secret',
  credentials: { user: 'ada', password: 'secret' },
  onConflict: 'rename',
  sha256: true,
  resume: true,
  partialOf: 'download',
  limitRate: 0,
  caCertificates: [],
  insecure: false,
  ...more,
});

function begun(...mirrors: readonly string[]): Sources {
  const wanted = request({ mirrors: mirrors.map((url) => ({ url })) });
  const sources = new Sources(wanted, systemClock);
  sources.begin(wanted, 0);
  return sources;
}

const fail = (sources: Sources, error: AnswerError): void => {
  const { current } = sources;
  current.trouble = troubleOf(error.remedy === 'retry' ? 'passing' : 'final', error, 0);
  const next = sources.next();
  if (next) sources.use(next);
};
const gone = new AnswerError('fail', 'NOT_FOUND', 'no such file');
const broken = new AnswerError('retry', 'SERVER_ERROR', 'broken');

describe('a mirror', () => {
  test('of another origin is told nothing that is meant for the first one', () => {
    for (const mirror of ['https://mirror.example/f', 'http://first.example/file.bin', 'https://first.example:444/file.bin']) {
      const source = begun(mirror).byKey(keyOf(mirror));
      expect(JSON.stringify(source?.request)).not.toContain('secret');
      expect(source?.request).toMatchObject({
        url: mirror,
        headers: [],
        referer: null,
        cookie: null,
        credentials: null,
        userAgent: 'test',
      });
    }
  });

  test('of the same origin is asked as the first one is', () => {
    const source = begun('https://first.example/other').byKey(keyOf('https://first.example/other'));
    expect(source?.request).toMatchObject({ credentials: { user: 'ada' }, cookie: 'a=secret', headers: [['X-Key', 'secret']] });
  });

  test('has the login that stands in its own link', () => {
    const source = begun('https://bob:own@mirror.example/f').byKey(keyOf('https://mirror.example/f'));
    expect(source?.request.credentials).toEqual({ user: 'bob', password: 'own' });
  });

  test('that is no link is not asked', () => {
    const sources = begun('ftp://mirror.example/f');
    expect(sources.states()[1]).toMatchObject({ status: 'failed', failure: { code: 'UNSUPPORTED_PROTOCOL' } });
    expect(sources.hasOther(sources.current)).toBe(false);
  });
});

describe('several sources', () => {
  test('are used in their order, and those that failed for now again in the next run', () => {
    const sources = begun('https://a.example/f', 'https://b.example/f');
    expect(sources.current.url).toBe(link);
    fail(sources, broken);
    fail(sources, gone);
    expect(sources.current.url).toBe('https://b.example/f');
    expect(sources.states().map(({ status }) => status)).toEqual(['failed', 'failed', 'in_use']);
    sources.begin(request({ mirrors: [{ url: 'https://a.example/f' }, { url: 'https://b.example/f' }] }), 0);
    expect(sources.current.url).toBe('https://b.example/f');
    expect(sources.states().map(({ status }) => status)).toEqual(['waiting', 'failed', 'in_use']);
  });

  test('that had refused for good are asked again when the user wants it, but those that sent wrong bytes are not', () => {
    const sources = begun('https://a.example/f');
    fail(sources, gone);
    fail(sources, new AnswerError('fail', 'CHECKSUM', 'wrong'));
    sources.retry();
    expect(sources.states().map(({ status }) => status)).toEqual(['waiting', 'failed']);
  });

  test('that had refused are asked again with another login, and with the same one they are not', () => {
    const mirror = (password: string) => ({ mirrors: [{ url: 'https://a.example/f', credentials: { user: 'ada', password } }] });
    const sources = new Sources(request(mirror('old')), systemClock);
    sources.begin(request(mirror('old')), 0);
    for (const source of sources.all) source.trouble = troubleOf('final', new AnswerError('fail', 'AUTH_REQUIRED', 'who are you?'), 0);
    sources.begin(request(mirror('old')), 0);
    expect(sources.all.map(({ trouble }) => trouble === null)).toEqual([false, false]);
    sources.begin(request(mirror('new')), 0);
    expect(sources.all.map(({ trouble }) => trouble === null)).toEqual([false, true]);
    sources.begin(request({ ...mirror('new'), cookie: 'another' }), 0);
    expect(sources.all.map(({ trouble }) => trouble === null)).toEqual([true, true]);
  });

  test('end in an error that tells of each, worth another run when that is so for any', () => {
    const sources = begun('https://a.example/f');
    fail(sources, gone);
    fail(sources, broken);
    expect(sources.failure(0)).toMatchObject({
      code: 'SERVER_ERROR',
      remedy: 'retry',
      message: 'None of 2 sources gives the file. first.example: no such file; a.example: broken',
    });
  });

  const busyFor = (retryAfter: number | null) => new AnswerError('fewer', 'BUSY', 'busy', { retryAfter });
  const pausing = (sources: Sources, ...waits: readonly (number | null)[]): void => {
    for (const [index, wait] of waits.entries()) (sources.all[index] as Source).trouble = troubleOf('passing', busyFor(wait), 0);
  };

  test('get the pause that they ask for while there are others', () => {
    const mirrors = [{ url: 'https://a.example/f' }, { url: 'https://b.example/f' }];
    const sources = begun('https://a.example/f', 'https://b.example/f');
    pausing(sources, 60_000, 5000, null);
    expect(sources.failure(0)).toMatchObject({ retryAfter: null });
    sources.begin(request({ mirrors }), 1000);
    expect(sources.states().map(({ status }) => status)).toEqual(['failed', 'failed', 'in_use']);
    sources.begin(request({ mirrors }), 5000);
    expect(sources.states().map(({ status }) => status)).toEqual(['failed', 'in_use', 'waiting']);
  });

  test('that all ask for a pause are asked when the first of them may be, or when somebody does not want to wait', () => {
    const mirrors = [{ url: 'https://a.example/f' }];
    const sources = begun('https://a.example/f');
    pausing(sources, 60_000, 5000);
    expect(sources.failure(2000)).toMatchObject({ retryAfter: 3000 });
    sources.begin(request({ mirrors }), 2000);
    expect(sources.states().map(({ status }) => status)).toEqual(['in_use', 'waiting']);
  });

  test('that had another file than was said are asked again when something else is said', () => {
    const sources = begun('https://a.example/f');
    for (const [index, code] of (['CHECKSUM', 'NOT_FOUND'] as const).entries())
      (sources.all[index] as Source).trouble = troubleOf('final', new AnswerError('fail', code, 'wrong'), 0);
    sources.alone = true;
    sources.reconsiderAll();
    expect(sources.states().map(({ status }) => status)).toEqual(['in_use', 'failed']);
    expect(sources.alone).toBe(false);
  });

  test('that servers have named are kept for later runs, but for what may be a secret', () => {
    const sources = begun();
    const told = [
      'https://a.example/f',
      'https://b.example/f?key=secret',
      'https://ada:secret@c.example/f',
      `https://d.example/${'f'.repeat(2000)}`,
    ];
    expect(sources.add(request(), told)).toBe(true);
    expect(sources.count).toBe(5);
    expect(sources.duplicates).toEqual(['https://a.example/f']);
  });

  test('that servers have named are not forgiven by being forgotten', () => {
    const sources = begun();
    const told = ['https://a.example/f', 'https://b.example/f'];
    sources.add(request(), told);
    (sources.all[1] as Source).trouble = troubleOf('final', gone, 0);
    sources.begin(request(), 0);
    expect(sources.count).toBe(1);
    sources.add(request(), told);
    expect(sources.states().map(({ status }) => status)).toEqual(['in_use', 'failed', 'waiting']);
  });

  test('are not taken for a network that is away, where one of them merely has no name', () => {
    const sources = begun('https://a.example/f');
    fail(sources, new AnswerError('retry', 'DNS', 'no such name'));
    fail(sources, broken);
    expect(sources.failure(0).code).toBe('SERVER_ERROR');
  });
});

describe('what has been said', () => {
  test('of the length binds the other sources, and not the one that said it', () => {
    const sources = begun('https://a.example/f');
    sources.noteSize(5);
    expect(sources.sizeElsewhere).toBeNull();
    sources.noteSize(7);
    fail(sources, gone);
    expect(sources.sizeElsewhere).toBe(7);
  });

  test('of the length by a source that the user has taken away binds nobody', () => {
    const sources = begun('https://a.example/f');
    const other = sources.byKey(keyOf('https://a.example/f'));
    if (other) sources.use(other);
    sources.noteSize(5);
    sources.begin(request(), 0);
    expect(sources.sizeElsewhere).toBeNull();
  });

  test('by one source holds for the next, unless the user has said what the file is', () => {
    const [one, other] = ['1', '2'].map((digit) => ({ algorithm: 'sha256', value: digit.repeat(64), origin: 'header' }) as const);
    const sources = begun('https://a.example/f');
    const demands = { checksums: [] as Checksum[], findChecksums: 'headers' as const };
    const expectations = new Expectations(demands, request(), sources);
    expectations.recall([one as Checksum]);
    expectations.pass();
    expectations.recall([other as Checksum, one as Checksum]);
    expect(expectations.published).toEqual([one, other]);
    demands.checksums = [{ ...(one as Checksum), origin: 'user' }];
    expectations.pass();
    expect(expectations.published).toEqual([]);
  });

  test('of a server that is never to come back says nothing of the network', () => {
    const sources = begun('https://a.example/f');
    sources.current.memory.reached = true;
    fail(sources, gone);
    fail(sources, new AnswerError('retry', 'DNS', 'no such name'));
    expect(sources.reached).toBe(false);
  });
});

describe('what servers tell of', () => {
  test('does not take the login from a mirror that the user has named as well', () => {
    const wanted = request({ mirrors: [{ url: 'https://bob:own@mirror.example/f' }] });
    const sources = new Sources(wanted, systemClock);
    sources.begin(wanted, 0);
    sources.add(wanted, ['https://mirror.example/f']);
    expect(sources.count).toBe(2);
    expect(sources.byKey(keyOf('https://mirror.example/f'))?.request.credentials).toEqual({ user: 'bob', password: 'own' });
  });

  test('gets no more connections than the user allows by then', () => {
    const sources = begun();
    sources.aim(1);
    sources.add(request(), ['https://mirror.example/f']);
    expect(sources.byKey(keyOf('https://mirror.example/f'))?.memory.appetite.most).toBe(1);
  });

  test('is forgotten with what vouched for it', () => {
    const wanted = request();
    const sources = new Sources(wanted, systemClock);
    sources.begin(wanted, 0);
    sources.add(wanted, ['https://mirror.example/f']);
    sources.told = [{ algorithm: 'md5', value: '0'.repeat(32), origin: 'header' }];
    sources.begin(wanted, 0);
    expect(sources.count).toBe(2);
    sources.told = [];
    sources.begin(wanted, 0);
    expect(sources.count).toBe(1);
  });

  test('is taken once, up to a number, and never leads from a secured way to one that is not', () => {
    const sources = begun();
    const many = Array.from({ length: 50 }, (_, index) => `https://m${index}.example/f`);
    expect(sources.add(request(), [link, 'http://plain.example/f', 'ftp://x.example/f', ...many])).toBe(true);
    expect(sources.count).toBeLessThanOrEqual(17);
    expect(sources.states().map((source) => source.link)).not.toContain('http://plain.example/f');
    expect(sources.add(request(), many.slice(0, 3))).toBe(false);
  });

  test('stands in Link fields, the best first', () => {
    const fields = [
      'Link',
      '<//b.example/f>; rel=duplicate; pri=2, </a>; rel="duplicate"; pri=1',
      'Link',
      '<ftp://c.example/f>; rel=duplicate, <d>; rel=next',
    ];
    expect(duplicatesIn(new Head(200, fields), new URL('https://host.example/x/f'))).toEqual([
      'https://host.example/a',
      'https://b.example/f',
    ]);
  });
});
