/** A download that is interrupted, damaged and gone on with: the engine, a server that can lie, and a hand on the disk. */
import { mkdtempSync, openSync, closeSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BlockRecords, type KnownBlocks } from '../../engine/disk/block-records.ts';
import { readJournal } from '../../engine/disk/journal.ts';
import type { Extent } from '../../engine/extents.ts';
import { createEngine, type DownloadRequest, type DownloadState, type EngineEvent } from '../../engine/index.ts';
import type { RunReport } from '../../engine/types.ts';
import { honestAnswer, type HostedFile } from '../hostile/answer.ts';
import { HostileServer, type Handler } from '../hostile/server.ts';
import type { HostileRequest } from '../hostile/request.ts';

/** Where the journal keeps what is known of blocks. */
const recordsAt = 4 * 64 * 1024;

/** What became of a download that came to rest. */
export interface Session {
  readonly end: DownloadState;
  readonly notices: readonly { readonly code: string; readonly message: string }[];
  readonly reports: readonly RunReport[];
  readonly statuses: readonly string[];
  /** Ranges that were asked for, in order. */
  readonly asked: readonly Extent[];
  /** Body bytes that the server sent. */
  readonly sent: number;
}

export class Scene {
  readonly file: HostedFile;
  readonly server: HostileServer;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'rangefinder-repair-'));

  private constructor(file: HostedFile, server: HostileServer) {
    this.file = file;
    this.server = server;
  }

  static async open(bytes: Buffer): Promise<Scene> {
    const file = { bytes, type: 'application/octet-stream', etag: '"one"', modified: null };
    return new Scene(file, await HostileServer.start((request, wire) => wire.send(honestAnswer(file, request))));
  }

  async close(): Promise<void> {
    await this.server.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get path(): string {
    return path.join(this.#folder, 'file.bin');
  }

  get partialPath(): string {
    return `${this.path}.part`;
  }

  get journalPath(): string {
    return `${this.partialPath}.journal`;
  }

  /** The ranges that the journal claims. */
  get claimed(): readonly Extent[] {
    return readJournal(this.journalPath)?.extents ?? [];
  }

  /** The blocks that the journal knows. */
  get known(): KnownBlocks {
    const fd = openSync(this.journalPath, 'r');
    try {
      return new BlockRecords(fd, recordsAt).within([[0, this.file.bytes.length]], this.file.bytes.length);
    } finally {
      closeSync(fd);
    }
  }

  /** Whether the partial already holds the server's byte at `offset`. */
  holds(offset: number): boolean {
    return readFileSync(this.partialPath)[offset] === this.file.bytes[offset];
  }

  /** Turns over the bits of one byte on the disk. */
  flip(offset: number, file = this.partialPath): void {
    const fd = openSync(file, 'r+');
    try {
      const byte = Buffer.alloc(1);
      readSync(fd, byte, 0, 1, offset);
      writeSync(fd, Buffer.from([(byte[0] as number) ^ 0xff]), 0, 1, offset);
    } finally {
      closeSync(fd);
    }
  }

  /**
   * Runs an engine of its own until the download is at rest: completed, failed or paused.
   * @param pauseWhen is asked ten times a second, and pauses the download when it says so.
   */
  async run(changes: Partial<DownloadRequest> = {}, pauseWhen: () => boolean = () => false): Promise<Session> {
    const firstRequest = this.server.requests.length;
    const sentBefore = this.server.flow.sent;
    const engine = createEngine({ run: 'inline', maxActive: 1, maxPerHost: 8, limitRate: 0 });
    const events: EngineEvent[] = [];
    const { promise, resolve } = Promise.withResolvers<DownloadState>();
    engine.on((event) => {
      events.push(event);
      if (event.type === 'state' && event.state.status === 'completed') engine.acknowledge(event.id, event.state.completion.path);
      if (event.type === 'state' && ['completed', 'failed', 'paused'].includes(event.state.status)) resolve(event.state);
      if (event.type === 'progress' && pauseWhen()) engine.pause(event.id);
    });
    engine.add(requestFor(this.server.url('/file.bin'), this.#folder, changes), { status: 'queued' });
    const end = await promise;
    await engine.close();
    return {
      end,
      notices: events.flatMap((event) => (event.type === 'notice' ? [event.notice] : [])),
      reports: events.flatMap((event) => (event.type === 'report' ? [event.report] : [])),
      statuses: events.flatMap((event) => (event.type === 'state' ? [event.state.status] : [])),
      asked: this.server.requests
        .slice(firstRequest)
        .flatMap(({ range }) => (range ? [[range.start, range.end ?? Infinity] as const] : [])),
      sent: this.server.flow.sent - sentBefore,
    };
  }
}

function requestFor(url: string, folder: string, changes: Partial<DownloadRequest>): DownloadRequest {
  return {
    id: 'one',
    url,
    folder,
    name: null,
    connections: 1,
    knownConnections: null,
    minSplitSize: 1024 * 1024,
    connectTimeout: 10_000,
    idleTimeout: 20_000,
    retries: 2,
    retryWait: 1,
    checksums: [],
    findChecksums: 'off',
    headers: [],
    userAgent: null,
    referer: null,
    cookie: null,
    credentials: null,
    onConflict: 'rename',
    sha256: true,
    resume: true,
    partialOf: 'link',
    limitRate: 0,
    caCertificates: [],
    insecure: false,
    ...changes,
  };
}

/** Turns over the byte at `offset` of the file in every answer that brings it and that `lies` chooses, counted from 0. */
export function lyingAt(file: HostedFile, offset: number, lies: (time: number) => number): Handler {
  let times = 0;
  return (request, wire) => {
    const answer = honestAnswer(file, request);
    const at = offset - startOf(request);
    if (at >= 0 && at < answer.body.length) {
      answer.body = Buffer.from(answer.body);
      answer.body[at] = (answer.body[at] as number) ^ lies(times++);
    }
    return wire.send(answer);
  };
}

const startOf = ({ range }: HostileRequest): number => range?.start ?? 0;
