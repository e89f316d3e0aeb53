/** What was downloaded before: searched by the service, and shown as far as it is looked at. */
import { useRef, useState, type RefObject } from 'react';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useSettled } from '../controls/settled.ts';
import { useText } from '../controls/text.tsx';
import { clearHistory } from '../state/commands.ts';
import { useSettings } from '../state/settings.ts';
import { closeDialog, useView } from '../state/view.ts';
import { HistoryList } from './history-list.tsx';
import { useHistory } from './use-history.ts';
import './history.css';

/** Nobody wants an answer to every letter; this is below what feels like waiting. */
const restFor = 120;

export function HistoryDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'history');
  const search = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('history.title')}
      closeLabel={t('history.close')}
      className="dialog-history"
      initialFocus={search}
    >
      <SearchableHistory searchField={search} />
    </Dialog>
  );
}

function SearchableHistory({ searchField }: { readonly searchField: RefObject<HTMLInputElement | null> }) {
  const { t } = useText();
  const [search, setSearch] = useState('');
  const [asking, setAsking] = useState(false);
  const kept = useSettings((state) => state.settings.keepHistory);
  const history = useHistory(useSettled(search, restFor));
  const { total } = history;
  const empty = search.trim() === '' ? t('history.empty') : t('empty.noneFound', { search: search.trim() });
  return (
    <>
      <SearchField className="dialog-search" label={t('history.search')} value={search} onChange={setSearch} fieldRef={searchField} />
      {!kept && <p className="history-note">{t('history.off')}</p>}
      {total === 0 ? <p className="history-note history-empty">{empty}</p> : <HistoryList history={history} />}
      <div className="dialog-foot">
        <span role="status" className="form-note">
          {total !== null && t('history.count', { count: total })}
        </span>
        {asking ? (
          <>
            <span className="push">{t('history.clearQuestion')}</span>
            <Button onClick={() => setAsking(false)}>{t('history.cancel')}</Button>
            <Button
              kind="danger"
              onClick={() => {
                setAsking(false);
                void clearHistory();
              }}
            >
              {t('history.clearNow')}
            </Button>
          </>
        ) : (
          <Button className="push" disabled={total === 0 && search === ''} onClick={() => setAsking(true)}>
            {t('history.clear')}
          </Button>
        )}
      </div>
    </>
  );
}
