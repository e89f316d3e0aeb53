/** How long a connection may take for its next step. One timer a connection, looked at rarely, because bytes come often. */
import type { DownloadError } from '../../contract/errors.ts';
import type { Clock } from '../clock.ts';
import { AnswerError } from './answer-error.ts';

export interface PatienceLimits {
  readonly connectTimeout: number;
  readonly idleTimeout: number;
}

/** Fewer bytes than this are next to none: waiting on may take for ever, and a new connection to the same server may be a good one. */
const nextToNone = 1024;

export class Patience {
  readonly #clock: Clock;
  readonly #limits: PatienceLimits;
  readonly #host: string;
  #connecting = true;
  #held = false;
  #since: number;
  /** Bytes of a body that have come since then. */
  #come = 0;
  readonly #stop: () => void;
  /** Who is told. An answer is handed from the one who asked to the one who reads its body. */
  onFailure: (error: Error) => void;
  /** What failed while nobody listened. */
  failure: Error | null = null;

  constructor(clock: Clock, limits: PatienceLimits, host: string, onTimeout: (error: Error) => void) {
    this.#clock = clock;
    this.#limits = limits;
    this.#host = host;
    this.#since = clock.now();
    this.onFailure = onTimeout;
    const period = Math.max(20, Math.min(1000, limits.connectTimeout / 4, limits.idleTimeout / 4));
    let looked = clock.now();
    this.#stop = clock.every(period, () => {
      const now = clock.now();
      // The machine slept, or was too busy to run us: what came meanwhile still has to be read before anybody is blamed.
      if (now - looked > period + 2000) this.#since = now;
      looked = now;
      const limit = this.#connecting ? limits.connectTimeout : limits.idleTimeout;
      if (!this.#held && now - this.#since >= limit) this.onFailure(this.#error());
    });
  }

  #error(): DownloadError {
    return this.#connecting
      ? new AnswerError(
          'retry',
          'CONNECT_TIMEOUT',
          `${this.#host} did not accept a connection within ${this.#limits.connectTimeout / 1000} s`,
        )
      : new AnswerError(
          'retry',
          'STALLED',
          `${this.#host} sent ${this.#come === 0 ? '' : 'next to '}nothing for ${this.#limits.idleTimeout / 1000} s`,
        );
  }

  /** Between the one who asked and the one who reads, failures are kept: the reader asks for them. */
  keepFailures(): void {
    this.onFailure = (error) => (this.failure ??= error);
  }

  connected(): void {
    this.#connecting = false;
    this.alive();
  }

  /** A byte came. */
  alive(): void {
    this.#since = this.#clock.now();
    this.#come = 0;
  }

  /** Bytes came of a body whose rest can be asked for over another connection: a few of them are no sign of life. */
  came(bytes: number): void {
    this.#come += bytes;
    if (this.#come >= nextToNone) this.alive();
  }

  /** We stopped reading ourselves: the other side cannot be blamed for silence. */
  hold(held: boolean): void {
    this.#held = held;
    this.alive();
  }

  end(): void {
    this.#stop();
  }
}
