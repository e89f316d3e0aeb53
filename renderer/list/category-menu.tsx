/** Part of the rows' menu: which category they are in, and into which they are put. */
import { ContextMenu } from '@base-ui/react/context-menu';
import { Check, ChevronRight } from 'lucide-react';
import type { DownloadRow } from '../../contract/download.ts';
import { nameOfCategory } from '../categories/category-name.ts';
import { layer } from '../controls/layer.tsx';
import { useText } from '../controls/text.tsx';
import { noCategory, useCategories } from '../state/categories.ts';
import { categorize } from '../state/commands.ts';

export function CategoryMenu({ rows }: { readonly rows: readonly DownloadRow[] }) {
  const { t } = useText();
  const categories = useCategories((state) => state.categories);
  if (categories.length === 0) return null;
  const ids = new Set(categories.map(({ id }) => id));
  const current = new Set(rows.map(({ category }) => (category !== null && ids.has(category) ? category : noCategory)));
  const [common = null] = current.size === 1 ? current : [];
  const options = [
    ...categories.map((category) => ({ id: category.id, name: nameOfCategory(category, t) })),
    { id: noCategory, name: t('categories.none') },
  ];
  return (
    <ContextMenu.SubmenuRoot>
      <ContextMenu.SubmenuTrigger className="item">
        {t('menu.category')}
        <span className="item-keys">
          <ChevronRight className="icon icon-directed" aria-hidden />
        </span>
      </ContextMenu.SubmenuTrigger>
      <ContextMenu.Portal container={layer}>
        <ContextMenu.Positioner className="layer-popup" alignOffset={-4}>
          <ContextMenu.Popup className="popup">
            <ContextMenu.RadioGroup
              value={common}
              onValueChange={(id: string) =>
                void categorize(
                  rows.map((row) => row.id),
                  id === noCategory ? null : id,
                )
              }
            >
              {options.map(({ id, name }) => (
                <ContextMenu.RadioItem key={id} value={id} className="item" closeOnClick>
                  <span className="item-mark">
                    <ContextMenu.RadioItemIndicator render={<Check className="icon" aria-hidden />} />
                  </span>
                  {name}
                </ContextMenu.RadioItem>
              ))}
            </ContextMenu.RadioGroup>
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.SubmenuRoot>
  );
}
