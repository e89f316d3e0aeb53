/** How fast something may be: one of the usual limits, or one of the person's own. */
import { useState, type ReactNode, type RefObject } from 'react';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { readBytes, writeBytes } from '../input/amounts.ts';
import { limitsWith } from '../state/limits.ts';
import './limit-form.css';

interface LimitFormProps {
  /** Bytes a second; 0 is no limit, null when there are several. */
  readonly current: number | null;
  readonly onSet: (rate: number) => void;
  readonly onCancel: () => void;
  readonly field: RefObject<HTMLElement | null>;
  /** What is limited. */
  readonly subject: ReactNode;
  /** What else holds. */
  readonly children?: ReactNode;
}

export function LimitForm({ current, onSet, onCancel, field, subject, children }: LimitFormProps) {
  const { t, format } = useText();
  const [typed, setTyped] = useState(current === null ? '' : writeBytes(current));
  const [attempted, setAttempted] = useState(false);
  const rate = readBytes(typed);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAttempted(true);
        if (rate === null) field.current?.focus();
        else onSet(rate);
      }}
    >
      <div className="dialog-body limit-body">
        {subject}
        <div className="limit-usual" role="group" aria-label={t('limit.usual')}>
          {limitsWith(current ?? 0).map((bytes) => (
            <Button key={bytes} aria-pressed={bytes === current} onClick={() => onSet(bytes)}>
              {bytes === 0 ? t('limit.none') : format.limit(bytes)}
            </Button>
          ))}
        </div>
        <TextField
          label={t('limit.own')}
          value={typed}
          onChange={setTyped}
          technical
          inputRef={field}
          hint={t('limit.hint')}
          note={rate !== null && rate > 0 ? format.limit(rate) : undefined}
          error={attempted && rate === null ? t('settings.problems.bytes') : null}
        />
        {children}
      </div>
      <div className="dialog-foot">
        <Button className="push" onClick={onCancel}>
          {t('limit.cancel')}
        </Button>
        <Button kind="primary" type="submit">
          {t('limit.set')}
        </Button>
      </div>
    </form>
  );
}
