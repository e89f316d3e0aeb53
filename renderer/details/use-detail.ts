import { useEffect, useState, useSyncExternalStore } from 'react';
import type { DownloadDetail, DownloadId } from '../../contract/download.ts';
import { isSeen, onSeen } from '../connection/visibility.ts';
import { useConnection } from '../state/connection.ts';
import { happeningsBetween, type Happening } from './happenings.ts';

/** How long it is told of a chunk what became of it: long enough to be read. */
const toldFor = 3_000;

interface News {
  readonly what: Happening;
  readonly until: number;
}

export interface Sight {
  readonly detail: DownloadDetail | null;
  /** What has just happened, by the start of the chunk. */
  readonly news: ReadonlyMap<number, News>;
}

const nothing: Sight = { detail: null, news: new Map() };

/** The details of one download for as long as they are shown; nothing is sent for downloads that nobody looks at. */
export function useDetail(id: DownloadId): Sight {
  const client = useConnection((connection) => connection.client);
  const seen = useSyncExternalStore(onSeen, isSeen);
  const [sight, setSight] = useState(nothing);

  useEffect(() => {
    if (!client || !seen) return undefined;
    const watch = new AbortController();
    async function follow(): Promise<void> {
      const details = await client?.downloads.watchDetail({ id }, { signal: watch.signal });
      let first = true;
      for await (const detail of details ?? []) {
        // Between the last look and this one anything may have happened.
        const begins = first;
        first = false;
        const now = Date.now();
        setSight((before) => (begins ? { detail, news: nothing.news } : next(before, detail, now)));
      }
    }
    // It ends in an error when the download is removed, the panel closes or the line breaks; none of these is news here.
    follow().catch(() => {});
    return () => watch.abort();
  }, [client, id, seen]);

  const { news } = sight;
  useEffect(() => {
    if (news.size === 0) return undefined;
    const timer = setTimeout(() => setSight((before) => ({ ...before, news: current(before.news, Date.now()) })), toldFor);
    return () => clearTimeout(timer);
  }, [news]);

  return sight.detail?.id === id ? sight : nothing;
}

function next(before: Sight, detail: DownloadDetail, now: number): Sight {
  const happened = happeningsBetween(before.detail?.segments ?? [], detail.segments);
  const kept = current(before.news, now);
  if (happened.size === 0) return { detail, news: kept };
  return { detail, news: new Map([...kept, ...[...happened].map(([start, what]) => [start, { what, until: now + toldFor }] as const)]) };
}

/** The same map while nothing in it has grown old, so that nobody is woken for nothing. */
function current(news: Sight['news'], now: number): Sight['news'] {
  const kept = [...news].filter(([, { until }]) => until > now);
  return kept.length === news.size ? news : new Map(kept);
}
