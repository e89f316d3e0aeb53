/** A service on its own folder, beside a file server whose bytes can be held back: what a test of the whole needs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListChange } from '../../contract/change.ts';
import { applyChange, emptyList } from '../../contract/list-state.ts';
import type { DownloadRow } from '../../contract/download.ts';
import { createService, type Service, type ServiceOptions } from '../../service/index.ts';
import { honestAnswer, plain } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { HostileServer } from '../hostile/server.ts';

export type Rows = readonly DownloadRow[];

export class Lab {
  readonly folder: string;
  readonly files: HostileServer;
  readonly contents = new Map<string, Buffer>();
  /** What the server says of files beyond the usual. */
  readonly fields = new Map<string, Readonly<Record<string, string>>>();
  /** What the service asked the desktop to do. */
  readonly shown: string[] = [];
  readonly #services = new Set<Service>();

  private constructor(folder: string, files: HostileServer) {
    this.folder = folder;
    this.files = files;
  }

  static async open(): Promise<Lab> {
    const files = await HostileServer.start(() => {});
    const lab = new Lab(await mkdtemp(join(tmpdir(), 'rangefinder-lab-')), files);
    files.handler = async (request, wire) => {
      const bytes = lab.contents.get(request.path);
      const file = bytes && { bytes, type: 'application/octet-stream', etag: `"${bytes.length}"`, modified: null };
      const answer = file ? honestAnswer(file, request) : plain(404);
      for (const [name, value] of Object.entries(lab.fields.get(request.path) ?? {})) answer.set(name, value);
      await wire.send(answer);
    };
    return lab;
  }

  get downloads(): string {
    return join(this.folder, 'downloads');
  }

  /** Offers a file and returns its link. */
  offer(path: string, size: number): string {
    this.contents.set(path, content(this.contents.size + 1, size));
    return this.files.url(path);
  }

  /** A service over the lab's one list; closing and starting again is a restart of the app. */
  start(more: Partial<ServiceOptions> = {}): Service {
    const service = createService({
      databasePath: join(this.folder, 'list.db'),
      downloadsFolder: this.downloads,
      run: 'inline',
      version: '1.2.3',
      shell: 'browser',
      desktop: {
        openPath: async (path) => void this.shown.push(`open ${path}`),
        showInFolder: async (path) => void this.shown.push(`show ${path}`),
      },
      ...more,
    });
    this.#services.add(service);
    return service;
  }

  /** Takes what has been downloaded out of its folder. */
  async clear(): Promise<void> {
    await rm(this.downloads, { recursive: true, force: true });
  }

  async stop(service: Service): Promise<void> {
    this.#services.delete(service);
    await service.close();
  }

  async close(): Promise<void> {
    this.files.flow.release();
    for (const service of this.#services) await this.stop(service);
    await this.files.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Follows the list as a window does, until it is as expected; the time limit is the test's own. */
export async function until(changes: AsyncIterable<ListChange>, expected: (rows: Rows) => boolean): Promise<Rows> {
  let state = emptyList;
  for await (const change of changes) {
    const next = applyChange(state, change);
    if (!next) throw new Error(`a gap at ${change.seq}`);
    state = next;
    const rows = [...state.rows.values()];
    if (expected(rows)) return rows;
  }
  throw new Error('the list ended before it was as expected');
}

/** What a stream says first; the stream ends with that. */
export async function firstOf<Value>(stream: AsyncIterable<Value>): Promise<Value> {
  for await (const value of stream) return value;
  throw new Error('the stream was empty');
}

export const all =
  (status: DownloadRow['status']) =>
  (rows: Rows): boolean =>
    rows.every((row) => row.status === status);
