/** All that is remembered of one download: to be read, selected and copied. */
import { Copy } from 'lucide-react';
import type { HistoryEntry } from '../../contract/history.ts';
import { CategoryWord } from '../categories/category-word.tsx';
import { IconButton } from '../controls/button.tsx';
import { Digest } from '../controls/digest.tsx';
import { useText } from '../controls/text.tsx';
import { Fact } from '../details/facts.tsx';
import { useQueueWords } from '../queues/queue-words.ts';
import { copyText } from '../state/commands.ts';
import { useQueues } from '../state/queues.ts';

export function HistoryFacts({ id, entry }: { readonly id: string; readonly entry: HistoryEntry }) {
  const { t } = useText();
  const { name, url, path, sha256, category } = entry;
  const words = useQueueWords();
  const queues = useQueues((state) => state.queues);
  const queue = queues.length > 1 ? queues.find((known) => known.id === entry.queue) : undefined;
  const copy = (text: string, label: string) => <IconButton icon={Copy} label={label} onClick={() => void copyText(text)} />;
  return (
    <dl className="facts history-more" id={id} aria-label={t('history.about', { name })}>
      <Fact label={t('details.link')} action={copy(url, t('details.copyLink'))}>
        <span className="mono selectable" dir="ltr">
          {url}
        </span>
      </Fact>
      {path !== null && (
        <Fact label={t('history.path')} action={copy(path, t('history.copyPath'))}>
          <span className="mono selectable" dir="ltr">
            {path}
          </span>
        </Fact>
      )}
      {sha256 !== null && (
        <Fact label="SHA-256" action={copy(sha256, t('details.copyValue', { algorithm: 'SHA-256' }))}>
          <Digest value={sha256} />
        </Fact>
      )}
      <Fact label={t('add.category')}>
        <CategoryWord id={category} />
      </Fact>
      {queue && (
        <Fact label={t('add.queue')}>
          <bdi>{words.name(queue)}</bdi>
        </Fact>
      )}
    </dl>
  );
}
