/** The queues in the sidebar, where there are several: pressed, the list shows only what is in one; pressed again, everything. */
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { CalendarClock, CirclePause, ListOrdered, Settings2 } from 'lucide-react';
import { useId } from 'react';
import type { QueueState } from '../../contract/queue.ts';
import { IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { useQueueCounts, useQueues, useShownQueue } from '../state/queues.ts';
import { openDialog, showQueue } from '../state/view.ts';
import { useQueueWords } from './queue-words.ts';

export function QueueFilter() {
  const { t } = useText();
  const heading = useId();
  const shown = useShownQueue();
  const queues = useQueues((state) => state.queues);
  const counts = useQueueCounts();
  // Who has made none of their own need not know that there are queues.
  if (queues.length < 2) return null;
  return (
    <div className="filter">
      <div className="filter-head">
        <h2 className="filter-title" id={heading}>
          {t('queues.label')}
        </h2>
        <IconButton icon={Settings2} label={t('queues.manage')} className="filter-manage" onClick={() => openDialog('queues')} />
      </div>
      <ToggleGroup
        className="groups"
        value={shown === null ? [] : [shown]}
        onValueChange={([next]) => showQueue(next ?? null)}
        aria-labelledby={heading}
      >
        {queues.map((queue) => (
          <QueueToggle key={queue.id} queue={queue} count={counts.get(queue.id) ?? 0} />
        ))}
      </ToggleGroup>
    </div>
  );
}

function QueueToggle({ queue, count }: { readonly queue: QueueState; readonly count: number }) {
  const { format } = useText();
  const words = useQueueWords();
  const state = useId();
  return (
    <Toggle value={queue.id} className="group" title={words.state(queue)} aria-describedby={state}>
      <QueueIcon queue={queue} />
      <span className="group-name">
        <bdi>{words.name(queue)}</bdi>
      </span>
      <span className="group-count numbers">{count > 0 && format.integer(count)}</span>
      <span id={state} hidden>
        {words.state(queue)}
      </span>
    </Toggle>
  );
}

export function QueueIcon({ queue }: { readonly queue: QueueState }) {
  const Icon = queue.open ? ListOrdered : queue.on ? CalendarClock : CirclePause;
  return <Icon className="icon" aria-hidden />;
}
