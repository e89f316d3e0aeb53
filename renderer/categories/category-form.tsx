/** One category: what it is called, where its files go, and which downloads belong to it. */
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import type { Category, CategoryIcon as IconName } from '../../contract/category.ts';
import { categoryIcons } from '../../contract/first-categories.ts';
import { DraftForm, isMissing, useDraft, useFirstField } from '../controls/draft-form.tsx';
import { FolderButton } from '../controls/folder-button.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { draftOf, readCategory, type CategoryDraft } from '../input/category.ts';
import { saveCategories } from '../state/commands.ts';
import { useCategories } from '../state/categories.ts';
import { useFolderReader, useUsualFolder } from '../state/folders.ts';
import { CategoryIcon } from './category-icon.tsx';
import { nameOfCategory } from './category-name.ts';
import './category-form.css';

const blank: CategoryDraft = { name: '', icon: 'folder', folder: '', types: '', hosts: '', linkPattern: '' };

interface CategoryFormProps {
  /** Null for one that is new. */
  readonly category: Category | null;
  readonly onDone: () => void;
}

export function CategoryForm({ category, onDone }: CategoryFormProps) {
  const { t } = useText();
  const categories = useCategories((state) => state.categories);
  const usual = useUsualFolder();
  const readFolder = useFolderReader();
  const first = useFirstField();
  const taken = categories.filter(({ id }) => id !== category?.id).map((other) => nameOfCategory(other, t));
  const { draft, edit, reading, shown, attempt } = useDraft({
    initial: () => (category ? draftOf(category, nameOfCategory(category, t)) : blank),
    read: (typedDraft: CategoryDraft) => readCategory(typedDraft, taken),
    canWait: isMissing,
  });

  async function save(read: Omit<Category, 'id'>): Promise<boolean> {
    // A first category keeps being named in the window's language until it gets another name.
    const name = category && read.name === nameOfCategory(category, t) ? category.name : read.name;
    const edited: Category = { ...read, name, id: category?.id ?? crypto.randomUUID() };
    const list = category ? categories.map((other) => (other.id === edited.id ? edited : other)) : [...categories, edited];
    return await saveCategories(list);
  }

  const nameProblem = shown('name');
  const typesProblem = shown('types');
  const hostsProblem = shown('hosts');
  const typed = draft.folder.trim();
  return (
    <DraftForm entry={reading.category} save={save} onAttempt={attempt} onDone={onDone}>
      <TextField
        label={t('categories.name')}
        value={draft.name}
        onChange={(name) => edit({ name })}
        inputRef={first}
        error={nameProblem && t(`categories.problems.name.${nameProblem}`)}
      />
      <IconChoice value={draft.icon} onChange={(icon) => edit({ icon })} />
      <TextField
        label={t('categories.folder')}
        value={draft.folder}
        onChange={(folder) => edit({ folder })}
        technical
        action={<FolderButton from={readFolder(typed)} onChoose={(folder) => edit({ folder })} />}
        placeholder={usual}
        hint={typed === '' ? t('categories.folderHint') : t('categories.folderLeads', { folder: readFolder(typed) })}
        error={shown('folder') ? t('categories.problems.folder') : null}
      />
      <h3 className="form-heading">{t('categories.rules')}</h3>
      <TextField
        label={t('categories.types')}
        value={draft.types}
        onChange={(types) => edit({ types })}
        technical
        rows={2}
        hint={t('categories.typesHint')}
        error={typesProblem && t('categories.problems.types', { word: typesProblem })}
      />
      <TextField
        label={t('categories.hosts')}
        value={draft.hosts}
        onChange={(hosts) => edit({ hosts })}
        technical
        hint={t('categories.hostsHint')}
        error={hostsProblem && t('categories.problems.hosts', { word: hostsProblem })}
      />
      <TextField
        label={t('categories.pattern')}
        value={draft.linkPattern}
        onChange={(linkPattern) => edit({ linkPattern })}
        technical
        hint={t('categories.patternHint')}
        error={shown('linkPattern') ? t('categories.problems.pattern') : null}
      />
    </DraftForm>
  );
}

function IconChoice({ value, onChange }: { readonly value: IconName; readonly onChange: (icon: IconName) => void }) {
  const { t } = useText();
  const label = useId();
  return (
    <div className="field">
      <span className="field-label" id={label}>
        {t('categories.icon')}
      </span>
      <RadioGroup className="icon-choice" value={value} onValueChange={(icon: IconName) => onChange(icon)} aria-labelledby={label}>
        {categoryIcons.map((icon) => (
          <Radio.Root key={icon} value={icon} className="icon-option" aria-label={t(`categories.icons.${icon}`)}>
            <CategoryIcon name={icon} />
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  );
}
