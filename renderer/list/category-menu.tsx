/** Part of the rows' menu: which category they are in, and into which they are put. */
import type { DownloadRow } from '../../contract/download.ts';
import { nameOfCategory } from '../categories/category-name.ts';
import { useText } from '../controls/text.tsx';
import { noCategory, useCategories } from '../state/categories.ts';
import { categorize } from '../state/commands.ts';
import { ChoiceMenu, common } from './choice-menu.tsx';

export function CategoryMenu({ rows }: { readonly rows: readonly DownloadRow[] }) {
  const { t } = useText();
  const categories = useCategories((state) => state.categories);
  if (categories.length === 0) return null;
  const ids = new Set(categories.map(({ id }) => id));
  return (
    <ChoiceMenu
      label={t('menu.category')}
      value={common(rows.map(({ category }) => (category !== null && ids.has(category) ? category : noCategory)))}
      options={[
        ...categories.map((category) => ({ value: category.id, label: nameOfCategory(category, t) })),
        { value: noCategory, label: t('categories.none') },
      ]}
      onChange={(id) =>
        void categorize(
          rows.map((row) => row.id),
          id === noCategory ? null : id,
        )
      }
    />
  );
}
