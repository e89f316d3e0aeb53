/** One queue: what it is called, how much it may do at once, and when. */
import { useEffect, useRef, useState } from 'react';
import type { QueueState } from '../../contract/queue.ts';
import { FormFoot } from '../controls/form-foot.tsx';
import { useSettled } from '../controls/settled.ts';
import { SwitchLine } from '../controls/switch-line.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { draftOf, mostAtOnce, newQueue, readQueue, type QueueDraft, type QueueReading } from '../input/queue.ts';
import { createQueue, updateQueue } from '../state/commands.ts';
import { useQueues } from '../state/queues.ts';
import { HoursFields } from './hours-fields.tsx';
import { useQueueWords } from './queue-words.ts';
import './queue-form.css';

type Problems = QueueReading['problems'];

interface QueueFormProps {
  /** Null for one that is new. */
  readonly queue: QueueState | null;
  readonly onDone: () => void;
}

export function QueueForm({ queue, onDone }: QueueFormProps) {
  const { t, format } = useText();
  const words = useQueueWords();
  const queues = useQueues((state) => state.queues);
  const [draft, setDraft] = useState(() => (queue ? draftOf(queue, words.name(queue)) : newQueue));
  const [attempted, setAttempted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const first = useRef<HTMLElement>(null);
  useEffect(() => first.current?.focus(), []);

  const taken = queues.filter(({ id }) => id !== queue?.id).map((other) => words.name(other));
  const reading = readQueue(draft, taken);
  const settled = useSettled(draft);
  const rested = settled === draft ? reading : readQueue(settled, taken);
  /** A problem is shown when it is still there after a rest from typing, or after Save was tried. A name that is missing can wait for Save. */
  const shown = <Name extends keyof Problems>(name: Name): Problems[Name] | null =>
    attempted || (Boolean(rested.problems[name]) && rested.problems[name] !== 'missing') ? reading.problems[name] : null;
  const edit = (change: Partial<QueueDraft>): void => setDraft((current) => ({ ...current, ...change }));

  async function submit(): Promise<void> {
    setAttempted(true);
    if (!reading.queue) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-invalid] button')?.focus());
      return;
    }
    const { on: _, name, ...limits } = reading.queue;
    // As long as nobody gives the default queue another name, it is named in the window's language.
    const named = queue && name === words.name(queue) ? limits : { ...limits, name };
    const done = queue ? await updateQueue(queue.id, named) : (await createQueue({ ...limits, name })) !== null;
    if (done) onDone();
  }

  const nameProblem = shown('name');
  const bytes = t('settings.problems.bytes');
  return (
    <form
      ref={form}
      className="page-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="dialog-body form-fields">
        <TextField
          label={t('queues.name')}
          value={draft.name}
          onChange={(name) => edit({ name })}
          inputRef={first}
          error={nameProblem && t(`queues.problems.${nameProblem}`)}
        />
        <div className="form-pair">
          <TextField
            label={t('queues.maxActive')}
            value={draft.maxActive}
            onChange={(maxActive) => edit({ maxActive })}
            placeholder={t('limit.none')}
            hint={t('queues.maxActiveHint')}
            error={
              shown('maxActive') ? t('settings.problems.integer', { least: format.integer(1), most: format.integer(mostAtOnce) }) : null
            }
          />
          <TextField
            label={t('queues.limitRate')}
            value={draft.limitRate}
            onChange={(limitRate) => edit({ limitRate })}
            placeholder={t('limit.none')}
            hint={t('queues.limitRateHint')}
            error={shown('limitRate') ? bytes : null}
          />
        </div>
        <SwitchLine
          label={t('queues.timedLabel')}
          hint={t('queues.timedHint')}
          checked={draft.timed}
          onChange={(timed) => edit({ timed })}
        />
        {draft.timed && (
          <div className="timed" role="group" aria-label={t('queues.timedLabel')}>
            <HoursFields hours={draft.hours} onChange={(hours) => edit({ hours })} problem={shown('hours')} />
          </div>
        )}
        <SwitchLine
          label={t('queues.rateTimedLabel')}
          hint={t('queues.rateTimedHint')}
          checked={draft.rateTimed}
          onChange={(rateTimed) => edit({ rateTimed })}
        />
        {draft.rateTimed && (
          <div className="timed" role="group" aria-label={t('queues.rateTimedLabel')}>
            <TextField
              label={t('queues.timedRate')}
              value={draft.timedRate}
              onChange={(timedRate) => edit({ timedRate })}
              hint={t('limit.hint')}
              error={shown('timedRate') ? bytes : null}
            />
            <HoursFields hours={draft.rateHours} onChange={(rateHours) => edit({ rateHours })} problem={shown('rateHours')} />
          </div>
        )}
      </div>
      <FormFoot onBack={onDone} {...(!queue && { done: t('queues.create') })} />
    </form>
  );
}
