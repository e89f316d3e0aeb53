/** The way to a file of links for those who do not drag. */
import { FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { listTypes, readLists } from '../input/lists.ts';
import { takeLists } from '../state/lists.ts';

export function OpenList() {
  const { t } = useText();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button kind="quiet" icon={FolderOpen} className="open-list" onClick={() => field.current?.click()}>
        {t('add.openList')}
      </Button>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        accept={listTypes}
        aria-label={t('add.openList')}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // So that the same file can be chosen once more.
          target.value = '';
          if (files.length > 0) void readLists(files).then((reading) => takeLists(reading, { none: t('toast.noLinksFound') }));
        }}
      />
    </>
  );
}
