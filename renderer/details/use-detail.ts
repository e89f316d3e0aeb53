import { useEffect, useState, useSyncExternalStore } from 'react';
import type { DownloadDetail, DownloadId } from '../../contract/download.ts';
import { isSeen, onSeen } from '../connection/visibility.ts';
import { useConnection } from '../state/connection.ts';

/** The details of one download for as long as they are shown; nothing is sent for downloads that nobody looks at. */
export function useDetail(id: DownloadId): DownloadDetail | null {
  const client = useConnection((connection) => connection.client);
  const seen = useSyncExternalStore(onSeen, isSeen);
  const [detail, setDetail] = useState<DownloadDetail | null>(null);

  useEffect(() => {
    if (!client || !seen) return undefined;
    const watch = new AbortController();
    async function follow(): Promise<void> {
      const details = await client?.downloads.watchDetail({ id }, { signal: watch.signal });
      for await (const next of details ?? []) setDetail(next);
    }
    // It ends in an error when the download is removed, the panel closes or the line breaks; none of these is news here.
    follow().catch(() => {});
    return () => watch.abort();
  }, [client, id, seen]);

  return detail?.id === id ? detail : null;
}
