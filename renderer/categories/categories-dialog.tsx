/** All categories, in the order in which their rules are tried; one of them at a time can be edited. */
import { useState } from 'react';
import type { Category } from '../../contract/category.ts';
import { firstCategories } from '../../contract/first-categories.ts';
import { hasRules } from '../../contract/category-rules.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { ManagedList } from '../controls/managed-list.tsx';
import { useText } from '../controls/text.tsx';
import { saveCategories } from '../state/commands.ts';
import { useCategories } from '../state/categories.ts';
import { useFolderReader } from '../state/folders.ts';
import { closeDialog, useView } from '../state/view.ts';
import { CategoryForm } from './category-form.tsx';
import { CategoryIcon } from './category-icon.tsx';
import { nameOfCategory } from './category-name.ts';

export function CategoriesDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'categories');
  return (
    <Dialog open={open} onClose={closeDialog} title={t('categories.title')} closeLabel={t('categories.close')} className="dialog-wide">
      <Pages />
    </Dialog>
  );
}

/** The id of the one that is edited, `new` for one to come, null for the list. */
type Page = { readonly category: Category | null } | null;

function Pages() {
  const [page, setPage] = useState<Page>(null);
  if (page) return <CategoryForm category={page.category} onDone={() => setPage(null)} />;
  return <CategoryList onEdit={(category) => setPage({ category })} />;
}

function CategoryList({ onEdit }: { readonly onEdit: (category: Category | null) => void }) {
  const { t } = useText();
  const categories = useCategories((state) => state.categories);
  const [before, setBefore] = useState<{ readonly list: readonly Category[]; readonly name: string } | null>(null);
  const describe = useDescription();
  const missing = firstCategories.filter(({ id }) => categories.every((category) => category.id !== id));

  function remove(id: string): void {
    const gone = categories.find((category) => category.id === id);
    if (!gone) return;
    setBefore({ list: categories, name: nameOfCategory(gone, t) });
    void saveCategories(categories.filter((category) => category !== gone));
  }

  function move(id: string, by: -1 | 1): void {
    const from = categories.findIndex((category) => category.id === id);
    const list = [...categories];
    list.splice(from + by, 0, ...list.splice(from, 1));
    setBefore(null);
    void saveCategories(list);
  }

  return (
    <>
      <div className="dialog-body">
        <p className="dialog-lead">{t('categories.text')}</p>
        <ManagedList
          label={t('categories.label')}
          items={categories.map((category) => ({
            id: category.id,
            icon: <CategoryIcon name={category.icon} />,
            title: nameOfCategory(category, t),
            text: describe(category),
          }))}
          onEdit={(id) => onEdit(categories.find((category) => category.id === id) ?? null)}
          onRemove={remove}
          onMove={move}
          empty={t('categories.empty')}
        />
      </div>
      <div className="dialog-foot">
        <div role="status" className="managed-undo">
          {before && (
            <>
              {t('categories.removed', { name: before.name })}{' '}
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  void saveCategories(before.list);
                  setBefore(null);
                }}
              >
                {t('toast.undo')}
              </button>
            </>
          )}
        </div>
        {missing.length > 0 && !before && (
          <Button kind="quiet" onClick={() => void saveCategories([...categories, ...missing])}>
            {t('categories.restore')}
          </Button>
        )}
        <Button className="push" kind="primary" onClick={() => onEdit(null)}>
          {t('categories.add')}
        </Button>
      </div>
    </>
  );
}

/** What is in it and where it goes, in one line. */
function useDescription(): (category: Category) => string {
  const { t } = useText();
  const readFolder = useFolderReader();
  return (category) => {
    const rules = [...category.types, ...category.hosts, category.linkPattern].filter((rule) => rule !== '');
    const what = hasRules(category) ? rules.join(' ') : t('categories.byHand');
    return category.folder === '' ? what : t('row.both', { first: readFolder(category.folder), second: what });
  };
}
