/** Settings: explained, found by their words, checked as they are typed, and in effect at once. */
import { useRef, useState, type RefObject } from 'react';
import { Dialog } from '../controls/dialog.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useText } from '../controls/text.tsx';
import { useConnection } from '../state/connection.ts';
import { closeDialog, useView } from '../state/view.ts';
import { findSettings } from './find.ts';
import { settingsGroups } from './registry.ts';
import './settings.css';

export function SettingsDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'settings');
  const search = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('settings.title')}
      closeLabel={t('settings.close')}
      className="dialog-wide settings-dialog"
      initialFocus={search}
    >
      <SearchableSettings searchField={search} />
    </Dialog>
  );
}

function SearchableSettings({ searchField }: { readonly searchField: RefObject<HTMLInputElement | null> }) {
  const { t } = useText();
  const [search, setSearch] = useState('');
  const ours = useConnection((connection) => connection.info?.shell);
  const groups = settingsGroups
    .filter(({ shell }) => shell === undefined || shell === ours)
    .map(({ id, entries }) => {
      const title = t(`settings.groups.${id}`);
      const described = entries.map((entry) => ({
        ...entry,
        words: [title, t(`settings.items.${entry.id}.label`), t(`settings.items.${entry.id}.hint`)],
      }));
      return { id, title, entries: findSettings(described, search) };
    })
    .filter(({ entries }) => entries.length > 0);
  const found = groups.reduce((sum, { entries }) => sum + entries.length, 0);

  return (
    <>
      <SearchField className="dialog-search" label={t('settings.search')} value={search} onChange={setSearch} fieldRef={searchField}>
        <span className="unseen" role="status">
          {search.trim() !== '' && t('settings.found', { count: found })}
        </span>
      </SearchField>
      <div className="dialog-body settings">
        {groups.map(({ id, title, entries }) => (
          <section key={id} className="settings-block" aria-label={title}>
            <h3 className="settings-heading">{title}</h3>
            {entries.map((entry) => (
              <entry.View key={entry.id} />
            ))}
          </section>
        ))}
        {found === 0 && <p className="settings-none">{t('settings.noneFound', { search: search.trim() })}</p>}
      </div>
    </>
  );
}
