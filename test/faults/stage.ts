/** Where a case happens: an empty folder, a server, a program, and everything that was seen of them. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { content } from '../hostile/content.ts';
import { honestAnswer, type HostedFile } from '../hostile/answer.ts';
import type { HostileRequest } from '../hostile/request.ts';
import { HostileServer, type Handler, type HostileOptions } from '../hostile/server.ts';
import type { FaultCase } from './case.ts';
import type { Job } from './job.ts';
import { Program, type Run } from './program.ts';
import type { Tool } from './tools.ts';

/** Not a multiple of anything that a program could round to. */
const usualSize = 2 * 1024 * 1024 + 12_345;

export class Stage {
  /** Holds nothing but the folder, the home and what a case puts there: a file that appears here has escaped. */
  readonly root = mkdtempSync(path.join(os.tmpdir(), 'rangefinder-faults-'));
  /** Where the program is to put the file. */
  folder = path.join(this.root, 'folder');
  readonly home = path.join(this.root, 'home');
  readonly tool: Tool;
  readonly runs: Run[] = [];
  /** What the server has under every path, unless the case serves by itself. */
  file: HostedFile;
  /** Contents that a completed download may have, where that is not just the file. */
  truths: Buffer[] | null = null;
  /** Texts that must appear in no output, no file and no request to a stranger. */
  readonly secrets: string[] = [];
  /** Servers that were never to see a secret. */
  readonly strangers: HostileServer[] = [];
  /** Whether each fault that the server has in store was met by a request. */
  readonly hazards: { met: boolean }[] = [];
  /** What lay in the folder before the last run. */
  before = new Map<string, Buffer>();
  /** Body bytes that the server had sent before the last run. */
  sentBefore = 0;
  readonly #case: FaultCase;
  readonly #servers: HostileServer[] = [];
  readonly #cleaners: (() => void | Promise<void>)[] = [];
  #beside: readonly string[] = [];
  #requestsBefore = 0;

  private constructor(faultCase: FaultCase, tool: Tool) {
    this.#case = faultCase;
    this.tool = tool;
    mkdirSync(this.folder);
    mkdirSync(this.home);
    this.file = hosted(content(1, faultCase.size ?? usualSize));
  }

  static async open(faultCase: FaultCase, tool: Tool): Promise<Stage> {
    const stage = new Stage(faultCase, tool);
    faultCase.prepare?.(stage);
    const options = typeof faultCase.listen === 'function' ? faultCase.listen(stage) : faultCase.listen;
    await stage.also(faultCase.serve?.(stage) ?? honest(stage), options);
    return stage;
  }

  get server(): HostileServer {
    return this.#servers[0] as HostileServer;
  }

  get servers(): readonly HostileServer[] {
    return this.#servers;
  }

  get lastRun(): Run {
    const run = this.runs.at(-1);
    if (!run) throw new Error('the case has not run anything');
    return run;
  }

  /** How many runs were started before the one that is going on. */
  get session(): number {
    return this.runs.length;
  }

  /** Body bytes that the server has sent in the last run. */
  get sent(): number {
    return this.server.flow.sent - this.sentBefore;
  }

  /** Requests of the last run to the first server. */
  get requests(): readonly HostileRequest[] {
    return this.server.requests.slice(this.#requestsBefore);
  }

  /** Another server, next to the first. */
  async also(handler: Handler, options?: HostileOptions): Promise<HostileServer> {
    const server = await HostileServer.start(handler, options);
    this.#servers.push(server);
    return server;
  }

  /** Has something undone when the case is over, the latest first. */
  cleanUp(cleaner: () => void | Promise<void>): void {
    this.#cleaners.unshift(cleaner);
  }

  /** Starts the program on the case's job, with changes. */
  start(changes: Partial<Job> = {}): Program {
    const own = typeof this.#case.job === 'function' ? this.#case.job(this) : this.#case.job;
    const job: Job = { urls: [this.server.url('/file.bin')], folder: this.folder, ...own, ...changes };
    this.before = this.contents();
    this.#beside = readdirSync(this.root);
    this.sentBefore = this.server.flow.sent;
    this.#requestsBefore = this.server.requests.length;
    return new Program(this.tool, job, this.home);
  }

  async run(changes: Partial<Job> = {}): Promise<Run> {
    return this.finish(this.start(changes));
  }

  /** Waits for a started program and keeps its run as the last one. */
  async finish(program: Program): Promise<Run> {
    const run = await program.done;
    this.runs.push(run);
    return run;
  }

  /** Resolves when the server has sent so many body bytes in this run, or when the program has ended without them. */
  async reached(program: Program, bytes: number): Promise<void> {
    await Promise.race([this.server.flow.reached(this.sentBefore + bytes), program.done]);
  }

  /**
   * Runs until the server has sent `bytes` and the program has taken at least half of them, then ends it by a signal. The server
   * holds everything beyond, so that the program is always in the middle.
   */
  async interrupt(bytes: number, signal: NodeJS.Signals = 'SIGINT', changes: Partial<Job> = {}): Promise<Run> {
    const { flow } = this.server;
    flow.holdAfter(bytes);
    const program = this.start(changes);
    await this.reached(program, bytes);
    await this.#taken(program, bytes / 2);
    program.kill(signal);
    const run = await this.finish(program);
    flow.release();
    return run;
  }

  /** Resolves when the program has so many bytes: by its own word, or, of another program, by what lies on the disk. */
  async #taken(program: Program, bytes: number): Promise<void> {
    if (this.tool.name === 'rangefinder') {
      await program.event(({ event, received }) => event === 'progress' && (received ?? 0) >= bytes);
      return;
    }
    // A program that keeps more than half in memory is not waited for.
    for (let look = 0; look < 50 && this.#stored() < bytes; look += 1) await delay(20);
  }

  /** Bytes that the folder's files occupy; holes do not count. */
  #stored(): number {
    return readdirSync(this.folder).reduce(
      (sum, name) => sum + (lstatSync(path.join(this.folder, name), { throwIfNoEntry: false })?.blocks ?? 0) * 512,
      0,
    );
  }

  /** The files of the folder, by name. Links and folders count as files without content. */
  contents(): Map<string, Buffer> {
    if (!statSync(this.folder, { throwIfNoEntry: false })?.isDirectory()) return new Map();
    // Names are bytes to the system, and other programs make some that are no text.
    const names = readdirSync(this.folder, { encoding: 'buffer' });
    const slash = Buffer.from(path.sep);
    return new Map(names.map((name) => [name.toString(), readIfFile(Buffer.concat([Buffer.from(this.folder), slash, name]))]));
  }

  /** What appeared outside the folder during the last run. */
  escaped(): string[] {
    return readdirSync(this.root).filter((name) => !this.#beside.includes(name));
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
    for (const cleaner of this.#cleaners) await cleaner();
    rmSync(this.root, { recursive: true, force: true });
  }
}

const honest =
  (stage: Stage): Handler =>
  (request, wire) =>
    wire.send(honestAnswer(stage.file, request));

/** A file as servers have them: a strong ETag, last changed long ago. */
export function hosted(bytes: Buffer, changes: Partial<HostedFile> = {}): HostedFile {
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`;
  return { bytes, type: 'application/octet-stream', etag, modified: new Date('2024-03-01T12:00:00Z'), ...changes };
}

function readIfFile(file: Buffer): Buffer {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file) : Buffer.alloc(0);
}
