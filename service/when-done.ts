/**
 * What the person wants to happen, this once, when all downloads are done. Done means: nothing is queued, runs or waits for another
 * try, and the last thing that ended was completed after the choice was made. What is paused is left out of it.
 *
 * It does not happen when a download has failed since the choice was made: then the choice is given up, and that is said. Before it
 * happens there is a minute in which it can be called off, and anything that is added or resumed in it puts it off again.
 */
import type { DesktopState, Ending } from '../contract/desktop.ts';
import type { DownloadStatus } from '../contract/download.ts';
import { asDownloadError } from '../contract/errors.ts';
import { isSettled } from '../engine/state.ts';
import type { EngineEvent } from '../engine/types.ts';
import type { Log } from './log.ts';
import type { Latest } from './publisher/latest.ts';

/** Milliseconds between the last download and what follows. */
export const countdown = 60_000;

export interface WhenDoneOptions {
  readonly state: Latest<DesktopState>;
  readonly downloads: () => Iterable<{ readonly id: string; readonly status: DownloadStatus }>;
  /** Brings it about. Rejects when the system refuses. */
  readonly end: (ending: Ending) => Promise<void>;
  readonly log: Log;
}

export class WhenDone {
  readonly #options: WhenDoneOptions;
  /** Those that had failed when the choice was made, and were not tried again. */
  #known: ReadonlySet<string> = new Set();
  #completed = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: WhenDoneOptions) {
    this.#options = options;
  }

  get #state(): DesktopState {
    return this.#options.state.value;
  }

  #set(changes: Partial<DesktopState>): void {
    this.#options.state.set({ ...this.#state, ...changes });
  }

  /** @param ending null takes a choice back. */
  choose(ending: Ending | null): void {
    this.#stop();
    this.#known = new Set(this.#failed());
    this.#completed = false;
    this.#set({ whenDone: ending, endsAt: null, kept: null });
  }

  /** Does at once what is being counted down to. */
  hurry(): void {
    if (this.#timer) this.#end();
  }

  /** The person has seen why nothing happened. */
  dismiss(): void {
    this.#set({ kept: null });
  }

  heard(event: EngineEvent): void {
    if (this.#state.whenDone === null) return;
    if (event.type !== 'state') return;
    const { status } = event.state;
    // It was tried again: should it fail once more, that is news.
    if (status !== 'failed' && this.#known.has(event.id)) this.#known = new Set([...this.#known].filter((id) => id !== event.id));
    if (status === 'completed') this.#completed = true;
    if (this.#isUnderWay()) return this.#putOff();
    if (status === 'completed' || status === 'failed') this.#settle();
  }

  /** Downloads have been added: the engine says nothing of those that wait for their turn. */
  added(): void {
    if (this.#timer && this.#isUnderWay()) this.#putOff();
  }

  close(): void {
    this.#stop();
  }

  #failed(): string[] {
    return Array.from(this.#options.downloads())
      .filter(({ status: is }) => is === 'failed')
      .map(({ id }) => id);
  }

  /** Also what waits for its queue to open: a computer that is off would miss that. */
  #isUnderWay(): boolean {
    for (const { status } of this.#options.downloads()) if (!isSettled(status)) return true;
    return false;
  }

  #settle(): void {
    const ending = this.#state.whenDone;
    if (ending === null || this.#timer) return;
    const count = this.#failed().filter((id) => !this.#known.has(id)).length;
    if (count > 0) {
      this.choose(null);
      return this.#set({ kept: { because: 'failed', ending, count } });
    }
    if (!this.#completed) return;
    this.#timer = setTimeout(() => this.#end(), countdown);
    this.#set({ endsAt: Date.now() + countdown });
  }

  #putOff(): void {
    if (!this.#timer) return;
    this.#stop();
    this.#set({ endsAt: null });
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #end(): void {
    const ending = this.#state.whenDone;
    if (ending === null) return;
    this.choose(null);
    this.#options.log('info', 'all downloads are done', { ending });
    this.#options.end(ending).catch((error: unknown) => {
      const { message } = asDownloadError(error);
      this.#options.log('error', 'what was to happen when all is done could not be done', { ending, message });
      this.#set({ kept: { because: 'refused', ending, message } });
    });
  }
}
