/** The runner in a thread of its own, so that neither sockets nor disks hold up the one that has a window. */
import { Worker } from 'node:worker_threads';
import { DownloadError, type Failure } from '../contract/errors.ts';
import type { Runner, RunnerEvent } from './runner.ts';
import { siblingModule } from './sibling-module.ts';
import type {
  Adjustment,
  Demands,
  Destination,
  DestinationQuestion,
  DownloadRequest,
  EngineLimits,
  LinkText,
  ProxyResolver,
  Sight,
} from './types.ts';

/** What the thread is told. Calls with a number are answered by a `done` with the same. */
export type RunnerOrder =
  | { readonly op: 'start'; readonly request: DownloadRequest; readonly adopt: boolean; readonly group: string | null }
  | { readonly op: 'stop'; readonly id: string; readonly how: 'pause' | 'remove' | 'quit' }
  | { readonly op: 'assign'; readonly id: string; readonly group: string | null }
  | { readonly op: 'adjust'; readonly id: string; readonly adjustment: Adjustment }
  | { readonly op: 'demand'; readonly id: string; readonly demands: Demands }
  | { readonly op: 'retry'; readonly id: string }
  | { readonly op: 'forget'; readonly id: string }
  | { readonly op: 'configure'; readonly limits: EngineLimits }
  /** The answer to a question of the thread's. */
  | { readonly op: 'proxies'; readonly question: number; readonly proxies: readonly string[]; readonly error: string | null }
  | { readonly op: 'acknowledge'; readonly call: number; readonly id: string; readonly path: string }
  | { readonly op: 'discard'; readonly call: number; readonly request: DownloadRequest }
  | { readonly op: 'deleteFile'; readonly call: number; readonly path: string }
  | { readonly op: 'peek'; readonly call: number; readonly request: DownloadRequest }
  | { readonly op: 'readList'; readonly call: number; readonly request: DownloadRequest }
  | { readonly op: 'survey'; readonly call: number; readonly questions: readonly DestinationQuestion[] }
  /** Nobody waits for the answer to a call any more. */
  | { readonly op: 'cancel'; readonly of: number }
  | { readonly op: 'close'; readonly call: number };

export type RunnerReport =
  | RunnerEvent
  /** Which proxies lead to an address? */
  | { readonly type: 'proxies'; readonly question: number; readonly url: string }
  | { readonly type: 'done'; readonly call: number; readonly value: unknown }
  | { readonly type: 'undone'; readonly call: number; readonly failure: Failure };

type Call = Extract<RunnerOrder, { call: number }>;
/** Distributes over the union, which Omit alone does not. */
type WithoutNumber<T> = T extends Call ? Omit<T, 'call'> : never;

