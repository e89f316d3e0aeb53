/** What is done to everything: adding, pausing, resuming, searching, sorting, settings. */
import { Menu } from '@base-ui/react/menu';
import { ArrowDownWideNarrow, Check, Keyboard, Pause, Play, Plus, Search, Settings } from 'lucide-react';
import { layer } from '../controls/layer.tsx';
import { Button, IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { pauseAll, resumeAll } from '../state/commands.ts';
import { sortKeys, type SortKey } from '../state/order.ts';
import { openDialog, searchFor, sortBy, useView } from '../state/view.ts';
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
      <IconButton icon={Keyboard} label={t('toolbar.shortcuts')} className="toolbar-spare" onClick={() => openDialog('shortcuts')} />
      <IconButton icon={Settings} label={t('toolbar.settings')} onClick={() => openDialog('settings')} />
    </header>
  );
}

function SortMenu() {
  const { t } = useText();
  const sorting = useView((view) => view.sorting);
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon={ArrowDownWideNarrow} label={t('toolbar.sort')} />} />
      <Menu.Portal container={layer}>
        <Menu.Positioner className="layer-popup" sideOffset={4} align="end">
          <Menu.Popup className="popup">
            <Menu.Group>
              <Menu.GroupLabel className="group-label">{t('sort.by')}</Menu.GroupLabel>
              <Menu.RadioGroup value={sorting.key} onValueChange={(key: SortKey) => sortBy({ ...sorting, key })}>
                {sortKeys.map((key) => (
                  <Menu.RadioItem key={key} value={key} className="item" closeOnClick>
                    <span className="item-mark">
                      <Menu.RadioItemIndicator render={<Check className="icon" aria-hidden />} />
                    </span>
                    {t(`sort.${key}`)}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Separator className="separator" />
            <Menu.CheckboxItem
              className="item"
              checked={sorting.reversed}
              onCheckedChange={(reversed) => sortBy({ ...sorting, reversed })}
              closeOnClick
            >
              <span className="item-mark">
                <Menu.CheckboxItemIndicator render={<Check className="icon" aria-hidden />} />
              </span>
              {t('sort.reversed')}
            </Menu.CheckboxItem>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
