/** The receiving half that every port has in common: one listener, messages kept until it is there, one close. */
export class Inbox {
  #kept: string[] = [];
  #listener: ((message: string) => void) | null = null;
  #closeListeners: (() => void)[] = [];
  #closed = false;

  deliver(message: string): void {
    if (this.#closed) return;
    if (this.#listener) this.#listener(message);
    else this.#kept.push(message);
  }

  onMessage(listener: (message: string) => void): void {
    this.#listener = listener;
    for (const message of this.#kept.splice(0)) listener(message);
  }

  /** A listener that comes after the close is called all the same: it would otherwise wait for ever. */
  onClose(listener: () => void): void {
    if (this.#closed) queueMicrotask(listener);
    else this.#closeListeners.push(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#kept = [];
    for (const listener of this.#closeListeners.splice(0)) listener();
  }
}
