/**
 * The window's service without an engine: downloads that move by themselves over the real contract, so that every state can
 * be looked at whenever it is wanted. What downloads really do is tested elsewhere, on the real engine.
 */
import type { ImportItem } from '../../../contract/backup.ts';
import { findCategory } from '../../../contract/category-rules.ts';
import type { Ending } from '../../../contract/desktop.ts';
import { firstCategories } from '../../../contract/first-categories.ts';
import { digestLength } from '../../../contract/digest.ts';
import type { DownloadDetail, DownloadRow, Segment } from '../../../contract/download.ts';
import { DownloadError } from '../../../contract/errors.ts';
import { encodeMap } from '../../../contract/map.ts';
import type { Queue } from '../../../contract/queue.ts';
import { defaultQueueId } from '../../../contract/turns.ts';
import type { HostSettings } from '../../../contract/host-settings.ts';
import type { IntegrityReport } from '../../../contract/report.ts';
import type { SecretState } from '../../../contract/secret.ts';
import { Settings } from '../../../contract/settings.ts';
import { systemClock } from '../../../engine/clock.ts';
import type { ServiceApi } from '../../../service/api.ts';
import { DesktopSide } from '../../../service/desktop.ts';
import { silent } from '../../../service/log.ts';
import { Latest } from '../../../service/publisher/latest.ts';
import { Publisher } from '../../../service/publisher/publisher.ts';
import { Queues } from '../../../service/queues.ts';

export interface Actor {
  row: DownloadRow;
  detail: DownloadDetail;
  report?: IntegrityReport;
  /** Bytes a second of each of its connections while it is downloading. */
  readonly speeds: readonly number[];
}

export interface Scene {
  readonly actors: readonly Actor[];
  readonly settings?: Partial<Settings>;
  readonly queues?: readonly Queue[];
  /** What is counted down to; nothing may be under way then. */
  readonly ending?: Ending;
  /** Whether another download begins whenever one is complete. */
  readonly lasting?: boolean;
  /** Milliseconds between two beats, each of which brings what a tenth of a second would. */
  readonly beat?: number;
  /** Links that another program brings. */
  readonly handedOver?: string;
}

const report: ImportItem[] = [
  { part: 'download', name: 'https://mirror.example.org/a.iso', skipped: null },
  { part: 'download', name: 'https://mirror.example.org/b.iso', skipped: 'known' },
  { part: 'setting', name: 'maxActive', skipped: 'differs' },
  { part: 'category', name: 'Talks', skipped: null },
  { part: 'queue', name: 'Night', skipped: null },
  { part: 'queue', name: 'default', skipped: 'same' },
];

const plain = { connections: null, mostConnections: null, userAgent: '', limitRate: 0, plainHttp: false, login: null };
const hosts: HostSettings[] = [
  { ...plain, id: 'files', host: 'files.example.org', connections: 4, login: 'sealed' },
  { ...plain, id: 'mirrors', host: '*.mirror.example', mostConnections: 8, limitRate: 2 * 1024 * 1024 },
];

/** Milliseconds of a download's life in one beat. */
const tick = 100;

export class Stage {
  readonly settings: Latest<Settings>;
  readonly #desktop: DesktopSide;
  readonly #queues: Queues;
  readonly #actors: Map<string, Actor>;
  readonly #publisher: Publisher;
  readonly #timer: NodeJS.Timeout;
  readonly #lasting: boolean;
  readonly #hosts = new Latest(hosts);
  readonly #proxyPassword = new Latest<SecretState | null>('sealed');
  readonly #categories = new Latest([...firstCategories]);
  #count = 0;

