/** What can be done to several selected downloads at once. */
import { Pause, Play, Trash2, X } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { pause, resume, retry } from '../state/commands.ts';
import { removeWithUndo } from '../state/removal.ts';
import { noSelection } from '../state/selection.ts';
import { select, selectedIds, useView } from '../state/view.ts';

export function SelectionBar() {
  const { t } = useText();
  const count = useView((view) => view.selection.selected.size);
  if (count < 2) return null;
  const resumeSelected = async (): Promise<void> => {
    const ids = selectedIds();
    await Promise.all([resume(ids), retry(ids)]);
  };
  return (
    <div className="selection-bar" role="group" aria-label={t('selection.label')}>
      <span className="selection-count numbers">{t('selection.count', { count })}</span>
      <Button kind="quiet" icon={Pause} onClick={() => void pause(selectedIds())}>
        {t('menu.pause')}
      </Button>
      <Button kind="quiet" icon={Play} onClick={() => void resumeSelected()}>
        {t('menu.resume')}
      </Button>
      <Button kind="quiet" icon={Trash2} onClick={() => removeWithUndo(selectedIds())}>
        {t('menu.remove')}
      </Button>
      <IconButton icon={X} label={t('selection.clear')} onClick={() => select(() => noSelection)} />
    </div>
  );
}
