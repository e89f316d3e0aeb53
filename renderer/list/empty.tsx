/** What stands where the list would be: an invitation, or why nothing is shown. */
import { Inbox, SearchX } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { useCounts } from '../state/counts.ts';
import { addButtonId, openDialog, searchFieldId, searchFor, showGroup, useView } from '../state/view.ts';
import { Mark } from '../shell/mark.tsx';
import './empty.css';

export function Empty() {
  const { t } = useText();
  const any = useCounts().all > 0;
  const search = useView((view) => view.search);
  if (search.trim() !== '') {
    return (
      <div className="empty">
        <SearchX className="empty-icon" aria-hidden />
        <h2 className="empty-title">{t('empty.noneFound', { search: search.trim() })}</h2>
        <p className="empty-text">{t('empty.noneFoundHint')}</p>
        <Button onClick={() => leaveTo(searchFieldId, () => searchFor(''))}>{t('empty.clearSearch')}</Button>
      </div>
    );
  }
  if (any) {
    return (
      <div className="empty">
        <Inbox className="empty-icon" aria-hidden />
        <h2 className="empty-title">{t('empty.noneHere')}</h2>
        <Button onClick={() => leaveTo(searchFieldId, () => showGroup('all'))}>{t('empty.showAll')}</Button>
      </div>
    );
  }
  return (
    <div className="empty">
      <div className="empty-zone">
        <Mark className="empty-mark" />
        <h2 className="empty-title">{t('empty.title')}</h2>
        <p className="empty-text">{t('empty.text')}</p>
        <Button kind="primary" onClick={() => leaveTo(addButtonId, () => openDialog('add'))}>
          {t('empty.add')}
        </Button>
      </div>
    </div>
  );
}

/** Gives the keyboard to what will still be there when the list has something in it: this button will not. */
function leaveTo(id: string, act: () => void): void {
  document.getElementById(id)?.focus();
  act();
}
