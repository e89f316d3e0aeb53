/**
 * Wakes one reader, however often it is rung: what happened meanwhile is read at once, and nothing queues up for a reader
 * who is slow.
 */
export class Bell {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves to true when it was rung since the last time, to false when the signal ends the waiting. */
  async rung(signal: AbortSignal | undefined): Promise<boolean> {
    if (!this.#rung && !signal?.aborted) await this.#ringOrAbort(signal);
    this.#rung = false;
    return !signal?.aborted;
  }

  async #ringOrAbort(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    signal?.addEventListener('abort', this.#wake);
    await promise;
    // Streams live as long as a window: a listener left behind by each ring would add up.
    signal?.removeEventListener('abort', this.#wake);
    this.#wake = null;
  }
}
