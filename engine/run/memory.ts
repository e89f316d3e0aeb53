import type { DownloadError } from '../../contract/errors.ts';
import type { Validators } from '../disk/journal.ts';
import type { DownloadRequest } from '../types.ts';
import type { Completion } from '../state.ts';
import { Appetite } from '../transfer/appetite.ts';

/** Times that a file may change under a download before it is given up. */
export const mostRestarts = 4;

/** How long a version of the file is. */
export interface Told {
  readonly size: number;
  /** False when it was sent so far, and may be longer. */
  readonly exact: boolean;
  readonly validators: Validators;
}

/** What the runs of one download have learned about the server of one of its sources. It lives as long as the process; the journal holds what must outlive it. */
export interface RunMemory {
  /** Ranges do not work here: the whole is asked for in one answer. */
  oneStream: boolean;
  /** The whole is asked for only because ranges kept failing; a failure of that too takes it back. */
  tentative: boolean;
  /** Times in a row that ranges failed and brought nothing. */
  rangeTrouble: number;
  /** Whether a later range has ever been answered as it should be. */
  rangesWork: boolean;
  /** Whether If-Range is honoured; where it is not, answers are compared instead. */
  conditional: boolean;
  /** The validators differ between answers for the same bytes, so that only comparing bytes tells. */
  distrust: boolean;
  /** Versions other than the one that is here, which answers were of: one that comes twice is what the server has now. */
  readonly otherVersions: Set<string>;
  /** Whether the server has vouched, since the program runs, for what is here. */
  vouched: boolean;
  /** How often the file turned out to be another than before. */
  restarts: number;
  /** How far a stream without ranges has come at best: reaching further is what counts as progress there. */
  furthest: number;
  /** What earlier answers have said or sent of a version; null when none has. */
  told: Told | null;
  /** Whether the link has been asked again since bytes last came, because the address behind it had expired. */
  askedAgain: boolean;
  /** Whether the server has been reached at all. */
  reached: boolean;
  appetite: Appetite;
}

export const newMemory = (request: DownloadRequest): RunMemory => ({
  oneStream: false,
  tentative: false,
  rangeTrouble: 0,
  rangesWork: false,
  conditional: true,
  distrust: false,
  otherVersions: new Set(),
  vouched: false,
  restarts: 0,
  furthest: 0,
  told: null,
  askedAgain: false,
  reached: false,
  appetite: new Appetite(request.connections, request.knownConnections),
});

/** So much of a version has come. */
export function noteLength(memory: RunMemory, told: Told): void {
  if (told.size > (memory.told?.size ?? 0)) memory.told = told;
}

/** Why a run ended without an end: the user paused or removed it, or the program quits. */
export class Stopped extends Error {
  readonly how: 'pause' | 'remove' | 'quit';

  constructor(how: 'pause' | 'remove' | 'quit') {
    super(`stopped: ${how}`);
    this.how = how;
  }
}

/** How a run ended. */
export type Outcome =
  | { readonly kind: 'completed'; readonly completion: Completion }
  | {
      readonly kind: 'failed';
      readonly error: DownloadError;
      readonly kept: boolean;
      readonly progressed: boolean;
      readonly reached: boolean;
    }
  | { readonly kind: 'stopped' };
