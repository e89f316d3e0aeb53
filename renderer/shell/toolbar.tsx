/** What is done to everything: adding, pausing, resuming, searching, sorting, settings. */
import { Pause, Play, Plus, Settings } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useText } from '../controls/text.tsx';
import { pauseAll, resumeAll } from '../state/commands.ts';
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
      <div className="toolbar-pair">
        <Button kind="quiet" icon={Pause} className="toolbar-folding" aria-label={t('toolbar.pauseAll')} onClick={() => void pauseAll()}>
          <span>{t('toolbar.pauseAll')}</span>
        </Button>
        <Button kind="quiet" icon={Play} className="toolbar-folding" aria-label={t('toolbar.resumeAll')} onClick={() => void resumeAll()}>
          <span>{t('toolbar.resumeAll')}</span>
        </Button>
      </div>
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
