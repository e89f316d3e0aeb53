/** The categories in the sidebar that hold something: pressed, the list shows only what is in one; pressed again, everything. */
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { Settings2, Shapes } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { noCategory, useCategories, useCategoryCounts } from '../state/categories.ts';
import { openDialog, showCategory, useView } from '../state/view.ts';
import { CategoryIcon } from './category-icon.tsx';
import { nameOfCategory } from './category-name.ts';
import './category-filter.css';

export function CategoryFilter() {
  const { t, format } = useText();
  const heading = useId();
  const shown = useView((view) => view.category);
  const categories = useCategories((state) => state.categories);
  const counts = useCategoryCounts();
  const listed = (id: string): boolean => (counts.get(id) ?? 0) > 0 || id === shown;
  const used = categories.filter(({ id }) => listed(id));
  const count = (id: string) => {
    const number = counts.get(id) ?? 0;
    return <span className="group-count numbers">{number > 0 && format.integer(number)}</span>;
  };
  if (used.length === 0) return null;
  return (
    <div className="filter">
      <div className="filter-head">
        <h2 className="filter-title" id={heading}>
          {t('categories.label')}
        </h2>
        <IconButton icon={Settings2} label={t('categories.manage')} className="filter-manage" onClick={() => openDialog('categories')} />
      </div>
      <ToggleGroup
        className="groups"
        value={shown === null ? [] : [shown]}
        onValueChange={([next]) => showCategory(next ?? null)}
        aria-labelledby={heading}
      >
        {used.map((category) => (
          <Toggle key={category.id} value={category.id} className="group">
            <CategoryIcon name={category.icon} />
            <span className="group-name">{nameOfCategory(category, t)}</span>
            {count(category.id)}
          </Toggle>
        ))}
        {listed(noCategory) && (
          <Toggle value={noCategory} className="group">
            <Shapes className="icon" aria-hidden />
            <span className="group-name">{t('categories.others')}</span>
            {count(noCategory)}
          </Toggle>
        )}
      </ToggleGroup>
    </div>
  );
}
