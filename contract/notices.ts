/**
 * What a download tells on its way that is not a failure: something was worked round, and the user may want to know.
 * Codes are stable, as error codes are.
 */
export const noticeCodes = [
  'resumed',
  'restarted',
  'renamed',
  'single_stream',
  'fewer_connections',
  'waiting',
  'retrying',
  'redirected',
  'insecure',
  'unverified',
  'partial_dropped',
  'slow_disk',
  'block_repaired',
  'checksum_found',
  'checksum_unread',
  'skipped',
  'file_changed',
  'decoded',
  'source_changed',
  'one_source',
] as const;

export type NoticeCode = (typeof noticeCodes)[number];

export interface Notice {
  readonly code: NoticeCode;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
