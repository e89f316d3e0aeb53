/**
 * The list of downloads, and the commands that change it: they are stored, passed down to the engine (`requests.ts`) and published.
 * What the engine tells comes up elsewhere (`bookkeeping.ts`). Commands name downloads by id; an id that is gone is passed over, for
 * it may just have been removed elsewhere.
 */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AddInput, DownloadDetail, DownloadRow, DownloadStatus } from '../contract/download.ts';
import { DownloadError } from '../contract/errors.ts';
import { defaultQueueId } from '../contract/turns.ts';
import type { IntegrityReport } from '../contract/report.ts';
import type { Settings } from '../contract/settings.ts';
import { isRunning, isSettled } from '../engine/state.ts';
import type { DownloadRequest, Engine } from '../engine/types.ts';
import { Bookkeeping, forgetWishes } from './bookkeeping.ts';
import { Categories } from './categories.ts';
import { acknowledgeLast } from './completions.ts';
import { Entry } from './entry.ts';
import type { Hosts } from './hosts.ts';
import { readLink } from './link.ts';
import type { Log } from './log.ts';
import { newRecord } from './new-record.ts';
import { Publisher } from './publisher/publisher.ts';
import { Requests } from './requests.ts';
import { onTheWay, pausable, resumable, retryable, underWay } from './statuses.ts';
import type { Store } from './store/store.ts';

export interface DownloadsOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly hosts: Hosts;
  readonly settings: () => Settings;
  readonly hasQueue: (id: string) => boolean;
  /** Absolute; used when neither a download nor the settings name a folder. */
  readonly downloadsFolder: string;
  /** The program's, for reports. */
  readonly version: string;
  readonly log: Log;
}

export class Downloads {
  readonly publisher: Publisher;
  readonly categories: Categories;
  readonly #engine: Engine;
  readonly #store: Store;
  readonly #settings: () => Settings;
  readonly #hasQueue: (id: string) => boolean;
  readonly #downloadsFolder: string;
  readonly #requests: Requests;
  readonly #bookkeeping: Bookkeeping;
  readonly #entries = new Map<string, Entry>();
  /** Out of the list, and not yet gone: one that was getting its name just then still completes. */
  readonly #leaving = new Map<string, Entry>();

