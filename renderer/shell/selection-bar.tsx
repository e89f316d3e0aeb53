/** What can be done to several selected downloads at once. */
import { Toolbar } from '@base-ui/react/toolbar';
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
  const actions = [
    { label: t('menu.pause'), icon: Pause, run: () => void pause(selectedIds()) },
    { label: t('menu.resume'), icon: Play, run: () => void resumeSelected() },
    { label: t('menu.remove'), icon: Trash2, run: () => removeWithUndo(selectedIds()) },
  ];
  return (
    <Toolbar.Root className="selection-bar" aria-label={t('selection.label')}>
      <span className="selection-count numbers">{t('selection.count', { count })}</span>
      {actions.map(({ label, icon, run }) => (
        <Toolbar.Button key={label} onClick={run} render={<Button kind="quiet" icon={icon} />}>
          {label}
        </Toolbar.Button>
      ))}
      <Toolbar.Button render={<IconButton icon={X} label={t('selection.clear')} />} onClick={() => select(() => noSelection)} />
    </Toolbar.Root>
  );
}
