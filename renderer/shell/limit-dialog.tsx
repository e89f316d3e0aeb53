/** How fast some downloads may be, each of them alone: one of the usual limits, or one of the person's own. */
import { useRef, useState, type RefObject } from 'react';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { readBytes, writeBytes } from '../input/amounts.ts';
import { limitSpeed } from '../state/commands.ts';
import { rowOf } from '../state/downloads.ts';
import { limitsWith } from '../state/limits.ts';
import { closeDialog, useView } from '../state/view.ts';
import './limit-dialog.css';

export function LimitDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'limit');
  const field = useRef<HTMLElement>(null);
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('limit.title')}
      closeLabel={t('limit.close')}
      className="dialog-narrow"
      initialFocus={field}
    >
      <LimitForm field={field} />
    </Dialog>
  );
}

function LimitForm({ field }: { readonly field: RefObject<HTMLElement | null> }) {
  const { t, format } = useText();
  const ids = useView((view) => view.limiting);
  const [current] = useState(() => commonLimit(ids));
  const [typed, setTyped] = useState(current === null ? '' : writeBytes(current));
  const [attempted, setAttempted] = useState(false);
  const rate = readBytes(typed);

  function set(chosen: number): void {
    void limitSpeed(ids, chosen);
    closeDialog();
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAttempted(true);
        if (rate === null) field.current?.focus();
        else set(rate);
      }}
    >
      <div className="dialog-body limit-body">
        <p>{ids.length === 1 ? <bdi>{rowOf(ids[0] ?? '')?.name}</bdi> : t('selection.count', { count: ids.length })}</p>
        <div className="limit-usual" role="group" aria-label={t('limit.usual')}>
          {limitsWith(current ?? 0).map((bytes) => (
            <Button key={bytes} aria-pressed={bytes === current} onClick={() => set(bytes)}>
              {bytes === 0 ? t('limit.none') : format.speed(bytes)}
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
          note={rate !== null && rate > 0 ? format.speed(rate) : undefined}
          error={attempted && rate === null ? t('settings.problems.bytes') : null}
        />
      </div>
      <div className="dialog-foot">
        <Button className="push" onClick={closeDialog}>
          {t('limit.cancel')}
        </Button>
        <Button kind="primary" type="submit">
          {t('limit.set')}
        </Button>
      </div>
    </form>
  );
}

/** The limit that all of them have; null when they differ. */
function commonLimit(ids: readonly string[]): number | null {
  const limits = new Set(ids.map((id) => rowOf(id)?.limitRate ?? 0));
  const [first = 0] = limits;
  return limits.size > 1 ? null : first;
}
