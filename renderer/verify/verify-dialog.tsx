/** Says whether files on the disk are what they should be, or at least what their checksums are. */
import { useEffect, useRef, type RefObject } from 'react';
import { checksumAlgorithms } from '../../contract/digest.ts';
import { algorithmName } from '../add/problem-words.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { ProgressBar } from '../controls/progress-bar.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { isWholePath } from '../input/amounts.ts';
import { algorithmsFor } from '../input/verdict.ts';
import { useConnection } from '../state/connection.ts';
import { cancelVerify, editVerify, useVerify, verify } from '../state/verify.ts';
import { closeDialog, useView } from '../state/view.ts';
import { FileResults } from './file-results.tsx';
import { FilesField } from './files-field.tsx';
import { useVerification, type VerifiedFile } from './use-verification.ts';
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

function VerifyForm({ fieldRef, onClose }: { readonly fieldRef: RefObject<HTMLElement | null>; readonly onClose: () => void }) {
  const { t } = useText();
  const { expected, also, dropped, busy } = useVerify();
  const platform = useConnection((connection) => connection.info?.platform ?? 'linux');
  const { files, problem, absent } = useVerification();
  const incomplete = files.find(({ path }) => !isWholePath(path, platform));
  const possible = files.length > 0 && !incomplete && problem === null;
  const ready = dropped && possible && files.some(({ expectations }) => expectations.length > 0);
  const begin = (): void => void verify(files.map(({ path, expectations }) => ({ path, algorithms: algorithmsFor(also, expectations) })));
  useEffect(() => {
    if (ready) begin();
    // Once for each drop: what is typed later is verified when somebody asks for it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [ready]);
  const submit = (): void => {
    if (possible) begin();
  };
  const expectations = files.flatMap((file) => file.expectations);
  const [only] = files;
  return (
    <form
      className="page-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="dialog-body form-fields">
        <FilesField several={files.length > 1} incomplete={incomplete !== undefined} fieldRef={fieldRef} onSubmit={submit} />
        <TextField
          className={files.length > 1 ? 'field-digests verify-list' : 'field-digests'}
          label={t('verify.expected')}
          value={expected}
          onChange={(text) => editVerify({ expected: text })}
          rows={Math.min(6, Math.max(2, expected.split('\n').length))}
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
        {files.length > 1 ? (
          <FileResults files={files} absent={absent} busy={busy} />
        ) : (
          <div className="verify-outcome" aria-live="polite">
            {only && <Outcome file={only} />}
          </div>
        )}
      </div>
      <div className="dialog-foot">
        {busy ? (
          <Button className="push" onClick={cancelVerify}>
            {t('verify.stop')}
          </Button>
        ) : (
          <Button className="push" onClick={onClose}>
            {t('verify.close')}
          </Button>
        )}
        <Button kind="primary" type="submit" disabled={files.length === 0 || busy}>
          {t('verify.verify')}
        </Button>
      </div>
    </form>
  );
}

/** What has become of the only file. */
function Outcome({ file: { run, expectations } }: { readonly file: VerifiedFile }) {
  const { t, format } = useText();
  if (run === null) return null;
  if (run.state === 'failed') return <p className="field-error">{run.code ? t(`errors.${run.code}.title`) : run.message}</p>;
  if (run.state === 'done') return <VerifyResult size={run.size} digests={run.digests} expectations={expectations} />;
  return (
    <ProgressBar
      label={t('verify.progress')}
      fraction={run.size ? run.done / run.size : null}
      moving
      text={t('verify.read', { done: format.size(run.done), size: format.size(run.size ?? 0) })}
    />
  );
}
