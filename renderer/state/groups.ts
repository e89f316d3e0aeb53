/** Statuses as people think of them: how the list is filtered, and what can be done with a download now. */
import type { DownloadId, DownloadRow, DownloadStatus } from '../../contract/download.ts';

export const groups = ['all', 'active', 'queued', 'completed', 'failed'] as const;
export type Group = (typeof groups)[number];

const groupOfStatus: Readonly<Record<DownloadStatus, Exclude<Group, 'all'>>> = {
  queued: 'queued',
  probing: 'active',
  downloading: 'active',
  waiting: 'active',
  paused: 'queued',
  verifying: 'active',
  finishing: 'active',
  completed: 'completed',
  failed: 'failed',
};

export const isIn = (group: Group, status: DownloadStatus): boolean => group === 'all' || groupOfStatus[status] === group;
export const isActive = (status: DownloadStatus): boolean => groupOfStatus[status] === 'active';

/** Whether something moves just now: active, and not waiting for better times. */
export const isWorking = (status: DownloadStatus): boolean => isActive(status) && status !== 'waiting';

export type Counts = Readonly<Record<Group, number>>;

export function countGroups(rows: Iterable<DownloadRow>, hidden: ReadonlySet<DownloadId>): Counts {
  const counts = { all: 0, active: 0, queued: 0, completed: 0, failed: 0 };
  for (const row of rows) {
    if (hidden.has(row.id)) continue;
    counts.all++;
    counts[groupOfStatus[row.status]]++;
  }
  return counts;
}

/** The word shown for a status. Two of the engine's steps are one to a person. */
export type StatusWord = 'queued' | 'connecting' | 'downloading' | 'waiting' | 'paused' | 'verifying' | 'completed' | 'failed';

export const wordOf: Readonly<Record<DownloadStatus, StatusWord>> = {
  queued: 'queued',
  probing: 'connecting',
  downloading: 'downloading',
  waiting: 'waiting',
  paused: 'paused',
  verifying: 'verifying',
  finishing: 'verifying',
  completed: 'completed',
  failed: 'failed',
};

const pausable: ReadonlySet<DownloadStatus> = new Set(['queued', 'probing', 'downloading', 'waiting', 'verifying']);

export const canPause = (row: DownloadRow): boolean => pausable.has(row.status);
export const canResume = (row: DownloadRow): boolean => row.status === 'paused';
/** Whatever waits for its turn, for hours or for better times can start at once. */
export const canStartNow = (row: DownloadRow): boolean => row.status === 'queued' || row.status === 'waiting';
export const canRetry = (row: DownloadRow): boolean => row.status === 'failed' || (row.status === 'completed' && !row.present);
/** The link may have expired; another one may lead to the same file. */
export const canRefresh = (row: DownloadRow): boolean =>
  row.status === 'failed' && ['AUTH_EXPIRED', 'NOT_FOUND', 'FORBIDDEN'].includes(row.error?.code ?? '');
/** It may be the checksum that is wrong, not the file. */
export const canCorrect = (row: DownloadRow): boolean => row.status === 'failed' && row.error?.code === 'CHECKSUM';
export const canOpen = (row: DownloadRow): boolean => row.status === 'completed' && row.present;
export const canLimit = (row: DownloadRow): boolean => row.status !== 'completed';
/** Whether a paused one goes on, or one that waits tries at once, when all are resumed. */
const canGoOn = (row: DownloadRow): boolean => row.status === 'paused' || row.status === 'waiting';

/** What could be done to all downloads that it can be done to. */
export interface Possible {
  readonly pause: boolean;
  readonly resume: boolean;
}

export function possibleFor(rows: Iterable<DownloadRow>, hidden: ReadonlySet<DownloadId>): Possible {
  const possible = { pause: false, resume: false };
  for (const row of rows) {
    if (hidden.has(row.id)) continue;
    possible.pause ||= canPause(row);
    possible.resume ||= canGoOn(row);
    if (possible.pause && possible.resume) break;
  }
  return possible;
}

/** `finishing` is the commit point, which nothing may interrupt. */
export const canRemove = (row: DownloadRow): boolean => row.status !== 'finishing';

/** Done part of the file, 0 to 1; null while the size is unknown. */
export function fractionOf(row: DownloadRow): number | null {
  if (row.status === 'completed') return 1;
  if (row.size === null) return null;
  return row.size === 0 ? 0 : Math.min(1, row.received / row.size);
}
