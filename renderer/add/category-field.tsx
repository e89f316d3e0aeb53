/** Where new downloads belong: as the rules say, or as the person says. The folder follows, as long as nobody has typed one. */
import { useId, useMemo } from 'react';
import { findCategory } from '../../contract/category-rules.ts';
import type { Category } from '../../contract/category.ts';
import { nameOfCategory } from '../categories/category-name.ts';
import { Select } from '../controls/select.tsx';
import { useText } from '../controls/text.tsx';
import type { AddReading } from '../input/add.ts';
import { nameFromLink } from '../input/links.ts';
import { useCategories } from '../state/categories.ts';
import { editDraft, useDraft } from '../state/draft.ts';
import { useFolderReader } from '../state/folders.ts';

/** Values of the choice that are no category's id. */
const byRules = ':rules';
const none = ':none';

export function CategoryField({ reading }: { readonly reading: AddReading }) {
  const { t, format } = useText();
  const label = useId();
  const hint = useId();
  const categories = useCategories((state) => state.categories);
  const chosen = useDraft((draft) => draft.category);
  const found = useFoundCategories(reading);
  const names = found.map((category) => (category ? nameOfCategory(category, t) : t('categories.others')));
  const known = chosen === undefined || chosen === null || categories.some(({ id }) => id === chosen);
  const value = !known || chosen === undefined ? byRules : (chosen ?? none);
  return (
    <div className="field">
      <span className="field-label" id={label}>
        {t('add.category')}
      </span>
      <Select
        labelledBy={label}
        describedBy={hint}
        value={value}
        options={[
          { value: byRules, label: t('add.categoryAutomatic') },
          ...categories.map((category) => ({ value: category.id, label: nameOfCategory(category, t) })),
          { value: none, label: t('categories.none') },
        ]}
        onChange={(next) => editDraft({ category: next === byRules ? undefined : next === none ? null : next })}
      />
      <span className="field-hint" id={hint}>
        {value === byRules ? (names.length > 0 ? t('add.categoryFound', { names: format.list(names) }) : t('add.categoryHint')) : ''}
      </span>
    </div>
  );
}

/** The folder that all links lead to while none is typed; null when they go to several. */
export function useDraftFolder(reading: AddReading): string | null {
  const chosen = useDraft((draft) => draft.category);
  const categories = useCategories((state) => state.categories);
  const readFolder = useFolderReader();
  const found = useFoundCategories(reading);
  const leading = chosen === undefined ? found : [categories.find(({ id }) => id === chosen) ?? null];
  const folders = new Set(leading.map((category) => readFolder(category?.folder ?? '')));
  if (folders.size > 1) return null;
  const [only = readFolder('')] = folders;
  return only;
}

/** What the rules say of the links as far as a link tells, each category once; null among them for none. */
function useFoundCategories({ lines, count }: AddReading): readonly (Category | null)[] {
  const categories = useCategories((state) => state.categories);
  const typedName = useDraft((draft) => draft.name.trim());
  return useMemo(() => {
    const found = new Set<Category | null>();
    for (const { links, problem, choices } of lines) {
      if (problem !== null) continue;
      for (const url of links) {
        const name = (count <= 1 && typedName) || choices?.name || nameFromLink(url) || '';
        found.add(findCategory(categories, { link: URL.parse(url), name, contentType: null }));
      }
    }
    return [...found];
  }, [categories, typedName, lines, count]);
}
