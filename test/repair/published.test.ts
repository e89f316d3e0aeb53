/** What a server publishes of its file besides the bytes: digests in the answer's fields, and Metalinks that it points to. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/index.ts';
import { isSettled } from '../../engine/state.ts';
import { systemClock } from '../../engine/clock.ts';
import { Connector } from '../../engine/http/connector.ts';
import { HttpSession } from '../../engine/http/session.ts';
import { findPublished, type ListCache } from '../../engine/verify/sidecars.ts';
import { honestAnswer, plain } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { cutAfter, stallAfter, trickle } from '../hostile/delivery.ts';
import { HostileServer, type Handler } from '../hostile/server.ts';
import { requestFor } from '../simulator/simulation.ts';
import { Scene, type Session } from './scene.ts';

const MiB = 1024 * 1024;
const size = 6 * MiB + 12_345;
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let scene: Scene;
/** By path, what lies beside the file. */
let beside: Map<string, string>;
/** The link field of each answer with the file. */
let link: string | null;
/** Changes the body of an answer. */
let tamper: (body: Buffer, start: number) => Buffer;

const serve: Handler = (request, wire) => {
  const text = beside.get(request.path);
  if (text !== undefined) return wire.send(plain(200, text));
  if (request.path !== '/file.bin') return wire.send(plain(404));
  const answer = honestAnswer(scene.file, request);
  if (link !== null) answer.set('Link', link);
  answer.body = tamper(answer.body, request.range?.start ?? 0);
  return wire.send(answer);
};

beforeEach(async () => {
  scene = await Scene.open(content(1, size));
  scene.server.handler = serve;
  beside = new Map();
  link = '<file.meta4>; rel=describedby; type="application/metalink4+xml"';
  tamper = (body) => body;
});

afterEach(() => scene.close());

interface Described {
  readonly digest?: string;
  readonly pieces?: number;
  readonly before?: string;
}

function metalink({ digest = sha256(scene.file.bytes), pieces, before = '' }: Described = {}): string {
  const { bytes } = scene.file;
  const parts = pieces === undefined ? [] : Array.from({ length: Math.ceil(bytes.length / pieces) }, (_, index) => index * pieces);
  const digests = parts.map((at) => `<hash>${sha256(bytes.subarray(at, at + (pieces as number)))}</hash>`).join('');
  return `<?xml version="1.0"?>${before}<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="file.bin"><size>${bytes.length}</size>
    <hash type="md5">00000000000000000000000000000000</hash><hash type="sha-256">${digest}</hash>
    ${pieces === undefined ? '' : `<pieces type="sha-256" length="${pieces}">${digests}</pieces>`}</file></metalink>`;
}

const everywhere = { findChecksums: 'everywhere' } as const;
const checksOf = ({ end }: Session) => (end.status === 'completed' ? end.completion.checks : []);
const flipped = (at: number, times: number) => {
  let left = times;
  return (body: Buffer, start: number): Buffer => {
    if (at < start || at >= start + body.length || left-- <= 0) return body;
    const changed = Buffer.from(body);
    changed[at - start] = (changed[at - start] as number) ^ 0xff;
    return changed;
  };
};

