/** Which files: typed one a line, chosen, or dropped on the window. */
import { useRef, type RefObject } from 'react';
import { exampleFile } from '../add/problem-words.ts';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { useConnection } from '../state/connection.ts';
import { chooseFiles, takeFiles, useVerify } from '../state/verify.ts';

interface FilesFieldProps {
  readonly several: boolean;
  /** One of the paths does not begin at the top. */
  readonly incomplete: boolean;
  readonly fieldRef: RefObject<HTMLElement | null>;
  readonly onSubmit: () => void;
}

export function FilesField({ several, incomplete, fieldRef, onSubmit }: FilesFieldProps) {
  const { t } = useText();
  const files = useVerify((state) => state.files);
  const platform = useConnection((connection) => connection.info?.platform ?? 'linux');
  const canPick = useConnection((connection) => connection.info?.shell === 'desktop');
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="verify-file">
      <TextField
        label={several ? t('verify.files') : t('verify.file')}
        value={files}
        onChange={chooseFiles}
        rows={Math.min(6, files.split('\n').length)}
        inputRef={fieldRef}
        technical
        onKeyDown={(event) => {
          // In a field of one line, Enter means what it does in any other.
          const ends = !event.shiftKey && (!files.includes('\n') || event.ctrlKey || event.metaKey);
          if (event.key !== 'Enter' || !ends) return;
          event.preventDefault();
          onSubmit();
        }}
        placeholder={exampleFile(platform)}
        hint={t(canPick ? 'verify.fileHint' : 'verify.fileHintBrowser')}
        error={incomplete ? t('add.problems.folder', { example: exampleFile(platform) }) : null}
      />
      {canPick && (
        <>
          <Button onClick={() => picker.current?.click()}>{t('verify.choose')}</Button>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label={t('verify.choose')}
            onChange={({ target }) => {
              const chosen = [...(target.files ?? [])];
              target.value = '';
              if (chosen.length > 0) void takeFiles(chosen);
            }}
          />
        </>
      )}
    </div>
  );
}
