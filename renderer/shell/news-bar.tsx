/** Quiet news above the list, until they are put away: what was not done when all was done, and that there is a newer version. */
import { Info, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { dismissKept } from '../state/commands.ts';
import { useDesktop } from '../state/desktop.ts';
import './news-bar.css';

export function NewsBar() {
  const { t } = useText();
  const kept = useDesktop((desktop) => desktop.kept);
  const newer = useDesktop((desktop) => desktop.updates.newer);
  const [seen, setSeen] = useState<string | null>(null);
  return (
    <div role="status">
      {kept && (
        <News onClose={() => void dismissKept()}>
          {kept.because === 'failed'
            ? t('news.failed', { count: kept.count, what: t(`news.what.${kept.ending}`) })
            : t('news.refused', { what: t(`news.what.${kept.ending}`), message: kept.message })}
        </News>
      )}
      {newer && newer.version !== seen && (
        <News onClose={() => setSeen(newer.version)}>
          {t('news.newer', { version: newer.version })}
          {newer.address !== null && (
            <a href={newer.address} target="_blank" rel="noreferrer">
              {t('news.newerLink')}
            </a>
          )}
        </News>
      )}
    </div>
  );
}

function News({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }) {
  const { t } = useText();
  return (
    <div className="news">
      <Info className="icon" aria-hidden />
      <p>{children}</p>
      <IconButton icon={X} label={t('news.close')} className="push" onClick={onClose} />
    </div>
  );
}
