/** The form of one entry that people manage: what is typed is a draft, read as it grows, and what is wrong with it is said in its time. */
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { Button } from './button.tsx';
import { useOnce } from './once.ts';
import { useSettled } from './settled.ts';
import { useText } from './text.tsx';
import './form.css';

/** What a draft comes to, and what is wrong with its fields. */
interface Reading {
  readonly problems: object;
}

interface DraftOptions<Draft, Read extends Reading> {
  readonly initial: () => Draft;
  readonly read: (draft: Draft) => Read;
  /** Whether a problem of a draft that has rested can wait until somebody wants to be done. */
  readonly canWait: (problem: unknown, rested: Draft) => boolean;
}

export function useDraft<Draft, Read extends Reading>({ initial, read, canWait }: DraftOptions<Draft, Read>) {
  type Problems = Read['problems'];
  const [draft, setDraft] = useState(initial);
  const [attempted, setAttempted] = useState(false);
  const reading = read(draft);
  const settled = useSettled(draft);
  const rested = settled === draft ? reading : read(settled);
  return {
    draft,
    reading,
    edit: (change: Partial<Draft>): void => setDraft((current) => ({ ...current, ...change })),
    /** A problem is shown when it is still there after a rest from typing, or after somebody wanted to be done. */
    shown: <Name extends keyof Problems>(name: Name): Problems[Name] | null => {
      const problems: Problems = rested.problems;
      const now: Problems = reading.problems;
      return attempted || (Boolean(problems[name]) && !canWait(problems[name], settled)) ? now[name] : null;
    },
    attempt: (): void => setAttempted(true),
  };
}

/** A name that is missing is no mistake before somebody wants to be done. */
export const isMissing = (problem: unknown): boolean => problem === 'missing';

/** The field that has the keyboard when the form opens. */
export function useFirstField(): RefObject<HTMLElement | null> {
  const first = useRef<HTMLElement>(null);
  useEffect(() => first.current?.focus(), []);
  return first;
}

interface DraftFormProps<Entry> {
  /** What the draft comes to; null while something is wrong with it, and the first such field then gets the keyboard. */
  readonly entry: Entry | null;
  readonly save: (entry: Entry) => Promise<boolean>;
  readonly onAttempt: () => void;
  /** Saved, or given up. */
  readonly onDone: () => void;
  /** What is done, where that is more than to save. */
  readonly done?: string;
  /** Finds what is wrong, where not only text can be. */
  readonly invalid?: string;
  readonly children: ReactNode;
}

export function DraftForm<Entry>({
  entry,
  save,
  onAttempt,
  onDone,
  done,
  invalid = '[aria-invalid=true]',
  children,
}: DraftFormProps<Entry>) {
  const { t } = useText();
  const form = useRef<HTMLFormElement>(null);
  const [submit, busy] = useOnce(async () => {
    onAttempt();
    if (entry === null) requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(invalid)?.focus());
    else if (await save(entry)) onDone();
  });

  return (
    <form
      ref={form}
      className="page-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="dialog-body form-fields">{children}</div>
      <div className="dialog-foot">
        <Button className="push" onClick={onDone}>
          {t('managed.back')}
        </Button>
        <Button kind="primary" type="submit" aria-disabled={busy}>
          {done ?? t('managed.save')}
        </Button>
      </div>
    </form>
  );
}
