/** Keeps the journal behind the bytes: cheap notes often, durable checkpoints in the background, and never two at once. */
import type { Clock } from '../clock.ts';
import type { PartialFile, PartialState } from '../disk/partial.ts';

/** Bytes that a killed process may have to fetch again, besides those that were still in its memory. */
const noteEvery = 2 * 1024 * 1024;
/** Bytes that a power cut may cost, and milliseconds. */
const checkpointEvery = 8 * 1024 * 1024;
const checkpointPeriod = 1000;
/** Fewer bytes than this can wait longer: many slow downloads would have the disk do nothing but sync. */
const worthCheckpoint = 2 * 1024 * 1024;
const longestPeriod = 5000;

export class Keeper {
  readonly #partial: PartialFile;
  readonly #clock: Clock;
  readonly #state: () => PartialState;
  readonly #onError: (error: unknown) => void;
  #sinceNote = 0;
  #sinceCheckpoint = 0;
  #checkpointAt: number;
  #running: Promise<void> | null = null;

  /** @param state what is in the file at the time of the call. */
  constructor(partial: PartialFile, clock: Clock, state: () => PartialState, onError: (error: unknown) => void) {
    this.#partial = partial;
    this.#clock = clock;
    this.#state = state;
    this.#onError = onError;
    this.#checkpointAt = clock.now();
  }

  /** Bytes went into the file. */
  written(bytes: number): void {
    this.#sinceNote += bytes;
    this.#sinceCheckpoint += bytes;
    if (this.#sinceNote >= noteEvery) this.note();
    if (this.#sinceCheckpoint >= checkpointEvery) this.#checkpointSoon();
  }

  /** Whether the last checkpoint was long enough ago for what it does not cover. On a busy disk that one may be under way still. */
  get due(): boolean {
    if (this.#running || this.#sinceCheckpoint === 0) return false;
    const period = this.#sinceCheckpoint >= worthCheckpoint ? checkpointPeriod : longestPeriod;
    return this.#clock.now() - this.#checkpointAt >= period;
  }

  tick(): void {
    if (this.due) this.#checkpointSoon();
  }

  note(): void {
    this.#sinceNote = 0;
    this.#partial.note(this.#state());
  }

  #checkpointSoon(): void {
    if (this.#running) return;
    this.#checkpoint().catch(this.#onError);
  }

  #checkpoint(): Promise<void> {
    this.#sinceCheckpoint = 0;
    this.#checkpointAt = this.#clock.now();
    // Only what is in the file now is covered by the sync that starts now.
    const running = this.#partial.checkpoint(this.#state()).finally(() => (this.#running = null));
    this.#running = running;
    return running;
  }

  /** A last checkpoint, after the one that may be under way. */
  async settle(): Promise<void> {
    await this.#running?.catch(() => undefined);
    await this.#checkpoint();
  }

  /** Waits for a checkpoint under way, whatever becomes of it. */
  async idle(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }
}
