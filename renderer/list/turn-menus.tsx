/** Parts of the rows' menu: which queue they are in, and whose turn it is in it. */
import { ContextMenu } from '@base-ui/react/context-menu';
import type { DownloadRow } from '../../contract/download.ts';
import { priorities } from '../../contract/turns.ts';
import { useText } from '../controls/text.tsx';
import { useQueueWords } from '../queues/queue-words.ts';
import { setPriority, setQueue } from '../state/commands.ts';
import { useQueues } from '../state/queues.ts';
import { openDialog } from '../state/view.ts';
import { ChoiceMenu, common } from './choice-menu.tsx';

interface TurnMenuProps {
  readonly rows: readonly DownloadRow[];
}

const idsOf = (rows: readonly DownloadRow[]): string[] => rows.map(({ id }) => id);

export function QueueMenu({ rows }: TurnMenuProps) {
  const { t } = useText();
  const words = useQueueWords();
  const queues = useQueues((state) => state.queues);
  return (
    <ChoiceMenu
      label={t('menu.queue')}
      value={common(rows.map(({ queue }) => queue))}
      options={queues.map((queue) => ({ value: queue.id, label: words.name(queue) }))}
      onChange={(queue) => void setQueue(idsOf(rows), queue)}
    >
      <ContextMenu.Separator className="separator" />
      <ContextMenu.Item className="item" onClick={() => openDialog('queues')}>
        <span className="item-mark" />
        {t('queues.manage')}
      </ContextMenu.Item>
    </ChoiceMenu>
  );
}

export function PriorityMenu({ rows }: TurnMenuProps) {
  const { t } = useText();
  return (
    <ChoiceMenu
      label={t('menu.priority')}
      value={common(rows.map(({ priority }) => priority))}
      options={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
      onChange={(priority) => void setPriority(idsOf(rows), priority)}
    />
  );
}
