/** All queues, with their state and their switches; one of them at a time can be edited. */
import { Switch } from '@base-ui/react/switch';
import { useState } from 'react';
import type { QueueState } from '../../contract/queue.ts';
import { defaultQueueId } from '../../contract/turns.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { ManagedList } from '../controls/managed-list.tsx';
import { useText } from '../controls/text.tsx';
import { createQueue, removeQueue, setQueue, updateQueue } from '../state/commands.ts';
import { useDownloads } from '../state/downloads.ts';
import { useQueues } from '../state/queues.ts';
import { closeDialog, useView } from '../state/view.ts';
import { QueueForm } from './queue-form.tsx';
import { QueueIcon } from './queue-filter.tsx';
import { useQueueWords } from './queue-words.ts';

export function QueuesDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'queues');
  return (
    <Dialog open={open} onClose={closeDialog} title={t('queues.title')} closeLabel={t('queues.close')} className="dialog-wide">
      <Pages />
    </Dialog>
  );
}

type Page = { readonly queue: QueueState | null } | null;

function Pages() {
  const [page, setPage] = useState<Page>(null);
  if (page) return <QueueForm queue={page.queue} onDone={() => setPage(null)} />;
  return <QueueList onEdit={(queue) => setPage({ queue })} />;
}

/** A queue that was deleted a moment ago, and what was in it. */
interface Gone {
  readonly queue: QueueState;
  readonly ids: readonly string[];
}

function QueueList({ onEdit }: { readonly onEdit: (queue: QueueState | null) => void }) {
  const { t } = useText();
  const words = useQueueWords();
  const queues = useQueues((state) => state.queues);
  const [gone, setGone] = useState<Gone | null>(null);
  const mainName = words.name(queues[0] ?? { id: defaultQueueId, name: '' });

  function remove(id: string): void {
    const queue = queues.find((other) => other.id === id);
    if (!queue) return;
    const rows = [...useDownloads.getState().list.rows.values()];
    setGone({ queue, ids: rows.filter((row) => row.queue === id).map((row) => row.id) });
    void removeQueue(id);
  }

  async function undo({ queue, ids }: Gone): Promise<void> {
    setGone(null);
    const { name, on, maxActive, limitRate, hours, timedLimit } = queue;
    const id = await createQueue({ name, on, maxActive, limitRate, hours, timedLimit });
    if (id !== null) await setQueue(ids, id);
  }

  return (
    <>
      <div className="dialog-body">
        <p className="dialog-lead">{t('queues.text')}</p>
        <ManagedList
          label={t('queues.label')}
          items={queues.map((queue) => ({
            id: queue.id,
            icon: <QueueIcon queue={queue} />,
            title: words.name(queue),
            text: [words.state(queue), words.rules(queue)].filter((text) => text !== '').join(' · '),
            fixed: queue.id === defaultQueueId,
            control: (
              <Switch.Root
                className="switch"
                aria-label={t('queues.switch', { name: words.name(queue) })}
                checked={queue.on}
                onCheckedChange={(on) => void updateQueue(queue.id, { on })}
              >
                <Switch.Thumb className="switch-thumb" />
              </Switch.Root>
            ),
          }))}
          onEdit={(id) => onEdit(queues.find((queue) => queue.id === id) ?? null)}
          onRemove={remove}
          empty=""
        />
      </div>
      <div className="dialog-foot">
        <div role="status" className="managed-undo">
          {gone && (
            <>
              {gone.ids.length === 0
                ? t('queues.removedEmpty', { name: gone.queue.name })
                : t('queues.removed', { name: gone.queue.name, count: gone.ids.length, main: mainName })}{' '}
              <button type="button" className="link-button" onClick={() => void undo(gone)}>
                {t('toast.undo')}
              </button>
            </>
          )}
        </div>
        <Button className="push" kind="primary" onClick={() => onEdit(null)}>
          {t('queues.add')}
        </Button>
      </div>
    </>
  );
}
