/** The buttons of a row: those that make sense in its state. */
import { FolderOpen, Pause, Play, RotateCw, X, type LucideIcon } from 'lucide-react';
import { memo } from 'react';
import type { DownloadId, DownloadRow } from '../../contract/download.ts';
import { IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { pause, resume, retry, showInFolder } from '../state/commands.ts';
import { canOpen, canPause, canRemove, canResume, canRetry } from '../state/groups.ts';
import { removeWithUndo } from '../state/removal.ts';

type Action = 'pause' | 'resume' | 'retry' | 'showInFolder' | 'remove';

interface Work {
  readonly icon: LucideIcon;
  readonly possible: (row: DownloadRow) => boolean;
  readonly run: (id: DownloadId) => void;
}

const works: Readonly<Record<Action, Work>> = {
  pause: { icon: Pause, possible: canPause, run: (id) => void pause([id]) },
  resume: { icon: Play, possible: canResume, run: (id) => void resume([id]) },
  retry: { icon: RotateCw, possible: canRetry, run: (id) => void retry([id]) },
  showInFolder: { icon: FolderOpen, possible: canOpen, run: (id) => void showInFolder(id) },
  remove: { icon: X, possible: canRemove, run: (id) => removeWithUndo([id]) },
};
const all = Object.keys(works) as Action[];

/** What can be done with a download now, as one word for each: a plain value, so that bytes which arrive do not draw the buttons anew. */
export const actionsOf = (row: DownloadRow): string => all.filter((action) => works[action].possible(row)).join(' ');

interface RowActionsProps {
  readonly id: DownloadId;
  readonly name: string;
  readonly actions: string;
  /** Only the row that the keyboard is on has its buttons in the tab order: a long list is one stop, not thousands. */
  readonly reachable: boolean;
}

export const RowActions = memo(function RowActions({ id, name, actions, reachable }: RowActionsProps) {
  const { t } = useText();
  const possible = actions.split(' ');
  return (
    <div className="row-actions">
      {all
        .filter((action) => possible.includes(action))
        .map((action) => (
          <IconButton
            key={action}
            icon={works[action].icon}
            label={t(`row.${action}`, { name })}
            hint={t(`row.hints.${action}`)}
            tabIndex={reachable ? 0 : -1}
            onClick={() => works[action].run(id)}
          />
        ))}
    </div>
  );
});
