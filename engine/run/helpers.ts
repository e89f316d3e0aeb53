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
  /** Looked at, or being looked at: once in a transfer. */
  readonly #known = new Set<Source>();
  #looking: Promise<unknown> = Promise.resolve();

  constructor(options: HelperOptions) {
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#abort.signal]);
  }

  /** Looks at those that have not been looked at, once there is something to compare them by. @param here what is in the file. */
  look(here: readonly Extent[]): void {
    const { failover } = this.#options;
    if (this.#known.size >= mostHelpers) return;
    const due = failover.reserve.filter((source) => !this.#known.has(source) && !source.memory.oneStream);
    const extent = due.length > 0 ? here.findLast(([start, end]) => end - start >= sample) : undefined;
    if (!extent) return;
    for (const source of due.slice(0, mostHelpers - this.#known.size)) {
      this.#known.add(source);
      this.#looking = Promise.all([this.#looking, this.#lookAt(source, [extent[1] - sample, extent[1]])]);
    }
  }

  async #lookAt(source: Source, extent: Extent): Promise<void> {
    const { failover, recorder, partial, size, join } = this.#options;
    try {
      const file = await proveSame(failover.sessionOf(source), partial, { size, contentType: null, extents: [extent] }, this.#signal);
      source.memory.reached = true;
      // What cannot be recognised again would have to be compared at every seam: it stays in reserve.
      if (this.#signal.aborted || !isRecognisable(file.validators)) return;
      recorder.proven('overlap', file.url.host, file.compared);
      join(source, file);
      failover.setHelping(source, true);
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