  constructor({ actors, settings = {}, queues = [], ending, handedOver, lasting = false, beat = tick }: Scene) {
    this.#lasting = lasting;
    this.#queues = new Queues({ queues: () => [...queues], saveQueue() {}, removeQueue() {} }, systemClock, () => {});
    this.settings = new Latest(Settings.parse({ notify: false, ...settings }));
    this.#desktop = new DesktopSide({
      actions: { openPath: async () => {}, showInFolder: async () => {}, endings: ['quit', 'sleep', 'shutdown'] },
      updates: { feed: 'https://feed.invalid/', fetch: async () => new Response('{}') },
      version: '0.1.0',
      settings: () => this.settings.value,
      updateSettings: (changes) => this.settings.set({ ...this.settings.value, ...changes }),
      downloads: () => [...this.#actors.values()].map(({ row }) => row),
      log: silent,
    });
    if (handedOver) this.#desktop.command({ do: 'offer', text: handedOver, name: '', handedOver: true });
    this.#actors = new Map(actors.map((actor) => [actor.row.id, actor]));
    if (ending) {
      const state = {
        status: 'completed',
        completion: { path: '', size: 0, sha256: null, checks: [], finishedAt: 0, elapsed: 0, skipped: false },
      } as const;
      this.#desktop.whenDone(ending);
      this.#desktop.heard({ type: 'state', id: '', state });
    }
    this.#publisher = new Publisher(
      {
        rows: () => [...this.#actors.values()].map((actor) => actor.row),
        row: (id) => this.#actors.get(id)?.row ?? null,
        detail: (id) => this.#actors.get(id)?.detail ?? null,
      },
      beat,
    );
    this.#timer = setInterval(() => this.#play(), beat);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#publisher.close();
    this.#desktop.close();
    this.#queues.close();
  }

  /** One beat: every download that is downloading gets a little further. */
  #play(): void {
    this.#count++;
    for (const actor of this.#actors.values()) {
      if (actor.row.status !== 'downloading') continue;
      advance(actor, this.#count);
      if (actor.row.status === 'downloading') this.#publisher.soon(actor.row.id);
      else this.#completed(actor);
    }
  }

  #completed({ row, speeds }: Actor): void {
    this.#publisher.now([row.id]);
    const next = this.#lasting && [...this.#actors.values()].find((actor) => actor.row.status === 'queued' && actor.row.size !== null);
    if (!next) return;
    const segments = segmentsOf(next.row.size ?? 0, [0, 0, 0, 0, 0, 0, 0, 0]);
    this.#actors.set(next.row.id, actorOf({ ...next.row, status: 'downloading' }, { segments, speeds: [...speeds] }));
    this.#publisher.now([next.row.id]);
  }

  #change(ids: readonly string[], change: (row: DownloadRow) => Partial<DownloadRow> | null): void {
    for (const id of ids) {
      const actor = this.#actors.get(id);
      const changes = actor && change(actor.row);
      if (actor && changes) actor.row = { ...actor.row, ...changes };
    }
    this.#publisher.now(ids);
  }

  api(): ServiceApi {
    const all = (): string[] => [...this.#actors.keys()];
    const pause = (ids: readonly string[]): void =>
      this.#change(ids, (row) =>
        ['completed', 'failed', 'paused'].includes(row.status) ? null : { status: 'paused', speed: 0, connections: 0 },
      );
    const resume = (ids: readonly string[]): void =>
      this.#change(ids, (row) => (row.status === 'paused' || row.status === 'failed' ? { status: 'downloading', error: null } : null));
    return {
      info: () => ({ version: '0.0.0', platform: 'linux', shell: 'browser', downloadsFolder: '/home/ada/Downloads', sealsSecrets: true }),
      add: (items) =>
        items.map((item) => {
          const id = `added-${++this.#count}`;
          const name = item.name ?? decodeURIComponent(new URL(item.url).pathname.split('/').at(-1) ?? item.url);
          this.#actors.set(id, actorOf({ id, url: item.url, name, status: 'queued', size: null, position: this.#actors.size }));
          this.#publisher.now([id]);
          return id;
        }),
      pause,
      resume,
      retry: resume,
      remove: async (ids) => {
        for (const id of ids) this.#actors.delete(id);
        this.#publisher.now(ids);
      },
      pauseAll: () => pause(all()),
      retryFailed: () => resume(all()),
      resumeAll: () => this.#change(all(), (row) => (row.status === 'paused' ? { status: 'downloading' } : null)),
      limit: (ids, limitRate) => this.#change(ids, () => ({ limitRate })),
      move: () => {},
      categorize: (ids, category) => {
        this.#change(ids, () => ({ category }));
        return { staying: 0 };
      },
      saveCategories: (categories) => this.#categories.set([...categories]),
      watchCategories: (signal) => this.#categories.watch(signal),
      setQueue: (ids, queue) => this.#change(ids, () => ({ queue })),
      setPriority: (ids, priority) => this.#change(ids, () => ({ priority })),
      startNow: (ids) => this.#change(ids, () => ({ status: 'downloading', error: null })),
      refreshLink: (id, url) => this.#change([id], () => ({ url, status: 'downloading', error: null })),
      hash: async function* ({ algorithms }) {
        const size = 671 * 1024 * 1024;
        yield { state: 'hashing', done: size / 3, size };
        yield {
          state: 'done',
          size,
          digests: Object.fromEntries(algorithms.map((algorithm) => [algorithm, 'ab12'.repeat(digestLength[algorithm] / 4)])),
        };
      },
      watchClipboard: async function* () {},
      peek: async (item) => {
        const name = item.name ?? decodeURIComponent(new URL(item.url).pathname.split('/').at(-1) ?? item.url);
        if (name.includes('missing')) throw new DownloadError('NOT_FOUND', 'The server has no such file (404)');
        const size = name.includes('stream') ? null : (1 + (name.length % 7)) * 97 * 1024 * 1024;
        return { name, size, resumable: size !== null, finalUrl: item.url, contentType: 'application/octet-stream' };
      },
      readList: async () => ({ name: 'list.meta4', text: '' }),
      survey: async (questions) =>
        questions.map(({ item, name }) => ({
          folder: item.folder ?? '/home/ada/Downloads',
          free: 212 * 1024 ** 3,
          problem: null,
          there: name?.includes('notes') ? { name, size: 4 * 1024 * 1024 } : null,
          begun: null,
        })),
      expect: ({ id, checksums, published }) => {
        const actor = this.#actors.get(id);
        if (actor) actor.detail = { ...actor.detail, expected: checksums, published };
        this.#publisher.now([id]);
      },
      report: (id) => this.#actors.get(id)?.report ?? null,
      rows: () => [...this.#actors.values()].map((actor) => actor.row),
      row: (id) => this.#actors.get(id)?.row ?? null,
      watch: (signal, reader, inParts) => this.#publisher.watch(signal, reader, inParts),
      tellRest: (reader) => this.#publisher.tellRest(reader),
      setPace: (reader, pace) => this.#publisher.setPace(reader, pace),
      watchDetail: (id, signal) => this.#publisher.watchDetail(id, signal),
      open: async () => {},
      showInFolder: async () => {},
      desktop: this.#desktop,
      saveHosts: () => {},
      removeHosts: () => {},
      watchHosts: (signal) => this.#hosts.watch(signal),
      saveProxyPassword: (password) => this.#proxyPassword.set(password === null ? null : 'sealed'),
      watchProxyPassword: (signal) => this.#proxyPassword.watch(signal),
      proxyLogin: () => null,
      writeBackup: () => '{}',
      readBackup: () => ({ kind: 'backup', items: report }),
      findHistory: async ({ search, offset, limit }) => {
        const found = [...this.#actors.values()].filter(({ row }) => row.status === 'completed' && row.name.includes(search));
        const entries = found.map(({ row }) => ({
          ...row,
          host: 'mirror.example.org',
          path: `${row.folder}/${row.name}`,
          at: row.finishedAt ?? 0,
          completed: true,
        }));
        return { total: entries.length, entries: entries.slice(offset, offset + limit) };
      },
      historyAgain: () => [],
      showHistoryInFolder: async () => {},
      removeHistory: () => {},
      clearHistory: () => {},
      watchHistory: (signal) => new Latest(0).watch(signal),
      settings: () => this.settings.value,
      updateSettings: (changes) => {
        this.settings.set({ ...this.settings.value, ...changes } as Settings);
        return this.settings.value;
      },
      watchSettings: (signal) => this.settings.watch(signal),
      createQueue: (queue) => this.#queues.create(queue),
      updateQueue: (id, changes) => this.#queues.update(id, changes),
      removeQueue: (id) => {
        this.#change(all(), (row) => (row.queue === id ? { queue: defaultQueueId } : null));
        this.#queues.remove(id);
      },
      watchQueues: (signal) => this.#queues.states.watch(signal),
      summary: () => ({ active: 0, received: 0, size: 0, speed: 0, possible: { pause: true, resume: true, retry: true } }),
      onEvent: () => () => {},
    };
  }
}

/** Every active segment receives; one that ends takes the second half of the one that has most left, as the engine does. */
function advance(actor: Actor, count: number): void {
  const segments = actor.detail.segments.map((segment) => ({ ...segment }));
  let speed = 0;
  for (const [index, segment] of segments.entries()) {
    if (segment.state !== 'active') continue;
    const base = actor.speeds[index % actor.speeds.length] ?? 0;
    segment.speed = base * (1 + 0.25 * Math.sin(count / 9 + index));
    segment.received = Math.min(segment.end - segment.start, segment.received + (segment.speed * tick) / 1000);
    speed += segment.speed;
  }
  for (const segment of segments) {
    if (segment.state === 'active' && segment.received >= segment.end - segment.start) {
      segment.state = 'done';
      segment.speed = 0;
      steal(segments);
    }
  }
  const received = segments.reduce((sum, segment) => sum + segment.received, 0);
  const active = segments.filter((segment) => segment.state === 'active').length;
  actor.detail = { ...actor.detail, segments };
  actor.row = { ...actor.row, received, speed, connections: active, map: encodeMap(segments, actor.row.size) };
  if (active === 0) actor.row = { ...actor.row, status: 'completed', finishedAt: Date.now(), speed: 0, sha256: 'ab'.repeat(32), map: null };
}

function steal(segments: Segment[]): void {
  const left = (segment: Segment): number => (segment.state === 'active' ? segment.end - segment.start - segment.received : 0);
  const victim = segments.reduce((most, segment) => (left(segment) > left(most) ? segment : most));
  if (left(victim) < 2 * 1024 * 1024) return;
  const middle = Math.round(victim.end - left(victim) / 2);
  segments.push({ start: middle, end: victim.end, received: 0, speed: 0, state: 'active', tries: 1 });
  victim.end = middle;
  segments.sort((a, b) => a.start - b.start);
}

type Part = Partial<DownloadRow> & Pick<DownloadRow, 'id' | 'name' | 'status'>;

/** A download in any state, with segments that fit what it has received. */
export function actorOf(part: Part, more: { segments?: Segment[]; detail?: Partial<DownloadDetail>; speeds?: number[] } = {}): Actor {
  const row: DownloadRow = {
    url: `https://mirror.example.org/pub/${encodeURIComponent(part.name)}`,
    folder: '/home/ada/Downloads',
    category:
      findCategory(firstCategories, { link: new URL('https://mirror.example.org/'), name: part.name, contentType: null })?.id ?? null,
    size: 0,
    received: 0,
    speed: 0,
    connections: 0,
    limitRate: 0,
    resumable: true,
    addedAt: Date.now(),
    finishedAt: null,
    queue: defaultQueueId,
    priority: 'normal',
    startNow: false,
    position: 0,
    error: null,
    retryAt: null,
    sha256: null,
    checks: [],
    present: true,
    ...part,
  };
  const segments = more.segments ?? [];
  const received = segments.length > 0 ? segments.reduce((sum, segment) => sum + segment.received, 0) : row.received;
  return {
    row: { ...row, received, map: segments.length > 0 && row.status !== 'completed' ? encodeMap(segments, row.size) : null },
    detail: {
      id: row.id,
      segments,
      hosts: [],
      sources: [],
      notices: [],
      finalUrl: null,
      validator: null,
      contentType: null,
      expected: [],
      published: true,
      comparing: null,
      ...more.detail,
    },
    speeds: more.speeds ?? [1024 * 1024],
  };
}

/** `count` equal segments, each filled as far as its fraction says; negative fractions are at rest. */
export function segmentsOf(size: number, fractions: readonly number[], tries: readonly number[] = []): Segment[] {
  const length = size / fractions.length;
  return fractions.map((fraction, index) => {
    const start = Math.round(index * length);
    const end = Math.round((index + 1) * length);
    const filled = Math.round((end - start) * Math.abs(fraction));
    const state = Math.abs(fraction) === 1 ? 'done' : fraction < 0 || Object.is(fraction, -0) ? 'missing' : 'active';
    return { start, end, received: filled, speed: 0, state, tries: tries[index] ?? 1 };
  });
}
