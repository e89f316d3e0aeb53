/** Asks for the link that takes an expired one's place. */
import { useRef, useState, type RefObject } from 'react';
import type { DownloadRow } from '../../contract/download.ts';
import { Dialog } from '../controls/dialog.tsx';
import { QuestionForm } from '../controls/question-form.tsx';
import { useSettled } from '../controls/settled.ts';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { newLinkProblem } from '../input/new-link.ts';
import { refreshLink } from '../state/commands.ts';
import { useDownloads } from '../state/downloads.ts';
import { askForLink, useView } from '../state/view.ts';

const close = (): void => askForLink(null);

export function RefreshDialog() {
  const { t } = useText();
  const id = useView((view) => view.refreshing);
  const row = useDownloads((state) => state.list.rows.get(id ?? ''));
  const field = useRef<HTMLElement>(null);
  return (
    <Dialog
      open={row !== undefined}
      onClose={close}
      title={t('refresh.title')}
      closeLabel={t('refresh.close')}
      className="dialog-narrow"
      initialFocus={field}
    >
      {row && <RefreshForm key={row.id} row={row} field={field} />}
    </Dialog>
  );
}

function RefreshForm({ row, field }: { readonly row: DownloadRow; readonly field: RefObject<HTMLElement | null> }) {
  const { t } = useText();
  const [link, setLink] = useState('');
  const problem = newLinkProblem(link, row.url);
  const rested = useSettled(link) === link && link !== '';
  return (
    <QuestionForm
      text={t('refresh.text', { name: row.name })}
      wrong={problem !== null}
      field={field}
      send={() => refreshLink(row.id, link.trim())}
      onClose={close}
      cancel={t('refresh.cancel')}
      confirm={t('refresh.confirm')}
    >
      {(attempted) => (
        <TextField
          label={t('refresh.link')}
          value={link}
          onChange={setLink}
          inputRef={field}
          technical
          placeholder="https://"
          error={problem && (attempted || rested) ? t(`refresh.problems.${problem}`) : null}
        />
      )}
    </QuestionForm>
  );
}
