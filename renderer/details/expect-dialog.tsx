/** Asks what the file of a download is to be: a checksum is entered, corrected, or taken back. */
import { useState } from 'react';
import type { DownloadDetail, DownloadRow } from '../../contract/download.ts';
import { algorithmName, useProblemWords } from '../add/problem-words.ts';
import { Dialog } from '../controls/dialog.tsx';
import { useFirstField } from '../controls/draft-form.tsx';
import { QuestionForm } from '../controls/question-form.tsx';
import { useSettled } from '../controls/settled.ts';
import { SwitchLine } from '../controls/switch-line.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { checksumText, readChecksum } from '../input/checksum.ts';
import { expectChecksums } from '../state/commands.ts';
import { useConnection } from '../state/connection.ts';
import { useDownloads } from '../state/downloads.ts';
import { canCorrect } from '../state/groups.ts';
import { askForChecksum, useView } from '../state/view.ts';
import { useDetail } from './use-detail.ts';

const close = (): void => askForChecksum(null);

export function ExpectDialog() {
  const { t } = useText();
  const id = useView((view) => view.expecting);
  const row = useDownloads((state) => state.list.rows.get(id ?? ''));
  return (
    <Dialog open={row !== undefined} onClose={close} title={t('expect.title')} closeLabel={t('expect.close')} className="dialog-narrow">
      {row && <ExpectedSoFar key={row.id} row={row} />}
    </Dialog>
  );
}

/** The form waits for what is expected already: only then is it known what there is to correct. */
function ExpectedSoFar({ row }: { readonly row: DownloadRow }) {
  const { detail } = useDetail(row.id);
  return detail && <ExpectForm row={row} detail={detail} />;
}

function ExpectForm({ row, detail }: { readonly row: DownloadRow; readonly detail: DownloadDetail }) {
  const { t, format } = useText();
  const words = useProblemWords(useConnection((connection) => connection.info?.platform ?? 'linux'));
  const field = useFirstField();
  const [text, setText] = useState(() => checksumText(detail.expected));
  const [published, setPublished] = useState(detail.published);
  const reading = readChecksum(text, [row.url], row.name);
  const rested = useSettled(text) === text;
  const [checksums = []] = reading.state === 'read' ? reading.perLink : [];
  const when = row.status === 'completed' ? 'complete' : canCorrect(row) ? 'failed' : 'underWay';
  return (
    <QuestionForm
      text={t(`expect.text.${when}`, { name: row.name })}
      wrong={reading.state === 'wrong'}
      field={field}
      send={() => expectChecksums({ id: row.id, checksums: [...checksums], published })}
      onClose={close}
      cancel={t('expect.cancel')}
      confirm={t(when === 'underWay' || (when === 'complete' && text.trim() === '') ? 'expect.save' : 'expect.compare')}
    >
      {(attempted) => (
        <>
          <TextField
            className="field-digests"
            label={t('expect.checksum')}
            value={text}
            onChange={setText}
            inputRef={field}
            technical
            rows={Math.min(6, Math.max(2, text.split('\n').length))}
            hint={t('expect.hint')}
            note={
              reading.state === 'read'
                ? t('expect.recognised', { algorithms: format.list(checksums.map(({ algorithm }) => algorithmName(algorithm))) })
                : undefined
            }
            error={reading.state === 'wrong' && (attempted || rested) ? words.checksum(reading.problem) : null}
          />
          {when !== 'complete' && (
            <SwitchLine label={t('expect.published')} hint={t('expect.publishedHint')} checked={published} onChange={setPublished} />
          )}
        </>
      )}
    </QuestionForm>
  );
}