/** What the thread allocates is short-lived and little; V8's usual nursery would only make it look large. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

export class ThreadRunner implements Runner {
  readonly #emit: (event: RunnerEvent) => void;
  readonly #proxies: ProxyResolver;
  #limits: EngineLimits;
  /** Null after it has died, until there is something to do again. */
  #worker: Worker | null;
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #started = new Set<string>();
  #lastCall = 0;

  constructor(limits: EngineLimits, emit: (event: RunnerEvent) => void, proxies: ProxyResolver) {
    this.#limits = limits;
    this.#emit = emit;
    this.#proxies = proxies;
    this.#worker = this.#startThread();
  }

  #startThread(): Worker {
    const worker = new Worker(siblingModule('transfer-worker'), { workerData: this.#limits, resourceLimits });
    worker.on('message', (reports: readonly RunnerReport[]) => {
      for (const report of reports) this.#heard(report);
    });
    worker.on('error', (error) => this.#died(error));
    return worker;
  }

  #heard(report: RunnerReport): void {
    if (report.type === 'done') this.#done(report.call, report.value);
    else if (report.type === 'undone') this.#undone(report.call, errorOf(report.failure));
    else if (report.type === 'proxies') void this.#answer(report.question, report.url);
    else {
      if (report.type === 'ended') this.#started.delete(report.id);
      this.#emit(report);
    }
  }

  #done(call: number, value?: unknown): void {
    this.#calls.get(call)?.resolve(value);
    this.#calls.delete(call);
  }

  #undone(call: number, error: Error): void {
    this.#calls.get(call)?.reject(error);
    this.#calls.delete(call);
  }

  async #answer(question: number, url: string): Promise<void> {
    // Another thread counts its questions anew: an answer to the last one's must not be taken for an answer to its own.
    const asker = this.#worker;
    const answered = (proxies: readonly string[], error: string | null): void => {
      if (asker === this.#worker) this.#tell({ op: 'proxies', question, proxies, error });
    };
    try {
      answered(await this.#proxies(url), null);
    } catch (error) {
      answered([], error instanceof Error ? error.message : String(error));
    }
  }

  /** A thread that dies takes no download with it: each is told as failed, and its journal holds what was fetched. The next order starts another. */
  #died(error: Error): void {
    this.#worker = null;
    const started = [...this.#started];
    this.#started.clear();
    for (const call of this.#calls.keys()) this.#undone(call, error);
    const failure = { code: 'INTERNAL', message: `The transfer thread died: ${error.message}`, retryable: false } as const;
    for (const id of started)
      this.#emit({
        type: 'ended',
        id,
        end: { kind: 'failed', failure, kept: true, progressed: false, reached: true, again: false, retryAfter: null },
      });
  }

  /** Says something about what runs, or to whoever asked: nobody is there to hear it once the thread has died. */
  #tell(order: RunnerOrder): void {
    this.#worker?.postMessage(order);
  }

  #order(order: RunnerOrder): void {
    this.#worker ??= this.#startThread();
    this.#tell(order);
  }

  /** @param signal takes the call back: it is then rejected with the reason at once. */
  #call<Value = void>(order: WithoutNumber<Call>, signal?: AbortSignal): Promise<Value> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const call = ++this.#lastCall;
    const waiting = Promise.withResolvers<unknown>();
    this.#calls.set(call, waiting);
    this.#order({ ...order, call });
    const cancel = (): void => {
      this.#tell({ op: 'cancel', of: call });
      this.#undone(call, signal?.reason as Error);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    // Values cross the thread as they are; each call names the type of its own.
    return waiting.promise.finally(() => signal?.removeEventListener('abort', cancel)) as Promise<Value>;
  }

  start(request: DownloadRequest, adopt: boolean, group: string | null): void {
    this.#started.add(request.id);
    this.#order({ op: 'start', request, adopt, group });
  }

  assign(id: string, group: string | null): void {
    this.#tell({ op: 'assign', id, group });
  }

  stop(id: string, how: 'pause' | 'remove' | 'quit'): void {
    this.#tell({ op: 'stop', id, how });
  }

  adjust(id: string, adjustment: Adjustment): void {
    this.#tell({ op: 'adjust', id, adjustment });
  }

  demand(id: string, demands: Demands): void {
    this.#tell({ op: 'demand', id, demands });
  }

  retry(id: string): void {
    this.#tell({ op: 'retry', id });
  }

  forget(id: string): void {
    this.#tell({ op: 'forget', id });
  }

  async acknowledge(id: string, path: string): Promise<void> {
    // Where the thread dies over it, the journal stays; the next start of the program deletes it.
    await this.#call({ op: 'acknowledge', id, path }).catch(() => undefined);
  }

  configure(limits: EngineLimits): void {
    this.#limits = limits;
    this.#tell({ op: 'configure', limits });
  }

  discard(request: DownloadRequest): Promise<void> {
    return this.#call({ op: 'discard', request });
  }

  deleteFile(path: string): Promise<void> {
    return this.#call({ op: 'deleteFile', path });
  }

  peek(request: DownloadRequest, signal: AbortSignal): Promise<Sight> {
    return this.#call({ op: 'peek', request }, signal);
  }

  readList(request: DownloadRequest, signal: AbortSignal): Promise<LinkText> {
    return this.#call({ op: 'readList', request }, signal);
  }

  survey(questions: readonly DestinationQuestion[]): Promise<Destination[]> {
    return this.#call({ op: 'survey', questions });
  }

  async close(): Promise<void> {
    if (this.#worker) await this.#call({ op: 'close' }).catch(() => undefined);
    await this.#worker?.terminate();
    // Whatever was asked meanwhile is moot, but nobody should wait for it.
    for (const call of this.#calls.keys()) this.#done(call);
  }
}

function errorOf({ code, message, retryable, details }: Failure): DownloadError {
  return new DownloadError(code, message, { retryable, ...(details && { details }) });
}
