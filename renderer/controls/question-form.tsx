/** The form of a dialog that asks for one thing about a download: it stays, with all that was typed, until the answer has been taken. */
import { useState, type ReactNode, type RefObject } from 'react';
import { Button } from './button.tsx';
import { useOnce } from './once.ts';
import './form.css';

interface QuestionFormProps {
  /** What is asked. */
  readonly text: string;
  /** Whether the answer cannot be sent as it is: the field gets the keyboard then. */
  readonly wrong: boolean;
  readonly field: RefObject<HTMLElement | null>;
  /** @returns whether the answer was taken. */
  readonly send: () => Promise<boolean>;
  readonly onClose: () => void;
  readonly cancel: string;
  readonly confirm: string;
  /** @param attempted whether somebody wanted to be done: what is wrong is then said at once. */
  readonly children: (attempted: boolean) => ReactNode;
}

export function QuestionForm({ text, wrong, field, send, onClose, cancel, confirm, children }: QuestionFormProps) {
  const [attempted, setAttempted] = useState(false);
  const [submit, busy] = useOnce(async () => {
    setAttempted(true);
    if (wrong) field.current?.focus();
    else if (await send()) onClose();
  });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="dialog-text">{text}</p>
      <div className="dialog-body form-fields">{children(attempted)}</div>
      <div className="dialog-foot">
        <Button className="push" onClick={onClose}>
          {cancel}
        </Button>
        <Button kind="primary" type="submit" aria-disabled={busy}>
          {confirm}
        </Button>
      </div>
    </form>
  );
}