  constructor({ engine, store, hosts, settings, hasQueue, downloadsFolder, version, log }: DownloadsOptions) {
    this.#engine = engine;
    this.#store = store;
    this.#settings = settings;
    this.#hasQueue = hasQueue;
    this.#downloadsFolder = downloadsFolder;
    this.categories = new Categories(store, (folder) => resolve(this.usualFolder, expandHome(folder)));
    this.publisher = new Publisher({
      rows: () => this.rows(),
      row: (id) => this.row(id),
      detail: (id) => this.detail(id),
    });
    const { categories, publisher } = this;
    this.#requests = new Requests({ engine, store, hosts, categories, settings });
    this.#bookkeeping = new Bookkeeping({
      engine,
      store,
      categories,
      publisher,
      requests: this.#requests,
      entries: this.#entries,
      leaving: this.#leaving,
      version,
      log,
    });
  }

  /** Takes the list up from where the last run left it. */
  load(): void {
    const { resumeOnStart } = this.#settings();
    const interrupted: Entry[] = [];
    for (const record of this.#store.downloads()) {
      const entry = new Entry(record);
      this.#entries.set(entry.id, entry);
      if (!this.#hasQueue(record.queue)) record.queue = defaultQueueId;
      if (isSettled(entry.status)) continue;
      // Finishing is the commit point: it is brought to its end whatever the setting says.
      record.state = { status: resumeOnStart || entry.status === 'finishing' ? 'queued' : 'paused' };
      if (isSettled(entry.status)) forgetWishes(record);
      interrupted.push(entry);
    }
    this.#store.saveDownloads(interrupted.map((entry) => entry.record));
    // What rests is made known too: its partial is not for another download of the same link to go on with.
    const known = [...this.#entries.values()].filter((entry) => entry.status !== 'completed' && entry.fetchable);
    this.#requests.introduce(known);
    acknowledgeLast(this.#engine, this.#entries.values());
  }

  /** Where a download goes when nothing else is said: the settings' folder, or the user's own. Absolute. */
  get usualFolder(): string {
    return resolve(this.#downloadsFolder, expandHome(this.#settings().folder));
  }

  rows(): DownloadRow[] {
    return [...this.#entries.values()].map((entry) => entry.row());
  }

  row(id: string): DownloadRow | null {
    return this.#entries.get(id)?.row() ?? null;
  }

  detail(id: string): DownloadDetail | null {
    return this.#entries.get(id)?.detail() ?? null;
  }

  report(id: string): IntegrityReport | null {
    return this.#entries.has(id) ? this.#store.report(id) : null;
  }

  entries(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  entry(id: string): Entry | null {
    return this.#entries.get(id) ?? null;
  }

  /** The same, also while it is being removed. */
  entryOrLeaving(id: string): Entry | null {
    return this.entry(id) ?? this.#leaving.get(id) ?? null;
  }

  /** One id for each item, in their order. A link that is none becomes a failed download, so that the others are not held up. */
  add(items: readonly AddInput[]): string[] {
    const first = this.#lastPosition + 1;
    const entries = items.map((item, index) => new Entry(newRecord(item, first + index, this.categories, this.#hasQueue)));
    this.#store.saveDownloads(entries.map((entry) => entry.record));

    for (const entry of entries) {
      this.#entries.set(entry.id, entry);
      if (!isSettled(entry.status)) this.attach(entry);
    }
    const ids = entries.map((entry) => entry.id);
    this.publisher.now(ids);
    return ids;
  }

  /** What the engine would be asked for. @throws DownloadError for a link that is none. */
  foresee(item: AddInput): DownloadRequest {
    const entry = new Entry(newRecord(item, 0, this.categories, this.#hasQueue));
    const { state } = entry.record;
    if (state.status === 'failed') throw new DownloadError(state.failure.code, state.failure.message);
    return this.#requests.of(entry);
  }

  pause(ids: Iterable<string>): void {
    for (const entry of this.#those(ids, pausable)) this.#engine.pause(entry.id);
  }

  /** Goes on with what was paused or has failed. */
  resume(ids: Iterable<string>): void {
    this.#start(this.#those(ids, resumable));
  }

  /** The same, and also for what was completed: it is fetched again. */
  retry(ids: Iterable<string>): void {
    this.#start(this.#those(ids, retryable));
  }

  /** Compares what is there of one that failed with what it is to be, also where the program ends before that. */
  compareAgain(id: string): void {
    const entry = this.#entries.get(id);
    if (entry && isSettled(entry.status)) entry.record.choices.onlyCompare = true;
    this.#engine.compareAgain(id);
  }

  /** Gives an unfinished download another link and starts it: the engine goes on with what is there when it is the same file. */
  refreshLink(id: string, url: string): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.status === 'completed') throw new DownloadError('NOT_FOUND', 'There is no such unfinished download.');
    const link = readLink(url);
    if (link.failure) throw new DownloadError(link.failure.code, link.failure.message);
    entry.relink(link);
    this.#store.saveDownloads([entry.record]);
    this.attach(entry);
    this.#requests.beginAnew(entry);
    this.publisher.now([id]);
  }

  pauseAll(): void {
    this.pause([...this.#entries.keys()]);
  }

  /** What is paused or waits; what has failed needs a look first. */
  resumeAll(): void {
    this.#start(this.#those([...this.#entries.keys()], ['paused', ...underWay]));
  }

  /** What is no link at all will not become one. */
  retryFailed(): void {
    this.#start(this.#those([...this.#entries.keys()], ['failed']));
  }

  /** Resolves when nothing is left of them; they are out of the list at once. */
  async remove(ids: Iterable<string>, { deleteFiles }: { deleteFiles: boolean }): Promise<void> {
    const entries = this.#those(ids);
    // Attached before they are forgotten, so that the engine cleans up after all of them in the same way.
    for (const entry of entries) if (entry.fetchable && !entry.attached) this.attach(entry);
    this.#store.removeDownloads(entries.map((entry) => entry.id));
    for (const entry of entries) {
      this.#entries.delete(entry.id);
      this.#leaving.set(entry.id, entry);
    }
    this.publisher.now(entries.map((entry) => entry.id));

    // One that cannot go holds up no other, and none is forgotten before it is gone.
    const attached = entries.filter((entry) => entry.attached);
    const ends = await Promise.allSettled(attached.map((entry) => this.#engine.remove(entry.id, { deleteFiles })));
    for (const entry of entries) this.#leaving.delete(entry.id);
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason as Error;
  }

  /** Bytes a second for each of them alone; 0 is no limit. */
  limit(ids: Iterable<string>, rate: number): void {
    const entries = this.#those(ids);
    for (const entry of entries) {
      entry.record.choices.limitRate = rate;
      this.#bookkeeping.keep(entry.record);
      this.#requests.amend(entry);
    }
    this.publisher.now(entries.map((entry) => entry.id));
  }

  /** Puts downloads into a category. @returns how many of them have files that stay in another folder. */
  categorize(ids: Iterable<string>, category: string | null): { staying: number } {
    const entries = this.#those(ids);
    const folder = this.categories.folderOf(category);
    let staying = 0;
    for (const entry of entries) {
      const { record } = entry;
      const { placing } = record.choices;
      record.choices.placing = { category, by: 'user', folder: placing?.folder ?? 'user' };
      // What has begun has its partial where it is, and what is complete its file.
      const begun = record.resource !== null || isRunning(entry.status);
      if (!begun && placing?.folder === 'rules') record.folder = folder;
      else if (record.folder !== folder) staying++;
      this.#bookkeeping.keep(record);
      this.#requests.amend(entry);
    }
    this.publisher.now(entries.map((entry) => entry.id));
    return { staying };
  }

  /** Tells the engine of changed settings where the user made no choice of his own. */
  followSettings(): void {
    for (const entry of this.#entries.values()) {
      if (entry.status !== 'completed') this.#requests.amend(entry);
    }
  }

  /** Has everything that is connected, or waits to be, go on over new connections: the way to the servers is another now. */
  reconnect(): void {
    for (const entry of this.#those([...this.#entries.keys()], onTheWay)) this.#requests.beginAnew(entry);
  }

  /** Makes sure that the engine knows a download, with what was chosen for it last. @returns what it asks for from now on. */
  attach(entry: Entry): DownloadRequest {
    return this.#requests.attach(entry);
  }

  #start(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (!entry.fetchable) continue;
      // What is complete is not told of what changes.
      this.attach(entry);
      this.#engine.resume(entry.id);
    }
  }

  get #lastPosition(): number {
    let last = 0;
    for (const { record } of this.#entries.values()) last = Math.max(last, record.position);
    return last;
  }

  #those(ids: Iterable<string>, statuses?: readonly DownloadStatus[]): Entry[] {
    const entries = Array.from(new Set(ids), (id) => this.#entries.get(id)).filter((entry) => entry !== undefined);
    return statuses ? entries.filter((entry) => statuses.includes(entry.status)) : entries;
  }
}

/** `~`, as shells have it; people type it in windows as well. */
const expandHome = (path: string): string => (path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);
