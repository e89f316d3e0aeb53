/** One schedule: an engine, a server, a disk and a user who all do what a seed makes them do, and what must hold whatever they do. */
import { createHash } from 'node:crypto';
import { DownloadEngine } from '../../engine/engine.ts';
import { InlineRunner } from '../../engine/runner.ts';
import { canTransition, isRunning, type DownloadState } from '../../engine/state.ts';
import type { DownloadRequest, EngineEvent, Progress } from '../../engine/types.ts';
import { SimulatedConnector } from './world/connector.ts';
import type { DiskImage } from './world/disk-image.ts';
import { machine, overrunLanding } from './world/kernel.ts';
import { faultless, MemoryDisk } from './world/memory-disk.ts';
import { calm, SimulatedServer, type ServedFile } from './world/server.ts';
import { wrongClaims } from './world/claims.ts';
import { World } from './world/world.ts';

export const folder = '/downloads';
export const origin = 'http://files.example';

const systemTime = performance.now.bind(performance);

/** A download as the list keeps it over restarts. */
export interface Listed {
  readonly request: DownloadRequest;
  /** What it may be when it is complete. */
  readonly truths: readonly Buffer[];
  state: DownloadState;
  /** What was told last. */
  progress: Progress | null;
  /** The user has had it removed; nothing may be heard of it any more. */
  removed: boolean;
}

interface Process {
  readonly engine: DownloadEngine;
  readonly connector: SimulatedConnector;
  readonly stopClock: () => void;
  dead: boolean;
}

export function requestFor(id: string, url: string, more: Partial<DownloadRequest> = {}): DownloadRequest {
  return {
    id,
    url,
    folder,
    name: null,
    connections: 'auto',
    minSplitSize: 32 * 1024,
    connectTimeout: 5000,
    idleTimeout: 4000,
    retries: 5,
    retryWait: 300,
    checksums: [],
    headers: [],
    userAgent: null,
    referer: null,
    cookie: null,
    credentials: null,
    onConflict: 'rename',
    sha256: true,
    resume: true,
    partialOf: 'download',
    limitRate: 0,
    findChecksums: 'off',
    knownConnections: null,
    caCertificates: [],
    insecure: false,
    ...more,
  };
}

export class Simulation {
  readonly world: World;
  readonly server: SimulatedServer;
  readonly list = new Map<string, Listed>();
  readonly removals = new Set<Promise<void>>();
  /** What happened, for the reader of a failure. */
  readonly trace: string[] = [];
  disk: MemoryDisk;
  process: Process;
  /** What was found wrong. */
  readonly faults: string[] = [];
  /** What the mirrors of a link have, by the link. */
  readonly mirrored = new Map<string, readonly Buffer[]>();
  /** Whether the disk can give a file two names; many that are made for exchange cannot. */
  hardLinks = true;
  /** Where files are that were told of as complete. */
  readonly told = new Set<string>();
  /** Whether a download was ever removed: the file of one that had just got its name stays, and is told of nowhere. */
  #anyRemoved = false;
  /** Power cuts may leave files that nobody claims. */
  cuts = 0;
  /** Where the user lets downloads overwrite each other, a file may be another one's by now, or have been removed with that one. */
  overwriting = false;

  /** @param image what lies on the disk at first. */
  constructor(seed: number, image?: DiskImage) {
    this.world = new World(seed, overrunLanding);
    // The engine asks the system itself how long a write took.
    performance.now = () => this.world.now;
    this.server = new SimulatedServer(this.world);
    this.disk = this.#newDisk(image);
    this.process = this.#newProcess();
  }

