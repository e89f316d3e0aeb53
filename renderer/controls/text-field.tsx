/** A text field with its label, its hint, and a word beside it when something is wrong. */
import { Field } from '@base-ui/react/field';
import type { KeyboardEvent, ReactNode, Ref } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  /** Something good to say instead of the hint. */
  readonly note?: string | undefined;
  /** What is wrong; shown in place of hint and note. */
  readonly error?: ReactNode;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean;
  /** More than one line. */
  readonly rows?: number;
  /** Links, paths and digests read from left to right in every language. */
  readonly technical?: boolean;
  readonly type?: 'text' | 'password' | 'time';
  readonly className?: string;
  /** A button for filling it in another way. */
  readonly action?: ReactNode;
  readonly inputRef?: Ref<HTMLElement>;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    value,
    onChange,
    hint,
    note,
    error,
    placeholder,
    disabled = false,
    rows,
    technical = false,
    type = 'text',
    className = '',
    action,
    inputRef,
    onKeyDown,
  } = props;
  const wrong = Boolean(error) && !disabled;
  return (
    <Field.Root className={`field ${className}`} invalid={wrong} disabled={disabled}>
      <Field.Label className="field-label">{label}</Field.Label>
      <div className="field-line">
        <Field.Control
          ref={inputRef}
          className="input"
          value={value}
          onValueChange={onChange}
          onKeyDown={onKeyDown}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          dir={technical ? 'ltr' : 'auto'}
          {...(rows === undefined ? { type } : { render: <textarea rows={rows} /> })}
        />
        {action}
      </div>
      {wrong ? (
        <Field.Error className="field-error" match render={<div role="alert" />}>
          {error}
        </Field.Error>
      ) : (
        (note ?? hint) !== undefined && (
          <Field.Description className={note ? 'field-note field-note-good' : 'field-hint'}>{note ?? hint}</Field.Description>
        )
      )}
    </Field.Root>
  );
}
