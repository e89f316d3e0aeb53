/** Tells a screen reader what ended, gathered so that twenty endings are one sentence. */
import { useEffect, useState } from 'react';
import type { DownloadId, DownloadRow } from '../../contract/download.ts';
import { useText } from '../controls/text.tsx';
import { endedBetween, type Announcement } from '../state/announcements.ts';
import { useDownloads } from '../state/downloads.ts';
import { useSaying } from '../state/say.ts';

/** Endings within this time are told together. */
const gatherFor = 1_000;

export function Announcer() {
  const { t } = useText();
  const [news, setNews] = useState<Announcement | null>(null);

  useEffect(() => {
    let since: { readonly rows: ReadonlyMap<DownloadId, DownloadRow>; readonly at: number } | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = useDownloads.subscribe((state, before) => {
      if (!before.loaded || state.ordered === before.ordered) return;
      since ??= { rows: before.list.rows, at: Date.now() - gatherFor };
      timer ??= setTimeout(() => {
        const ended = since && endedBetween(since.rows, useDownloads.getState().list.rows, since.at);
        since = null;
        timer = undefined;
        if (ended) setNews(ended);
      }, gatherFor);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);

  const [completed] = news?.completed ?? [];
  const [failed] = news?.failed ?? [];
  return (
    <output className="unseen announcer">
      {completed !== undefined && <span>{t('announce.completed', { count: news?.completed.length ?? 1, name: completed })}</span>}
      {failed && (
        <span>
          {t('announce.failed', {
            count: news?.failed.length ?? 1,
            name: failed.name,
            reason: failed.error ? t(`errors.${failed.error.code}.title`) : '',
          })}
        </span>
      )}
      <Saying />
    </output>
  );
}

function Saying() {
  const { text, count } = useSaying();
  return <span key={count}>{text}</span>;
}
