/** Counts the body bytes that left a server, and stops them at a mark, so that a client can be killed in the middle without a race. */
import type { Gate } from './wire.ts';

export class Flow implements Gate {
  #sent = 0;
  #mark = Infinity;
  #watchers: { readonly bytes: number; readonly resolve: () => void }[] = [];

  /** Body bytes handed to the system since the server started. */
  get sent(): number {
    return this.#sent;
  }

  /** Lets `bytes` more body bytes pass, on all connections together, then holds every one of them. */
  holdAfter(bytes: number): void {
    this.#mark = this.#sent + bytes;
  }

  release(): void {
    this.#mark = Infinity;
  }

  pass(bytes: number): boolean {
    if (this.#sent >= this.#mark) return false;
    this.#sent += bytes;
    const due = this.#watchers.filter((watcher) => this.#sent >= watcher.bytes);
    this.#watchers = this.#watchers.filter((watcher) => this.#sent < watcher.bytes);
    for (const watcher of due) watcher.resolve();
    return true;
  }

  /** Resolves when `bytes` in all have been sent. */
  reached(bytes: number): Promise<void> {
    if (this.#sent >= bytes) return Promise.resolve();
    return new Promise((resolve) => this.#watchers.push({ bytes, resolve }));
  }
}
