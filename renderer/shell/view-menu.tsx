/** How the list is shown: in which order, how dense, and with which columns. */
import { Menu } from '@base-ui/react/menu';
import { ArrowDownWideNarrow, Check, Rows2, Rows3 } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { listDensities } from '../../contract/list-columns.ts';
import type { ListColumn, ListDensity } from '../../contract/list-layout.ts';
import { IconButton } from '../controls/button.tsx';
import { layer } from '../controls/layer.tsx';
import { useText } from '../controls/text.tsx';
import { ColumnChoice } from '../list/column-menu.tsx';
import { setDensity, sortBy, useLayout } from '../state/layout.ts';

/** Every order, also by what no column shows; the first are those that are wanted most. */
const orders: readonly ListColumn[] = [
  'added',
  'queue',
  'name',
  'size',
  'progress',
  'speed',
  'left',
  'status',
  'finished',
  'connections',
  'host',
  'folder',
];

export function SortMenu() {
  const { t } = useText();
  const sorting = useLayout((layout) => layout.sorting);
  return (
    <PopupMenu trigger={<IconButton icon={ArrowDownWideNarrow} label={t('toolbar.sort')} />}>
      <Menu.Group>
        <Menu.GroupLabel className="group-label">{t('sort.by')}</Menu.GroupLabel>
        <Menu.RadioGroup value={sorting.key} onValueChange={(key: ListColumn) => sortBy({ key, reversed: false })}>
          {orders.map((key) => (
            <Choice key={key} value={key}>
              {t(`sort.${key}`)}
            </Choice>
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
    </PopupMenu>
  );
}

export function ViewMenu() {
  const { t } = useText();
  const density = useLayout((layout) => layout.density);
  return (
    <PopupMenu trigger={<IconButton icon={density === 'table' ? Rows3 : Rows2} label={t('toolbar.view')} />}>
      <Menu.Group>
        <Menu.GroupLabel className="group-label">{t('view.density')}</Menu.GroupLabel>
        <Menu.RadioGroup value={density} onValueChange={(chosen: ListDensity) => setDensity(chosen)}>
          {listDensities.map((option) => (
            <Choice key={option} value={option}>
              {t(`view.${option}`)}
            </Choice>
          ))}
        </Menu.RadioGroup>
      </Menu.Group>
      {density === 'table' && (
        <>
          <Menu.Separator className="separator" />
          <ColumnChoice />
        </>
      )}
    </PopupMenu>
  );
}

function PopupMenu({ trigger, children }: { readonly trigger: ReactElement; readonly children: ReactNode }) {
  return (
    <Menu.Root>
      <Menu.Trigger render={trigger} />
      <Menu.Portal container={layer}>
        <Menu.Positioner className="layer-popup" sideOffset={4} align="end">
          <Menu.Popup className="popup popup-scrolling">{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Choice({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Menu.RadioItem value={value} className="item" closeOnClick>
      <span className="item-mark">
        <Menu.RadioItemIndicator render={<Check className="icon" aria-hidden />} />
      </span>
      {children}
    </Menu.RadioItem>
  );
}
