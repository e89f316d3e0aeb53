/** How fast some downloads may be, each of them alone. */
import { useRef, useState, type RefObject } from 'react';
import { Dialog } from '../controls/dialog.tsx';
import { useText } from '../controls/text.tsx';
import { limitSpeed } from '../state/commands.ts';
import { rowOf } from '../state/downloads.ts';
import { closeDialog, useView } from '../state/view.ts';
import { LimitForm } from './limit-form.tsx';

export function LimitDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'limit');
  const ids = useView((view) => view.limiting);
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
      <LimitOf ids={ids} field={field} />
    </Dialog>
  );
}

function LimitOf({ ids, field }: { readonly ids: readonly string[]; readonly field: RefObject<HTMLElement | null> }) {
  const { t } = useText();
  const [current] = useState(() => commonLimit(ids));
  const set = (rate: number): void => {
    void limitSpeed(ids, rate);
    closeDialog();
  };
  const subject = <p>{ids.length === 1 ? <bdi>{rowOf(ids[0] ?? '')?.name}</bdi> : t('selection.count', { count: ids.length })}</p>;
  return <LimitForm current={current} onSet={set} onCancel={closeDialog} field={field} subject={subject} />;
}

/** The limit that all of them have; null when they differ. */
function commonLimit(ids: readonly string[]): number | null {
  const limits = new Set(ids.map((id) => rowOf(id)?.limitRate ?? 0));
  const [first = 0] = limits;
  return limits.size > 1 ? null : first;
}