describe('a Metalink that the answer points to', () => {
  it('gives the strongest of its checksums', async () => {
    beside.set('/file.meta4', metalink());
    const session = await scene.run(everywhere);
    expect(checksOf(session)).toMatchObject([{ algorithm: 'sha256', origin: 'metalink', ok: true }]);
  });

  it('fails a file that it does not describe', async () => {
    beside.set('/file.meta4', metalink({ digest: sha256(Buffer.from('another')) }));
    const session = await scene.run(everywhere);
    expect(session.end).toMatchObject({ status: 'failed', failure: { code: 'CHECKSUM', details: { origin: 'metalink' } } });
  });

  it.each(['headers', 'off'] as const)('is not asked for with %s', async (findChecksums) => {
    const session = await scene.run({ findChecksums });
    expect(session.end.status).toBe('completed');
    expect(scene.server.requests.map(({ path }) => path)).not.toContain('/file.meta4');
  });

  it.each([
    ['has a document type', () => metalink({ before: '<!DOCTYPE m [<!ENTITY a "aaaa">]>' })],
    ['is not XML', () => 'not found, sorry'],
    ['is larger than any', () => metalink() + ' '.repeat(3 * MiB)],
    ['is not there', () => undefined],
  ])('is passed over when it %s', async (_what, text) => {
    const found = text();
    if (found !== undefined) beside.set('/file.meta4', found);
    const session = await scene.run(everywhere);
    expect(session.end.status).toBe('completed');
    expect(checksOf(session)).toEqual([]);
  });

  it('is passed over on another server', async () => {
    const stranger = await HostileServer.start((_request, wire) => wire.send(plain(200, metalink())));
    link = `<${stranger.url('/file.meta4')}>; rel=describedby; type="application/metalink4+xml"`;
    const session = await scene.run({ ...everywhere, cookie: 'secret=1' });
    expect(session.end.status).toBe('completed');
    expect(stranger.requests).toEqual([]);
    await stranger.stop();
  });

  it('is found among other links, and on the way of a redirect', async () => {
    beside.set('/file.meta4', metalink());
    link = '</a,b>; rel="next"; title="x, <y>", <file.meta4>;type="application/metalink4+xml";rel="duplicate describedby"';
    const described = link;
    scene.server.handler = (request, wire) => {
      if (request.path === '/there.bin') return serve({ ...request, path: '/file.bin' }, wire);
      if (request.path !== '/file.bin') return serve(request, wire);
      link = null;
      return wire.send(plain(302).set('Location', '/there.bin').set('Link', described));
    };
    expect(checksOf(await scene.run(everywhere))).toMatchObject([{ origin: 'metalink', ok: true }]);
  });
});

describe('the mirrors of a Metalink that the answer points to', () => {
  let mirror: HostileServer;
  beforeEach(async () => {
    const copy = { ...scene.file, etag: '"copy"' };
    mirror = await HostileServer.start((request, wire) =>
      wire.send(request.path === '/file.bin' ? honestAnswer(copy, request) : plain(404)),
    );
    const url = `<url>${mirror.url('/file.bin')}</url>`;
    beside.set('/file.meta4', metalink().replace('</file>', `${url}</file>`));
  });
  afterEach(() => mirror.stop());

  /** Ranges come so slowly that others can help. */
  const slowly: Handler = (request, wire) =>
    request.path === '/file.bin'
      ? wire.send(honestAnswer(scene.file, request).set('Link', link), trickle(16 * 1024, 20))
      : serve(request, wire);

  it('help as soon as it has been read', async () => {
    scene.server.handler = slowly;
    const session = await scene.run({ ...everywhere, connections: 4, minSplitSize: 64 * 1024 });
    expect(session.end.status).toBe('completed');
    expect(session.notices.map(({ code }) => code)).not.toContain('restarted');
    expect(mirror.flow.sent).toBeGreaterThan(MiB);
  });

  it('are known to the next run of the program, also where nobody tells of them any more', async () => {
    scene.server.handler = slowly;
    // One connection: nobody helps.
    const first = await scene.run({ ...everywhere, connections: 1 }, () => scene.server.flow.sent > 2 * MiB);
    expect(first.end.status).toBe('paused');
    expect(mirror.flow.sent).toBe(0);
    scene.server.handler = (_request, wire) => wire.send(plain(404));
    const second = await scene.run({ ...everywhere, connections: 1 });
    expect(second.end.status).toBe('completed');
    expect(second.notices.map(({ code }) => code)).not.toContain('restarted');
    expect(mirror.flow.sent).toBeLessThan(size - MiB);
    expect(readFileSync(scene.path).equals(scene.file.bytes)).toBe(true);
  });
});

describe('the digests of pieces', () => {
  it('have only the wrong ones fetched again', async () => {
    beside.set('/file.meta4', metalink({ pieces: 512 * 1024 }));
    tamper = flipped(3 * MiB + 5, 1);
    const session = await scene.run(everywhere);
    expect(session.end.status).toBe('completed');
    expect(readFileSync(scene.path).equals(scene.file.bytes)).toBe(true);
    expect(session.sent).toBeLessThan(size + MiB);
    expect(session.notices.filter(({ code }) => code === 'block_repaired')).toHaveLength(1);
  });

  it('end in a failure when the same comes again and again', async () => {
    beside.set('/file.meta4', metalink({ pieces: MiB }));
    tamper = flipped(3 * MiB + 5, Infinity);
    const session = await scene.run(everywhere);
    expect(session.end).toMatchObject({ status: 'failed', failure: { code: 'CHECKSUM' }, kept: true });
  });
});

