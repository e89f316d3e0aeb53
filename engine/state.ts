/**
 * The life of a download.
 *
 *   queued ──► probing ──► downloading ──► verifying ──► finishing ──► completed
 *     ▲  ▲        │             │  ▲            │             │
 *     │  │        ├─────────────┤  └────────────┘             │
 *     │  │        ▼             ▼     (repair)                │
 *     │  └───── waiting         │                             │
 *     │           │             │                             │
 *     │           ▼             ▼                             ▼
 *     └──────── paused ◄────────┴──────────────────────────► failed ──► queued
 *
 * Left out of the picture: a run that is stopped to go on later (its queue closes, or its proxy changes) goes from any running state but
 * `finishing` back to `queued`; verifying may end in `waiting`, too; and a completed download that is to be fetched again is `queued`.
 *
 * `finishing` is the commit point: from there a download is wholly done or has failed, never half of each; it cannot be paused.
 * Removal is allowed everywhere but in `finishing`, and is not a state: a removed download is gone.
 */
import type { Failure } from '../contract/errors.ts';
import type { Check, DownloadStatus } from '../contract/download.ts';

export interface Completion {
  readonly path: string;
  readonly size: number;
  /** Lower-case hexadecimal; null when the user asked for none. */
  readonly sha256: string | null;
  readonly checks: readonly Check[];
  /** Milliseconds since the epoch. */
  readonly finishedAt: number;
  /** Milliseconds that the last run took, waiting and earlier runs not counted. */
  readonly elapsed: number;
  /** True when nothing was fetched, because the file was there and the user asked to skip it. */
  readonly skipped: boolean;
}

export type DownloadState =
  | { readonly status: 'queued' }
  | { readonly status: 'probing' }
  | { readonly status: 'downloading' }
  | { readonly status: 'waiting'; readonly until: number; readonly attempt: number; readonly cause: Failure }
  | { readonly status: 'paused' }
  | { readonly status: 'verifying' }
  | { readonly status: 'finishing' }
  | { readonly status: 'completed'; readonly completion: Completion }
  | { readonly status: 'failed'; readonly failure: Failure; readonly kept: boolean };

const exits: Readonly<Record<DownloadStatus, readonly DownloadStatus[]>> = {
  queued: ['probing', 'paused', 'failed'],
  // `completed` straight from probing: the file was there already and the user asked to skip it.
  probing: ['downloading', 'waiting', 'paused', 'failed', 'completed', 'queued'],
  downloading: ['verifying', 'waiting', 'paused', 'failed', 'queued'],
  waiting: ['queued', 'paused', 'failed'],
  verifying: ['finishing', 'downloading', 'paused', 'failed', 'waiting', 'queued'],
  finishing: ['completed', 'failed'],
  paused: ['queued'],
  failed: ['queued'],
  // A completed download can be fetched again, which is a new life under the same identity.
  completed: ['queued'],
};

export const canTransition = (from: DownloadStatus, to: DownloadStatus): boolean => exits[from].includes(to);

/** The next state, or a thrown RangeError: a transition outside the table is a bug, and hiding it would lose a download. */
export function transition(from: DownloadState, to: DownloadState): DownloadState {
  if (!canTransition(from.status, to.status)) throw new RangeError(`no transition from ${from.status} to ${to.status}`);
  return to;
}

/** States in which a runner owns the download. */
export const isRunning = (status: DownloadStatus): boolean =>
  status === 'probing' || status === 'downloading' || status === 'verifying' || status === 'finishing';

/** States in which nothing happens until somebody wants it to. */
export const isSettled = (status: DownloadStatus): boolean => status === 'paused' || status === 'completed' || status === 'failed';
