/** A download's status: an icon, the word, and what is worth knowing beside it. */
import { ArrowDown, CircleCheck, CirclePause, Clock, Fingerprint, ListEnd, Radio, TriangleAlert, type LucideIcon } from 'lucide-react';
import { memo } from 'react';
import type { DownloadRow } from '../../contract/download.ts';
import { useNow } from '../controls/clock.ts';
import { useText } from '../controls/text.tsx';
import { hostOf } from '../input/links.ts';
import { useQueueWords } from '../queues/queue-words.ts';
import { useIsCurrent } from '../state/downloads.ts';
import { wordOf, type StatusWord } from '../state/groups.ts';
import { useClosedQueue } from '../state/queues.ts';
import { PriorityMark } from './priority-mark.tsx';

const icons: Readonly<Record<StatusWord, LucideIcon>> = {
  queued: ListEnd,
  connecting: Radio,
  downloading: ArrowDown,
  waiting: Clock,
  paused: CirclePause,
  verifying: Fingerprint,
  completed: CircleCheck,
  failed: TriangleAlert,
};

interface StatusProps {
  readonly row: DownloadRow;
  /** False says the word alone. */
  readonly noted?: boolean;
}

/** The fields that it shows something of. */
const shown = [
  'status',
  'error',
  'retryAt',
  'connections',
  'limitRate',
  'resumable',
  'present',
  'finishedAt',
  'url',
  'queue',
  'priority',
  'startNow',
] as const;

/** Bytes arrive many times a second, and change nothing of it. */
const isSame = (before: StatusProps, after: StatusProps): boolean =>
  before.noted === after.noted && shown.every((field) => before.row[field] === after.row[field]);

export const Status = memo(function Status({ row, noted = true }: StatusProps) {
  const { t } = useText();
  const word = wordOf[row.status];
  const Icon = icons[word];
  const note = useNote(row);
  const current = useIsCurrent();
  return (
    <div className="status" data-word={word} title={noted ? note : undefined}>
      <Icon className="icon" aria-hidden />
      <span className="status-word">{t(`status.${word}`)}</span>
      {word !== 'completed' && <PriorityMark priority={row.priority} />}
      {noted && note !== '' && (
        <span className="status-note">
          {note}
          {current && row.status === 'waiting' && row.retryAt !== null && <NextTry at={row.retryAt} />}
        </span>
      )}
    </div>
  );
}, isSame);

/** What to know beside the word, and the download's own limit when it has one. */
function useNote(row: DownloadRow): string {
  const { t, format } = useText();
  const note = useFirstNote(row);
  if (row.limitRate === 0 || row.status === 'completed' || row.status === 'failed') return note;
  return t('row.both', { first: note, second: t('row.limit', { speed: format.limit(row.limitRate) }) });
}

/** The one thing to know; which one depends on the status. */
function useFirstNote(row: DownloadRow): string {
  const { t, format } = useText();
  const words = useQueueWords();
  const closed = useClosedQueue(row);
  const current = useIsCurrent();
  const { status, error } = row;
  if (closed) return closed.on ? words.state(closed) : t('row.queueOff', { name: words.name(closed) });
  if ((status === 'failed' || status === 'waiting') && error) {
    const title = t(`errors.${error.code}.title`);
    return status === 'failed' ? `${title}. ${t(`errors.${error.code}.advice`)}` : title;
  }
  if (status === 'downloading' && current) {
    const connections = t('row.connections', { count: row.connections });
    return row.resumable === false ? t('row.both', { first: connections, second: t('row.notResumable') }) : connections;
  }
  if (status === 'completed') {
    if (!row.present) return t('row.gone');
    return row.finishedAt === null ? '' : format.moment(row.finishedAt);
  }
  return status === 'paused' && row.resumable === false ? t('row.notResumable') : hostOf(row.url);
}

function NextTry({ at }: { readonly at: number }) {
  const { t, format } = useText();
  const left = at - useNow();
  return left < 1000 ? null : t('row.nextTry', { time: format.duration(left) });
}
