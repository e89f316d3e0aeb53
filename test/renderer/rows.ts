import type { DownloadRow } from '../../contract/download.ts';

/** A row of which only what matters to a test is said. */
export function row(part: Partial<DownloadRow> & { id: string }): DownloadRow {
  return {
    url: `https://example.com/${part.id}`,
    name: part.id,
    folder: '/downloads',
    category: null,
    status: 'queued',
    size: 1000,
    received: 0,
    speed: 0,
    connections: 0,
    limitRate: 0,
    resumable: true,
    addedAt: 0,
    finishedAt: null,
    queue: 'default',
    priority: 'normal',
    startNow: false,
    position: 0,
    error: null,
    retryAt: null,
    sha256: null,
    checks: [],
    present: true,
    ...part,
  };
}
