/** The dialog in which downloads are added. What is typed lives in the draft, not here, and survives closing. */
import { useRef } from 'react';
import { Dialog } from '../controls/dialog.tsx';
import { useText } from '../controls/text.tsx';
import { closeDialog, useView } from '../state/view.ts';
import { AddForm } from './add-form.tsx';
import '../controls/form.css';
import './add.css';

export function AddDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'add');
  const links = useRef<HTMLElement>(null);
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('add.title')}
      closeLabel={t('add.close')}
      className="dialog-wide dialog-add"
      initialFocus={links}
    >
      <AddForm linksField={links} />
    </Dialog>
  );
}
