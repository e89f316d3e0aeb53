/** The limit over everything together: seen at a glance, set in two clicks, and explained where queues have limits too. */
import { Popover } from '@base-ui/react/popover';
import { Gauge } from 'lucide-react';
import { useRef, useState } from 'react';
import { layer } from '../controls/layer.tsx';
import { useText } from '../controls/text.tsx';
import { useQueueWords } from '../queues/queue-words.ts';
import { changeSettings } from '../state/commands.ts';
import { useQueues } from '../state/queues.ts';
import { useSettings } from '../state/settings.ts';
import { LimitForm } from './limit-form.tsx';

export function TotalLimit() {
  const { t, format } = useText();
  const [open, setOpen] = useState(false);
  const limit = useSettings((state) => state.settings.limitRate);
  const field = useRef<HTMLElement>(null);
  const chosen = limit === 0 ? t('limit.none') : format.limit(limit);
  const set = (limitRate: number): void => {
    void changeSettings({ limitRate });
    setOpen(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="limit-trigger" aria-label={t('limit.current', { limit: chosen })} title={t('limit.label')}>
        <Gauge className="icon" aria-hidden />
        <span className="limit-trigger-words">{chosen}</span>
      </Popover.Trigger>
      <Popover.Portal container={layer}>
        <Popover.Positioner className="layer-popup" side="top" align="start" sideOffset={6} collisionPadding={8}>
          <Popover.Popup className="popup limit-popover" initialFocus={field}>
            <Popover.Title className="limit-title">{t('limit.label')}</Popover.Title>
            <LimitForm
              current={limit}
              onSet={set}
              onCancel={() => setOpen(false)}
              field={field}
              subject={<Popover.Description className="field-hint">{t('limit.overall')}</Popover.Description>}
            >
              <QueueLimits />
            </LimitForm>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The queues that have limits of their own, as they are now. */
function QueueLimits() {
  const { t, format } = useText();
  const words = useQueueWords();
  const limited = useQueues((state) => state.queues).filter(({ limitRate, timedLimit }) => limitRate > 0 || timedLimit !== null);
  if (limited.length === 0) return null;
  return (
    <div className="limit-queues">
      <p className="field-hint">{t('limit.queues')}</p>
      <dl>
        {limited.map((queue) => (
          <div key={queue.id}>
            <dt>
              <bdi>{words.name(queue)}</bdi>
            </dt>
            <dd className="numbers">{queue.rateNow === 0 ? t('limit.none') : format.limit(queue.rateNow)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
