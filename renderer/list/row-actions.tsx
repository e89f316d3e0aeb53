/** The buttons of a row: those that make sense in its state. */
import { FolderOpen, Pause, Play, RotateCw, X } from 'lucide-react';
import type { DownloadRow } from '../../contract/download.ts';
import { IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { pause, resume, retry, showInFolder } from '../state/commands.ts';
import { canOpen, canPause, canRemove, canResume, canRetry } from '../state/groups.ts';
import { removeWithUndo } from '../state/removal.ts';

/** Only the row that the keyboard is on has its buttons in the tab order: a long list is one stop, not thousands. */
export function RowActions({ row, reachable }: { readonly row: DownloadRow; readonly reachable: boolean }) {
  const { t } = useText();
  const { id, name } = row;
  const ids = [id];
  const tabIndex = reachable ? 0 : -1;
  const actions = [
    { shown: canPause(row), icon: Pause, action: 'pause', run: () => void pause(ids) },
    { shown: canResume(row), icon: Play, action: 'resume', run: () => void resume(ids) },
    { shown: canRetry(row), icon: RotateCw, action: 'retry', run: () => void retry(ids) },
    { shown: canOpen(row), icon: FolderOpen, action: 'showInFolder', run: () => void showInFolder(id) },
    { shown: canRemove(row), icon: X, action: 'remove', run: () => removeWithUndo(ids) },
  ] as const;
  return (
    <div className="row-actions">
      {actions
        .filter(({ shown }) => shown)
        .map(({ icon, action, run }) => (
          <IconButton
            key={action}
            icon={icon}
            label={t(`row.${action}`, { name })}
            hint={t(`row.hints.${action}`)}
            tabIndex={tabIndex}
            onClick={run}
          />
        ))}
    </div>
  );
}