describe('the list of a folder', () => {
  let connector: Connector;
  let lists: ListCache;
  /** Milliseconds that the clock is ahead. */
  let ahead: number;

  beforeEach(() => {
    connector = new Connector();
    lists = new Map();
    ahead = 0;
    list('file.bin');
  });

  afterEach(() => connector.close());

  const list = (...names: readonly string[]): unknown =>
    beside.set('/SHA256SUMS', names.map((name) => `${sha256(scene.file.bytes)}  ${name}\n`).join(''));
  const search = async (signal = new AbortController().signal) => {
    const clock = { ...systemClock, now: () => systemClock.now() + ahead };
    const request = requestFor('one', scene.server.url('/file.bin'), { idleTimeout: 600_000 });
    const session = new HttpSession(request, connector, clock);
    return (await findPublished(session, [], lists, signal)).checksums;
  };
  const timesAsked = () => scene.server.requests.filter(({ path }) => path === '/SHA256SUMS').length;
  /** The first who asks gets no answer. */
  const holdFirst = (onAsked: () => void): void => {
    let held = false;
    scene.server.handler = (request, wire) => {
      if (held || request.path !== '/SHA256SUMS') return serve(request, wire);
      held = true;
      onAsked();
      return wire.hold();
    };
  };

  it('is asked for once by those that begin together', async () => {
    expect(await search()).toMatchObject([{ origin: 'sidecar' }]);
    expect(await search()).toMatchObject([{ origin: 'sidecar' }]);
    expect(timesAsked()).toBe(1);
  });

  it('is asked for again later, when it may say something else', async () => {
    list('another.bin');
    expect(await search()).toEqual([]);
    list('another.bin', 'file.bin');
    ahead = 3_600_000;
    expect(await search()).toMatchObject([{ origin: 'sidecar' }]);
  });

  it('is asked for again when the one who asked was interrupted', async () => {
    const interruption = new AbortController();
    holdFirst(() => interruption.abort(new Error('interrupted')));
    expect(await search(interruption.signal)).toEqual([]);
    expect(await search()).toMatchObject([{ origin: 'sidecar' }]);
  });

  it('is had by those as well who waited for the one that was interrupted', async () => {
    const interruption = new AbortController();
    const asked = Promise.withResolvers<void>();
    holdFirst(asked.resolve);
    const first = search(interruption.signal);
    await asked.promise;
    const second = search();
    await expect.poll(() => scene.server.requests.filter(({ path }) => path === '/file.bin.md5')).toHaveLength(2);
    interruption.abort(new Error('interrupted'));
    expect(await first).toEqual([]);
    expect(await second).toMatchObject([{ origin: 'sidecar' }]);
  });

  it('holds nobody up who is interrupted while another waits for it', async () => {
    const asked = Promise.withResolvers<void>();
    const ends = new AbortController();
    holdFirst(asked.resolve);
    const first = search(ends.signal);
    await asked.promise;
    const interruption = new AbortController();
    const second = search(interruption.signal);
    await expect.poll(() => scene.server.requests.filter(({ path }) => path === '/file.bin.md5')).toHaveLength(2);
    interruption.abort(new Error('interrupted'));
    expect(await second).toEqual([]);
    ends.abort();
    await first;
  });
});

describe('a checksum file beside the file', () => {
  /** Beside the file lies what is answered like this. */
  const besideIt = (handler: Handler): void => {
    link = null;
    scene.server.handler = (request, wire) => (request.path === '/file.bin.sha256' ? handler(request, wire) : serve(request, wire));
  };
  const unread = ({ notices }: Session) => notices.filter(({ code }) => code === 'checksum_unread').map(({ message }) => message);

  it('is read to its end as long as it comes, however slowly', async () => {
    // In pieces that come well within the patience, and all of it takes three times as long.
    besideIt((_request, wire) => wire.send(plain(200, sha256(scene.file.bytes)), trickle(8, 150)));
    const session = await scene.run({ ...everywhere, idleTimeout: 400 });
    expect(checksOf(session)).toMatchObject([{ algorithm: 'sha256', origin: 'sidecar', ok: true }]);
    expect(unread(session)).toEqual([]);
  });

  it.each<[string, Handler, RegExp]>([
    ['the server is busy', (_request, wire) => wire.send(plain(503)), /^file\.bin\.sha256: .*busy/],
    ['it ends early', (_request, wire) => wire.send(plain(200, sha256(scene.file.bytes)), cutAfter(20)), /^file\.bin\.sha256: /],
    [
      'it stalls',
      (_request, wire) => wire.send(plain(200, sha256(scene.file.bytes)), stallAfter(20)),
      /^file\.bin\.sha256: .*sent nothing/,
    ],
  ])('is told of when %s', async (_why, handler, message) => {
    besideIt(handler);
    const session = await scene.run({ ...everywhere, idleTimeout: 400 });
    expect(session.end.status).toBe('completed');
    expect(unread(session)).toEqual([expect.stringMatching(message)]);
    expect(session.reports.at(-1)?.unread).toMatchObject([{ name: 'file.bin.sha256' }]);
  });

  it('is not told of where there is none, or another one says what the file is', async () => {
    besideIt((_request, wire) => wire.send(plain(404)));
    expect(unread(await scene.run(everywhere))).toEqual([]);
    besideIt((_request, wire) => wire.send(plain(503)));
    beside.set('/file.bin.md5', createHash('md5').update(scene.file.bytes).digest('hex'));
    const session = await scene.run(everywhere);
    expect(checksOf(session)).toMatchObject([{ algorithm: 'md5', ok: true }]);
    expect(unread(session)).toEqual([]);
  });
});

