import type { RunEnd, Runner, RunnerEvent } from '../../engine/runner.ts';
import type { Adjustment, DownloadRequest } from '../../engine/types.ts';

/** Keeps what it was told, and reports what a test has it report. */
export class ToldRunner implements Runner {
  readonly orders: string[] = [];
  readonly retried: string[] = [];
  discarding: Promise<void> = Promise.resolve();
  readonly #emit: (event: RunnerEvent) => void;

  constructor(emit: (event: RunnerEvent) => void) {
    this.#emit = emit;
  }

  start({ id, onlyCompare }: DownloadRequest): void {
    this.orders.push(`start ${id}${onlyCompare ? ' only to compare' : ''}`);
  }

  stop(id: string, how: string): void {
    this.orders.push(`stop ${id} ${how}`);
  }

  async acknowledge(id: string, path: string): Promise<void> {
    this.orders.push(`acknowledge ${id} ${path}`);
  }

  retry(id: string): void {
    this.retried.push(id);
  }

  forget(): void {}

  adjust(id: string, { limitRate, connections }: Adjustment): void {
    this.orders.push(`adjust ${id} ${limitRate} ${connections}`);
  }

  demand(): void {}

  assign(id: string, group: string | null): void {
    this.orders.push(`assign ${id} ${group}`);
  }

  configure(): void {}

  discard({ id }: { id: string }): Promise<void> {
    this.orders.push(`discard ${id}`);
    return this.discarding;
  }

  async deleteFile(path: string): Promise<void> {
    this.orders.push(`delete ${path}`);
  }

  peek(): Promise<never> {
    return Promise.reject(new Error('nothing to be seen'));
  }

  readList(): Promise<never> {
    return Promise.reject(new Error('nothing to be read'));
  }

  async survey(): Promise<never[]> {
    return [];
  }

  async close(): Promise<void> {}

  phase(id: string, ...statuses: (RunnerEvent & { type: 'phase' })['status'][]): void {
    for (const status of statuses) this.#emit({ type: 'phase', id, status });
  }

  settles(id: string, path: string): void {
    const resource = { name: path, path, size: 1, resumable: true, finalUrl: '', validator: null, contentType: null };
    this.#emit({ type: 'resource', id, resource });
  }

  end(id: string, end: RunEnd): void {
    this.#emit({ type: 'ended', id, end });
  }
}
