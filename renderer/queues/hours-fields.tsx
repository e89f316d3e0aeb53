/** Hours of the week: from when to when, and on which days they begin. */
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useId } from 'react';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import type { HoursDraft, HoursProblem } from '../input/queue.ts';

interface HoursFieldsProps {
  readonly hours: HoursDraft;
  readonly onChange: (hours: HoursDraft) => void;
  readonly problem: HoursProblem | null;
}

export function HoursFields({ hours, onChange, problem }: HoursFieldsProps) {
  const { t, format } = useText();
  const daysLabel = useId();
  const note = useId();
  const wrong = problem === 'time' ? t('queues.problems.time') : null;
  const overnight = hours.start !== '' && hours.end !== '' && hours.end <= hours.start;
  return (
    <div className="hours">
      <TextField
        label={t('queues.from')}
        type="time"
        value={hours.start}
        onChange={(start) => onChange({ ...hours, start })}
        error={hours.start === '' ? wrong : null}
      />
      <TextField
        label={t('queues.to')}
        type="time"
        value={hours.end}
        onChange={(end) => onChange({ ...hours, end })}
        hint={overnight ? t('queues.nextDay') : undefined}
        error={hours.end === '' ? wrong : null}
      />
      <div className="field days-field" data-invalid={problem === 'days' ? '' : undefined}>
        <span className="field-label" id={daysLabel}>
          {t('queues.days')}
        </span>
        <ToggleGroup
          multiple
          className="days"
          value={hours.days.map(String)}
          onValueChange={(days) => onChange({ ...hours, days: days.map(Number) })}
          aria-labelledby={daysLabel}
          aria-describedby={note}
        >
          {format.week.map((day) => (
            <Toggle key={day} value={String(day)} className="day" aria-label={format.weekday(day, 'long')}>
              {format.weekday(day, 'short')}
            </Toggle>
          ))}
        </ToggleGroup>
        {problem === 'days' ? (
          <div id={note} className="field-error" role="alert">
            {t('queues.problems.days')}
          </div>
        ) : (
          <div id={note} className="field-hint">
            {overnight ? t('queues.daysHint') : ''}
          </div>
        )}
      </div>
    </div>
  );
}
