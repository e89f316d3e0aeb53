/** The menu of a column's head, and the choice of columns that it shares with the window's own menu. */
import { ContextMenu } from '@base-ui/react/context-menu';
import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ListColumn } from '../../contract/list-layout.ts';
import { listColumns } from '../../contract/list-columns.ts';
import { layer } from '../controls/layer.tsx';
import { useText } from '../controls/text.tsx';
import { moveColumn, resetColumns, resetWidth, showColumn, sortBy, useLayout } from '../state/layout.ts';
import { directionOf } from '../state/order.ts';

export function ColumnMenu({ column }: { readonly column: ListColumn }) {
  const { t } = useText();
  const columns = useLayout((layout) => layout.columns);
  const place = columns.indexOf(column);
  const natural = directionOf({ key: column, reversed: false });
  const sort = (direction: 'ascending' | 'descending'): void => sortBy({ key: column, reversed: direction !== natural });
  const actions = [
    { key: 'ascending', shown: true, run: () => sort('ascending') },
    { key: 'descending', shown: true, run: () => sort('descending') },
    { key: 'towardsStart', shown: place > 1, run: () => moveColumn(column, -1) },
    { key: 'towardsEnd', shown: place > 0 && place < columns.length - 1, run: () => moveColumn(column, 1) },
    { key: 'usualWidth', shown: true, run: () => resetWidth(column) },
    { key: 'hide', shown: place > 0, run: () => showColumn(column, false) },
  ] as const;
  return (
    <ContextMenu.Portal container={layer}>
      <ContextMenu.Positioner className="layer-popup">
        <ContextMenu.Popup className="popup popup-scrolling">
          {actions
            .filter(({ shown }) => shown)
            .map(({ key, run }) => (
              <ContextMenu.Item key={key} className="item" onClick={run}>
                {t(`columns.menu.${key}`, { column: t(`columns.${column}`) })}
              </ContextMenu.Item>
            ))}
          <ContextMenu.Separator className="separator" />
          <ColumnChoice />
        </ContextMenu.Popup>
      </ContextMenu.Positioner>
    </ContextMenu.Portal>
  );
}

/** Which columns there are. It stays open, because seldom only one is changed. */
export function ColumnChoice() {
  const { t } = useText();
  const columns = useLayout((layout) => layout.columns);
  return (
    <>
      <Menu.Group>
        <Menu.GroupLabel className="group-label">{t('columns.label')}</Menu.GroupLabel>
        {listColumns
          .filter((column) => column !== 'name')
          .map((column) => (
            <Menu.CheckboxItem
              key={column}
              className="item"
              checked={columns.includes(column)}
              onCheckedChange={(shown) => showColumn(column, shown)}
            >
              <span className="item-mark">
                <Menu.CheckboxItemIndicator render={<Check className="icon" aria-hidden />} />
              </span>
              {t(`columns.${column}`)}
            </Menu.CheckboxItem>
          ))}
      </Menu.Group>
      <Menu.Separator className="separator" />
      <Menu.Item className="item" onClick={resetColumns}>
        {t('columns.menu.reset')}
      </Menu.Item>
    </>
  );
}
