/** What is done to everything: adding, pausing, resuming, searching, sorting, settings. */
import { Pause, Play, Plus, Settings } from 'lucide-react';
import { Button, IconButton, ReasonedButton } from '../controls/button.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useText } from '../controls/text.tsx';
import { pauseAll, resumeAll } from '../state/commands.ts';
import { useConnection } from '../state/connection.ts';
import { usePossible } from '../state/counts.ts';
import { addButtonId, openDialog, searchFieldId, searchFor, useView } from '../state/view.ts';
import { SortMenu, ViewMenu } from './view-menu.tsx';
import { MoreMenu } from './more-menu.tsx';
import './toolbar.css';

export function Toolbar() {
  const { t } = useText();
  return (
    <header className="toolbar">
      <Button kind="primary" icon={Plus} id={addButtonId} onClick={() => openDialog('add')}>
        {t('toolbar.add')}
      </Button>
      <ForAll />
      <Search />
      <SortMenu />
      <ViewMenu />
      <MoreMenu />
      <IconButton icon={Settings} label={t('toolbar.settings')} onClick={() => openDialog('settings')} />
    </header>
  );
}

/** Apart from the menus beside it, which are not drawn anew with every letter. */
function Search() {
  const { t } = useText();
  const search = useView((view) => view.search);
  return <SearchField className="toolbar-search push" id={searchFieldId} label={t('toolbar.search')} value={search} onChange={searchFor} />;
}

/** What is done to everything at once, and why it cannot be now. */
function ForAll() {
  const { t } = useText();
  const possible = usePossible();
  const lost = useConnection((connection) => connection.state === 'lost');
  const reason = (can: boolean, nothing: string): string | null => (lost ? t('connection.unreachable') : can ? null : nothing);
  return (
    <div className="toolbar-pair">
      <ReasonedButton
        kind="quiet"
        icon={Pause}
        className="toolbar-folding"
        aria-label={t('toolbar.pauseAll')}
        hint={t('toolbar.pauseAllHint')}
        unavailable={reason(possible.pause, t('toolbar.nothingToPause'))}
        onClick={() => void pauseAll()}
      >
        <span>{t('toolbar.pauseAll')}</span>
      </ReasonedButton>
      <ReasonedButton
        kind="quiet"
        icon={Play}
        className="toolbar-folding"
        aria-label={t('toolbar.resumeAll')}
        hint={t('toolbar.resumeAllHint')}
        unavailable={reason(possible.resume, t('toolbar.nothingToResume'))}
        onClick={() => void resumeAll()}
      >
        <span>{t('toolbar.resumeAll')}</span>
      </ReasonedButton>
    </div>
  );
}
