/** A server that gives every connection its own rate, fast or slow, for as long as it lives. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Workspace } from '../workspace.ts';
import type { BucketOptions } from './bucket-worker.ts';

export class BucketServer implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #port: number;

  private constructor(worker: Worker, port: number) {
    this.#worker = worker;
    this.#port = port;
  }

  static async start(workspace: Workspace, options: Omit<BucketOptions, 'folder'>): Promise<BucketServer> {
    const workerData: BucketOptions = { ...options, folder: workspace.served };
    const worker = new Worker(new URL('./bucket-worker.ts', import.meta.url), { workerData });
    const [port] = (await once(worker, 'message')) as [number];
    return new BucketServer(worker, port);
  }

  url(name: string): string {
    return `http://127.0.0.1:${this.#port}/${name}`;
  }

  /** The next connection is the first one again. */
  reset(): void {
    this.#worker.postMessage('reset');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}
