/** A download's category, by its picture and its name. */
import { useText } from '../controls/text.tsx';
import { useCategories } from '../state/categories.ts';
import { CategoryIcon } from './category-icon.tsx';
import { nameOfCategory } from './category-name.ts';
import './category-word.css';

/** @param id null for none; a category that is gone counts as none. */
export function CategoryWord({ id }: { readonly id: string | null }) {
  const { t } = useText();
  const category = useCategories((state) => state.categories).find((one) => one.id === id);
  if (!category) return t('categories.none');
  return (
    <span className="category-word">
      <CategoryIcon name={category.icon} />
      <bdi>{nameOfCategory(category, t)}</bdi>
    </span>
  );
}