  #newDisk(image?: DiskImage): MemoryDisk {
    const disk = new MemoryDisk(folder, (delay, action) => this.world.plan(delay, action), image);
    machine.start(disk);
    return disk;
  }

  #newProcess(): Process {
    const { world } = this;
    const clock = world.newClock();
    const connector = new SimulatedConnector(world, this.server);
    const limits = { maxActive: 3, maxPerHost: 16, limitRate: 0 };
    const engine = new DownloadEngine(
      limits,
      (emit) => new InlineRunner(limits, emit, { clock, connector }),
      clock,
      () => world.random.next(),
    );
    const started: Process = { engine, connector, stopClock: () => clock.stop(), dead: false };
    engine.on((event) => {
      if (!started.dead) this.#heard(event);
    });
    return started;
  }

  log(text: string): void {
    this.trace.push(`${this.world.now.toFixed(1).padStart(9)}  ${text}`);
  }

  serve(path: string, file: Omit<ServedFile, 'changedAt'>): string {
    this.server.files.set(path, { ...file, changedAt: this.world.wallTime - 3_600_000 });
    return `${origin}${path}`;
  }

  /** @param truths what it may be when it is complete, where that is not just what its link leads to. */
  add(request: DownloadRequest, truths?: readonly Buffer[]): void {
    const file = this.server.files.get(new URL(request.url).pathname);
    const listed: Listed = { request, truths: truths ?? file?.versions ?? [], state: { status: 'queued' }, progress: null, removed: false };
    this.list.set(request.id, listed);
    this.overwriting ||= request.onConflict === 'overwrite';
    this.log(`add ${request.id} (${file?.kind ?? 'not there'}, ${listed.truths.at(-1)?.length} bytes)`);
    this.process.engine.add(request, listed.state);
  }

  remove(id: string, deleteFiles: boolean): void {
    const listed = this.list.get(id) as Listed;
    const { process } = this;
    this.#anyRemoved = true;
    const removal = process.engine.remove(id, { deleteFiles }).catch((error: unknown) => {
      if (!process.dead) this.faults.push(`remove ${id}: ${String(error)}`);
    });
    this.removals.add(removal);
    void removal.finally(() => {
      this.removals.delete(removal);
      if (process.dead) return;
      listed.removed = true;
      this.list.delete(id);
    });
  }

  #heard(event: EngineEvent): void {
    const listed = this.list.get(event.id);
    if (!listed) {
      this.faults.push(`${event.type} of ${event.id}, which is not in the list any more`);
      return;
    }
    if (event.type === 'progress') {
      listed.progress = event.progress;
      return this.#checkProgress(event.id, event.progress);
    }
    this.log(`${event.id} ${event.type} ${describe(event)}`);
    if (event.type !== 'state') return;
    const { status } = event.state;
    if (!canTransition(listed.state.status, status)) this.faults.push(`${event.id} went from ${listed.state.status} to ${status}`);
    listed.state = event.state;
    if (event.state.status !== 'completed') return;
    this.told.add(event.state.completion.path);
    this.#checkFile(event.id, event.state.completion);
    this.process.engine.acknowledge(event.id, event.state.completion.path);
  }

  #checkProgress(id: string, { received, size, segments }: Progress): void {
    let at = 0;
    let sum = 0;
    for (const segment of segments) {
      if (segment.start !== at || segment.end < segment.start)
        this.faults.push(`${id}: segments do not tile: ${segment.start} after ${at}`);
      at = segment.end;
      sum += segment.received;
    }
    if (size !== null && at !== size) this.faults.push(`${id}: segments end at ${at} of ${size}`);
    if (sum !== received) this.faults.push(`${id}: segments received ${sum}, the download ${received}`);
  }

  /** The one thing that must never be wrong: a file that is called complete is one version of the server's, whole. */
  #checkFile(id: string, { path, size, sha256 }: Extract<DownloadState, { status: 'completed' }>['completion']): void {
    const bytes = this.disk.content(path);
    const versions = (this.list.get(id) as Listed).truths;
    if (!bytes) this.faults.push(`${id} is complete and ${path} is not there`);
    else if (!versions.some((version) => version.equals(bytes)))
      this.faults.push(`${id} is complete and wrong: ${describeMixture(bytes, versions)}`);
    else if (bytes.length !== size || (sha256 !== null && sha256 !== createHash('sha256').update(bytes).digest('hex'))) {
      this.faults.push(`${id} is complete and its size or digest is not what was told`);
    }
  }

  /** What must hold between any two events. */
  check(): void {
    if (this.process.dead) return;
    this.faults.push(...this.disk.misuses.splice(0));
    const written = this.disk.openFiles.filter((file) => file.writable).map((file) => file.path);
    if (new Set(written).size < written.length) this.faults.push(`two runners have the same file open: ${written.join(', ')}`);
    const idle = this.removals.size === 0 && [...this.list.values()].every(({ state }) => !isRunning(state.status));
    if (idle && this.disk.openFiles.length > 0)
      this.faults.push(`nothing runs, and open are ${this.disk.openFiles.map(({ path }) => path).join(', ')}`);
  }

  /** The process ends in order, and another one starts from the list. */
  async quit(): Promise<void> {
    this.log('quit');
    let closed = false;
    const { process } = this;
    void process.engine.close().then(() => (closed = true));
    await this.world.until(() => closed || process.dead, 120_000);
    if (!process.dead && this.disk.openFiles.length > 0)
      this.faults.push(`closed, and open are ${this.disk.openFiles.map(({ path }) => path).join(', ')}`);
    await this.#end();
    this.#restart();
  }

  /** The process dies at once; the system's memory stays. */
  async kill(): Promise<void> {
    this.log('kill');
    await this.#end();
    this.#checkClaims();
    this.#restart();
  }

  /** The power goes; what no sync had made durable is there in part or not at all. */
  async cutPower(): Promise<void> {
    this.log('power cut');
    await this.#end();
    this.cuts++;
    const before = this.disk;
    this.disk = this.#newDisk(before.imageAfterCut(this.world.random));
    before.scrap();
    this.#checkClaims();
    for (const [id, { state }] of this.list) if (!this.overwriting && state.status === 'completed') this.#checkFile(id, state.completion);
    this.#restart();
  }

  async #end(): Promise<void> {
    const { process } = this;
    process.dead = true;
    process.connector.alive = false;
    process.stopClock();
    this.server.forgetClients();
    machine.kill();
    // What was waiting for an answer never gets one; let the rest of the dead process's code run out before the next one starts.
    await this.world.until(() => true, 0);
    machine.kill();
    this.disk.behaviour = faultless;
    this.disk.misuses.length = 0;
    this.removals.clear();
  }

  /** What stands where, for the reader of a hang. */
  describe(): string {
    const downloads = [...this.list].map(([id, { state, progress }]) => `${id} ${state.status} ${JSON.stringify(progress)}`);
    return [...downloads, `${this.server.openLinks} connections`].join('\n');
  }

  /** Ends everything, whatever state it is in. */
  async abandon(): Promise<void> {
    await this.#end();
    performance.now = systemTime;
  }

  /** Nobody looks at it any more. Parsers of killed processes' sockets live on and hold it, and should hold little. */
  scrap(): void {
    this.disk.scrap();
    this.server.files.clear();
    this.mirrored.clear();
    this.list.clear();
  }

  #restart(): void {
    this.process = this.#newProcess();
    for (const listed of this.list.values()) {
      if (isRunning(listed.state.status)) listed.state = { status: 'queued' };
      // The last process may have died before it had got this far.
      if (listed.state.status === 'completed') this.process.engine.acknowledge(listed.request.id, listed.state.completion.path);
    }
    this.process.engine.addAll([...this.list.values()].map(({ request, state }) => ({ request, state })));
  }

  #checkClaims(): void {
    const keyOf = (url: string): string => createHash('sha256').update(url).digest('hex');
    const versions = new Map(
      [...this.server.files].map(([path, file]): [string, readonly Buffer[]] => [keyOf(`${origin}${path}`), file.versions]),
    );
    for (const [url, bytes] of this.mirrored) versions.set(keyOf(url), bytes);
    this.faults.push(...wrongClaims(this.disk.imageAfterKill(), (source) => versions.get(source) ?? []));
  }

  /** Everything works again, and everything that is in the list has to come to its end. */
  async finish(): Promise<void> {
    this.log('calm');
    this.server.mood = calm;
    this.process.connector.network = true;
    // A file that has to be fetched a second time over one slow connection takes its time.
    const patience = 60 * 60_000;
    for (let attempt = 0; attempt < 4; attempt++) {
      for (const [id, { state }] of this.list) if (state.status !== 'completed') this.process.engine.resume(id);
      const settled = (): boolean =>
        this.faults.length > 0 ||
        (this.removals.size === 0 &&
          [...this.list.values()].every(({ state }) => ['completed', 'failed', 'paused'].includes(state.status)));
      await this.world.until(settled, patience);
    }
    for (const [id, { state }] of this.list) {
      if (state.status === 'failed') this.faults.push(`${id} cannot be completed: ${state.failure.code} ${state.failure.message}`);
      else if (state.status !== 'completed') this.faults.push(`${id} ended as ${state.status}`);
    }
    this.check();
    const left = this.disk.files.filter((file) => file.includes('.part'));
    if (this.cuts === 0 && left.length > 0) this.faults.push(`left behind: ${left.join(', ')}`);
    const untold = this.disk.files.filter((file) => !file.includes('.part') && !this.told.has(`${folder}/${file}`));
    if (!this.#anyRemoved && (this.hardLinks || this.cuts === 0) && untold.length > 0)
      this.faults.push(`nobody was told of ${untold.join(', ')}`);
  }
}

/** Which parts of a file come from which version of it. */
function describeMixture(bytes: Buffer, versions: readonly Buffer[]): string {
  const block = 4096;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += block) {
    const version = versions.findIndex((candidate) => candidate.subarray(at, at + block).equals(bytes.subarray(at, at + block)));
    const name = version >= 0 ? `version ${version}` : bytes.subarray(at, at + block).every((byte) => byte === 0) ? 'zeros' : 'rubbish';
    if (!parts.at(-1)?.endsWith(name)) parts.push(`${at}: ${name}`);
  }
  return `${bytes.length} bytes, versions of ${versions.map(({ length }) => length).join(', ')}; ${parts.slice(0, 10).join(', ')}`;
}

function describe(event: EngineEvent): string {
  if (event.type === 'notice') return `${event.notice.code}: ${event.notice.message}`;
  if (event.type !== 'state') return '';
  const { state } = event;
  return state.status === 'failed' ? `failed ${state.failure.code}: ${state.failure.message}` : state.status;
}
