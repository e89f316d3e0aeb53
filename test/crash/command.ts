/** The real terminal command in a process of its own, as it is built, beside a server that counts what it sends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { honestAnswer } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { HostileServer } from '../hostile/server.ts';

export const mib = 1024 * 1024;
const program = path.join(import.meta.dirname, '..', '..', 'cli', 'rangefinder.mjs');

export class Command {
  readonly process: ChildProcess;
  /** The exit code, null after a signal, and all that was printed. */
  readonly done: Promise<{ readonly code: number | null; readonly output: string }>;

  /** @param wrap a program, with its parameters, that runs the command. */
  constructor(folder: string, url: string, options: readonly string[] = [], wrap: readonly string[] = []) {
    const [file, ...parameters] = [...wrap, process.execPath, program, '--json', '--dir', folder, ...options, url];
    this.process = spawn(file, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
    this.done = once(this.process, 'close').then(([code]) => ({ code: code as number | null, output }));
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Bytes that it has read by system calls so far, from files and sockets. */
  get bytesRead(): number {
    const [, count] = /^rchar: (\d+)/m.exec(readFileSync(`/proc/${this.process.pid}/io`, 'utf8')) ?? [];
    return Number(count);
  }
}

/** One file, served as fast as it goes, and a folder that goes away with it. */
export class Range {
  readonly bytes: Buffer;
  readonly server: HostileServer;
  readonly home = mkdtempSync(path.join(tmpdir(), 'rangefinder-crash-'));
  /** Called with each request, before it is answered. */
  onRequest: () => void = () => undefined;

  private constructor(bytes: Buffer, server: HostileServer) {
    this.bytes = bytes;
    this.server = server;
  }

  static async open(size: number): Promise<Range> {
    const range = new Range(content(7, size), await HostileServer.start(() => undefined));
    const file = { bytes: range.bytes, type: 'application/octet-stream', etag: '"one"', modified: null };
    range.server.handler = (request, wire) => {
      range.onRequest();
      return wire.send(honestAnswer(file, request));
    };
    return range;
  }

  get url(): string {
    return this.server.url('/file.bin');
  }

  async close(): Promise<void> {
    await this.server.stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}
