/** In which queue new downloads wait; asked only where there are several. */
import { useId } from 'react';
import { Select } from '../controls/select.tsx';
import { useText } from '../controls/text.tsx';
import { useQueueWords } from '../queues/queue-words.ts';
import { editDraft, useDraft } from '../state/draft.ts';
import { useQueues, useUsualQueue } from '../state/queues.ts';

/** The one that was chosen; until then, or when that is gone, the one that is looked at. */
export function useDraftQueue(): string {
  const chosen = useDraft((draft) => draft.queue);
  const usual = useUsualQueue();
  return useQueues(({ queues }) => (queues.some(({ id }) => id === chosen) ? (chosen ?? usual) : usual));
}

export function QueueField() {
  const { t } = useText();
  const label = useId();
  const hint = useId();
  const words = useQueueWords();
  const queues = useQueues((state) => state.queues);
  const value = useDraftQueue();
  const closed = queues.find(({ id, open }) => id === value && !open);
  if (queues.length < 2) return null;
  return (
    <div className="field add-queue">
      <span className="field-label" id={label}>
        {t('add.queue')}
      </span>
      <Select
        labelledBy={label}
        describedBy={hint}
        value={value}
        options={queues.map((queue) => ({ value: queue.id, label: words.name(queue) }))}
        onChange={(queue) => editDraft({ queue })}
      />
      <span className="field-hint" id={hint}>
        {closed && words.state(closed)}
      </span>
    </div>
  );
}
