/**
 * A Chromium driven over `--remote-debugging-pipe`: JSON texts, each ended by a zero byte, on the descriptors 3 and 4. The
 * browser ends when this process does.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { findBrowser } from '../../scripts/browser-window.mjs';
import { debug } from './runtime.ts';

export type Json = Record<string, any>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Json;
  readonly sessionId?: string;
  readonly result?: Json;
  readonly error?: { readonly message: string };
}

interface PendingCall {
  readonly method: string;
  readonly resolve: (result: Json) => void;
  readonly reject: (error: Error) => void;
}

/** Emits `<method>` for the browser's own events, `<session>:<method>` for those of a page, and `exit`. */
export class Chromium extends EventEmitter {
  readonly #process: ChildProcess;
  readonly #commands: Writable;
  readonly #pending = new Map<number, PendingCall>();
  #lastId = 0;
  #gone = false;

  constructor(options: readonly string[]) {
    super();
    this.setMaxListeners(0);
    const executable = process.env['ELECTRON_STAND_IN_CHROMIUM'] ?? findBrowser();
    if (!executable) throw new Error('The stand-in for Electron needs an installed Chromium');

    this.#process = spawn(executable, options, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
    this.#commands = this.#process.stdio[3] as Writable;
    // A browser that is going away breaks the pipe; its exit tells of that.
    this.#commands.on('error', () => {});
    createInterface({ input: this.#process.stdio[2] as Readable }).on('line', (line) => {
      // Playwright waits for this one, to drive the pages besides.
      if (debug || line.startsWith('DevTools listening on ')) console.error(line);
    });
    this.#readAnswers(this.#process.stdio[4] as Readable);
    this.#process.on('exit', (code) => this.#onExit(code));
  }

  get gone(): boolean {
    return this.#gone;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  send(method: string, params: Json = {}, sessionId?: string): Promise<Json> {
    if (this.#gone) return Promise.reject(new Error('Chromium has gone'));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      this.#commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  kill(): void {
    if (!this.#gone) this.#process.kill('SIGKILL');
  }

  /** Asks the browser to end, and insists after three seconds. */
  async close(): Promise<void> {
    if (this.#gone) return;
    const exited = once(this, 'exit');
    this.send('Browser.close').catch(() => {});
    const insisting = setTimeout(() => this.kill(), 3_000);
    await exited;
    clearTimeout(insisting);
  }

  #readAnswers(answers: Readable): void {
    let pieces: Buffer[] = [];
    answers.on('data', (data: Buffer) => {
      let rest = data;
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        pieces.push(rest.subarray(0, end));
        rest = rest.subarray(end + 1);
        const text = Buffer.concat(pieces).toString();
        pieces = [];
        this.#onMessage(JSON.parse(text) as Message);
      }
      if (rest.length > 0) pieces.push(rest);
    });
  }

  #onMessage({ id, method, params, sessionId, result, error }: Message): void {
    if (id === undefined) {
      this.emit(sessionId ? `${sessionId}:${method}` : (method ?? ''), params);
      return;
    }
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) call?.reject(new Error(`${call.method}: ${error.message}`));
    else call?.resolve(result ?? {});
  }

  #onExit(code: number | null): void {
    this.#gone = true;
    for (const call of this.#pending.values()) call.reject(new Error('Chromium has gone'));
    this.#pending.clear();
    this.emit('exit', code);
  }
}
