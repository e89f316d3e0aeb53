/** One queue: what it is called, how much it may do at once, and when. */
import type { QueueState } from '../../contract/queue.ts';
import { DraftForm, isMissing, useDraft, useFirstField } from '../controls/draft-form.tsx';
import { SwitchLine } from '../controls/switch-line.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { draftOf, mostAtOnce, newQueue, readQueue, type QueueDraft, type QueueReading } from '../input/queue.ts';
import { createQueue, updateQueue } from '../state/commands.ts';
import { useQueues } from '../state/queues.ts';
import { HoursFields } from './hours-fields.tsx';
import { useQueueWords } from './queue-words.ts';
import './queue-form.css';

interface QueueFormProps {
  /** Null for one that is new. */
  readonly queue: QueueState | null;
  readonly onDone: () => void;
}

export function QueueForm({ queue, onDone }: QueueFormProps) {
  const { t, format } = useText();
  const words = useQueueWords();
  const queues = useQueues((state) => state.queues);
  const first = useFirstField();
  const taken = queues.filter(({ id }) => id !== queue?.id).map((other) => words.name(other));
  const { draft, edit, reading, shown, attempt } = useDraft({
    initial: () => (queue ? draftOf(queue, words.name(queue)) : newQueue),
    read: (typed: QueueDraft) => readQueue(typed, taken),
    canWait: isMissing,
  });

  async function save(read: NonNullable<QueueReading['queue']>): Promise<boolean> {
    const { name, ...limits } = read;
    // As long as nobody gives the default queue another name, it is named in the window's language.
    const named = queue && name === words.name(queue) ? limits : { ...limits, name };
    return queue ? await updateQueue(queue.id, named) : (await createQueue({ ...limits, name })) !== null;
  }

  const nameProblem = shown('name');
  const bytes = t('settings.problems.bytes');
  return (
    <DraftForm
      entry={reading.queue}
      save={save}
      onAttempt={attempt}
      onDone={onDone}
      {...(!queue && { done: t('queues.create') })}
      invalid="[aria-invalid=true], [data-invalid] button"
    >
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
          error={shown('maxActive') ? t('settings.problems.integer', { least: format.integer(1), most: format.integer(mostAtOnce) }) : null}
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
      <SwitchLine label={t('queues.timedLabel')} hint={t('queues.timedHint')} checked={draft.timed} onChange={(timed) => edit({ timed })} />
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
    </DraftForm>
  );
}
