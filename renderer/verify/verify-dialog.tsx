/** Says whether a file on the disk is what it should be, or at least what its checksums are. */
import { useEffect, useRef, type RefObject } from 'react';
import { parseChecksumText } from '../../contract/checksum-text.ts';
import { checksumAlgorithms } from '../../contract/digest.ts';
import { examplePath, algorithmName } from '../add/problem-words.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { ProgressBar } from '../controls/progress-bar.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { isWholePath } from '../input/amounts.ts';
import { algorithmsFor, expectationsOf, type Expectation } from '../input/verdict.ts';
import { useConnection } from '../state/connection.ts';
import { useDownloads } from '../state/downloads.ts';
import { cancelVerify, chooseFile, editVerify, pathOf, useVerify, verify } from '../state/verify.ts';
import { closeDialog, useView } from '../state/view.ts';
import { VerifyResult } from './verify-result.tsx';
import '../controls/form.css';
import './verify.css';

export function VerifyDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'verify');
  const field = useRef<HTMLElement>(null);
  const close = (): void => {
    cancelVerify();
    closeDialog();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('verify.title')}
      closeLabel={t('verify.close')}
      className="dialog-wide"
      initialFocus={field}
    >
      <VerifyForm fieldRef={field} onClose={close} />
    </Dialog>
  );
}

/** More files are not named one by one. */
const named = 5;

const nameOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** What the file should be, and what is wrong with what was typed about it. */
function useExpectations(): { readonly expectations: readonly Expectation[]; readonly problem: string | null } {
  const { t, format } = useText();
  const { path, expected, run } = useVerify();
  const rows = useDownloads((state) => state.ordered);
  const name = nameOf(path);
  const read = expected.trim() === '' ? null : parseChecksumText(expected, { fileName: name === '' ? undefined : name });
  if (read && !read.ok) {
    const digits = format.integer(Math.max(0, ...(expected.match(/\b[0-9a-f]+\b/gi) ?? []).map((word) => word.length)));
    return { expectations: [], problem: t(`add.problems.checksum.${read.problem}`, { digits }) };
  }
  const size = run.state === 'done' ? run.size : null;
  return { expectations: expectationsOf(read?.checksums ?? [], name, size, rows.values()), problem: null };
}

function VerifyForm({ fieldRef, onClose }: { readonly fieldRef: RefObject<HTMLElement | null>; readonly onClose: () => void }) {
  const { t, format } = useText();
  const { path, expected, also, leftOut, dropped, run } = useVerify();
  const platform = useConnection((connection) => connection.info?.platform ?? 'linux');
  const { expectations, problem } = useExpectations();
  const picker = useRef<HTMLInputElement>(null);
  const incomplete = path !== '' && !isWholePath(path, platform);
  const ready = dropped && path !== '' && !incomplete && problem === null && expectations.length > 0;
  useEffect(() => {
    if (ready) void verify(expectations);
    // Once for each drop: what is typed later is verified when somebody asks for it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [ready]);
  const canPick = useConnection((connection) => connection.info?.shell === 'desktop');
  const share = run.state === 'hashing' && run.size ? run.done / run.size : null;
  return (
    <form
      className="page-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (path !== '' && !incomplete && !problem) void verify(expectations);
      }}
    >
      <div className="dialog-body form-fields">
        <div className="verify-file">
          <TextField
            label={t('verify.file')}
            value={path}
            onChange={chooseFile}
            inputRef={fieldRef}
            technical
            placeholder={examplePath(platform)}
            hint={t(canPick ? 'verify.fileHint' : 'verify.fileHintBrowser')}
            error={incomplete ? t('add.problems.folder', { example: examplePath(platform) }) : null}
          />
          {canPick && (
            <>
              <Button onClick={() => picker.current?.click()}>{t('verify.choose')}</Button>
              <input
                ref={picker}
                type="file"
                hidden
                aria-label={t('verify.choose')}
                onChange={({ target }) => {
                  const [file] = target.files ?? [];
                  if (file) chooseFile(pathOf(file));
                  target.value = '';
                }}
              />
            </>
          )}
        </div>
        {leftOut.length > 0 && (
          <p className="form-note" role="status">
            {t('verify.leftOut', {
              name: nameOf(path),
              others: format.list(leftOut.length > named ? [...leftOut.slice(0, named), '…'] : leftOut),
            })}
          </p>
        )}
        <TextField
          label={t('verify.expected')}
          value={expected}
          onChange={(text) => editVerify({ expected: text })}
          rows={2}
          technical
          hint={t('verify.expectedHint')}
          error={problem}
        />
        <fieldset className="verify-also">
          <legend className="field-label">{t('verify.also')}</legend>
          {checksumAlgorithms.map((algorithm) => (
            <label key={algorithm} className="verify-choice">
              <input
                type="checkbox"
                className="checkbox"
                disabled={algorithm === 'sha256'}
                checked={algorithmsFor(also, expectations).includes(algorithm)}
                onChange={({ target }) => {
                  const next = new Set(also);
                  if (target.checked) next.add(algorithm);
                  else next.delete(algorithm);
                  editVerify({ also: next });
                }}
              />
              {algorithmName(algorithm)}
            </label>
          ))}
        </fieldset>
        <div className="verify-outcome" aria-live="polite">
          {run.state === 'hashing' && (
            <ProgressBar
              label={t('verify.progress')}
              fraction={share}
              moving
              text={t('verify.read', { done: format.size(run.done), size: format.size(run.size ?? 0) })}
            />
          )}
          {run.state === 'failed' && <p className="field-error">{run.code ? t(`errors.${run.code}.title`) : run.message}</p>}
          {run.state === 'done' && <VerifyResult size={run.size} digests={run.digests} expectations={expectations} />}
        </div>
      </div>
      <div className="dialog-foot">
        {run.state === 'hashing' ? (
          <Button className="push" onClick={cancelVerify}>
            {t('verify.stop')}
          </Button>
        ) : (
          <Button className="push" onClick={onClose}>
            {t('verify.close')}
          </Button>
        )}
        <Button kind="primary" type="submit" disabled={path === '' || run.state === 'hashing'}>
          {t('verify.verify')}
        </Button>
      </div>
    </form>
  );
}
