/**
 * Other sources that give a file at the same time as the one in use. Each is looked at by itself before anything of it is taken: its file must be as long, and
 * bytes that are here already must come the same. That their whole files are the same, only a digest can tell: without one, nobody helps.
 */
import type { Validators } from '../disk/journal.ts';
import type { PartialFile } from '../disk/partial.ts';
import { asDownloadError, type DownloadError } from '../../contract/errors.ts';
import type { Extent } from '../extents.ts';
import { AnswerError } from '../http/answer-error.ts';
import type { Failover } from './failover.ts';
import type { Recorder } from './recorder.ts';
import { proveSame, type SameFile } from './sameness.ts';
import type { Source } from './sources.ts';

/** Sources that help at a time. */
const mostHelpers = 4;
/** Bytes that are compared. */
const sample = 64 * 1024;

export interface HelperOptions {
  readonly failover: Failover;
  readonly recorder: Recorder;
  readonly partial: PartialFile;
  readonly size: number;
  /** A source has proven to have the file. */
  readonly join: (source: Source, file: SameFile) => void;
  readonly signal: AbortSignal;
}

export class Helpers {
  readonly #options: HelperOptions;
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;
  /** Looked at, or being looked at. One that is lost is looked at again when it is due. */
  readonly #known = new Set<Source>();
  /** Nothing is to be had from them in this transfer, however often they are looked at. */
  readonly #useless = new Set<Source>();
  readonly #underWay = new Set<Source>();
  #looking: Promise<unknown> = Promise.resolve();

  constructor(options: HelperOptions) {
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#abort.signal]);
  }

  /** Looks at those that are due for it, once there is something to compare them by. @param here what is in the file. */
  look(here: readonly Extent[]): void {
    const { failover } = this.#options;
    const isFree = (source: Source): boolean => !source.memory.oneStream && !this.#underWay.has(source) && !this.#useless.has(source);
    const fresh = failover.reserve.filter((source) => !this.#known.has(source) && isFree(source));
    const due = [...fresh, ...failover.returning.filter(isFree)];
    const extent = due.length > 0 ? here.findLast(([start, end]) => end - start >= sample) : undefined;
    if (!extent) return;
    for (const source of due.slice(0, Math.max(0, mostHelpers - this.#busy))) {
      this.#known.add(source);
      this.#underWay.add(source);
      const looked = this.#lookAt(source, [extent[1] - sample, extent[1]]).finally(() => this.#underWay.delete(source));
      this.#looking = Promise.all([this.#looking, looked]);
    }
  }

  /** Those that help, or may be about to. */
  get #busy(): number {
    return [...this.#known].filter((source) => source.helping || this.#underWay.has(source)).length;
  }

  async #lookAt(source: Source, extent: Extent): Promise<void> {
    const { failover, recorder, partial, size, join } = this.#options;
    try {
      const file = await proveSame(failover.sessionOf(source), partial, { size, contentType: null, extents: [extent] }, this.#signal);
      source.memory.reached = true;
      // What cannot be recognised again would have to be compared at every seam: it stays in reserve.
      if (!isRecognisable(file.validators)) this.#useless.add(source);
      if (this.#signal.aborted || this.#useless.has(source)) return;
      recorder.proven('overlap', file.url.host, file.compared);
      failover.setHelping(source, true);
      join(source, file);
    } catch (error) {
      if (!this.#signal.aborted) this.#blame(source, asDownloadError(error));
    }
  }

  /** A server without ranges may have the file all the same. */
  #blame(source: Source, error: DownloadError): void {
    if (error instanceof AnswerError && error.remedy === 'one-stream') source.memory.oneStream = true;
    else this.#options.failover.lose(source, error, this.#options.failover.source);
  }

  /** The transfer is over: nobody helps any more. */
  async end(): Promise<void> {
    this.#abort.abort();
    await this.#looking;
    for (const source of this.#known) if (source.helping) this.#options.failover.setHelping(source, false);
  }
}

export const isRecognisable = ({ etag, lastModified }: Validators): boolean => etag !== null || lastModified !== null;