describe('what a server has published', () => {
  it('still holds when the same is tried again without asking it', async () => {
    scene.server.handler = (request, wire) =>
      wire.send(honestAnswer(scene.file, request).set('Digest', `SHA-256=${createHash('sha256').update('another').digest('base64')}`));
    const headers = { findChecksums: 'headers' } as const;
    expect((await scene.run(headers)).end).toMatchObject({ status: 'failed', failure: { code: 'CHECKSUM' } });
    expect((await scene.run(headers)).end).toMatchObject({ status: 'failed', failure: { code: 'CHECKSUM' } });
  });

  it('no longer holds once the server says something else', async () => {
    let published = createHash('sha256').update('another').digest('base64');
    scene.server.handler = (request, wire) => wire.send(honestAnswer(scene.file, request).set('Digest', `SHA-256=${published}`));
    const headers = { findChecksums: 'headers' } as const;
    expect((await scene.run(headers)).end.status).toBe('failed');
    published = createHash('sha256').update(scene.file.bytes).digest('base64');
    expect(checksOf(await scene.run(headers))).toMatchObject([{ origin: 'header', ok: true }]);
  });

  it('is looked for also when every byte is here already', async () => {
    const first = await scene.run({ checksums: [{ algorithm: 'sha256', value: '0'.repeat(64), origin: 'user' }] });
    expect(first.end.status).toBe('failed');
    beside.set('/file.bin.sha256', sha256(scene.file.bytes));
    expect(checksOf(await scene.run(everywhere))).toMatchObject([{ origin: 'sidecar', ok: true }]);
  });
});

it('a file that got its name before a crash is still held to what is demanded of it now', async () => {
  const engine = createEngine({ run: 'inline', maxActive: 1, maxPerHost: 8, limitRate: 0 });
  const told = Promise.withResolvers<void>();
  engine.on((event) => event.type === 'state' && event.state.status === 'completed' && told.resolve());
  engine.add(requestFor('one', scene.server.url('/file.bin'), { folder: dirname(scene.path) }), { status: 'queued' });
  await told.promise;
  // Nobody has noted it.
  await engine.close();

  const demanding = (value: string) => ({ checksums: [{ algorithm: 'sha256', value, origin: 'user' } as const] });
  const wrong = await scene.run(demanding('0'.repeat(64)));
  expect(wrong.end).toMatchObject({ status: 'failed', failure: { code: 'CHECKSUM' } });
  // Whoever pauses the reading of a file, or quits, does not wait for its end.
  const hasty = createEngine({ run: 'inline', maxActive: 1, maxPerHost: 8, limitRate: 0 });
  const rest = Promise.withResolvers<string>();
  hasty.on((event) => {
    if (event.type === 'state' && isSettled(event.state.status)) rest.resolve(event.state.status);
  });
  const request = requestFor('one', scene.server.url('/file.bin'), { folder: dirname(scene.path), ...demanding(sha256(scene.file.bytes)) });
  hasty.add(request, { status: 'queued' });
  hasty.pause('one');
  expect(await rest.promise).toBe('paused');
  await hasty.close();
  const right = await scene.run(demanding(sha256(scene.file.bytes)));
  expect(checksOf(right)).toMatchObject([{ origin: 'user', ok: true }]);
  expect([wrong.sent, right.sent]).toEqual([0, 0]);
  expect(readdirSync(dirname(scene.path))).toEqual(['file.bin']);
});
