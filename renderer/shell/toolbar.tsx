/** What is done to everything: adding, pausing, resuming, searching, sorting, settings. */
import { Keyboard, Pause, Play, Plus, Search, Settings, ShieldCheck } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { pauseAll, resumeAll } from '../state/commands.ts';
import { openDialog, searchFor, useView } from '../state/view.ts';
import { SortMenu, ViewMenu } from './view-menu.tsx';
import { MoreMenu } from './more-menu.tsx';
import './toolbar.css';

export const searchFieldId = 'search-downloads';

export function Toolbar() {
  const { t } = useText();
  const search = useView((view) => view.search);
  return (
    <header className="toolbar">
      <Button kind="primary" icon={Plus} onClick={() => openDialog('add')}>
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
      <div className="search push">
        <Search className="icon" aria-hidden />
        <input
          id={searchFieldId}
          type="search"
          className="input"
          aria-label={t('toolbar.search')}
          placeholder={t('toolbar.search')}
          value={search}
          onChange={(event) => searchFor(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && searchFor('')}
        />
      </div>
      <SortMenu />
      <ViewMenu />
      <IconButton icon={ShieldCheck} label={t('toolbar.verify')} className="toolbar-spare" onClick={() => openDialog('verify')} />
      <IconButton icon={Keyboard} label={t('toolbar.shortcuts')} className="toolbar-spare" onClick={() => openDialog('shortcuts')} />
      <MoreMenu />
      <IconButton icon={Settings} label={t('toolbar.settings')} onClick={() => openDialog('settings')} />
    </header>
  );
}
