/** How far a download is: the bar, the amounts below it, and what the integrity of a finished file rests on. */
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { DownloadRow } from '../../contract/download.ts';
import { ProgressBar } from '../controls/progress-bar.tsx';
import { useText } from '../controls/text.tsx';
import { useIsCurrent } from '../state/downloads.ts';
import { fractionOf, isWorking } from '../state/groups.ts';
import { FileMap } from './file-map.tsx';

/** The bar with the map of the file in it. One that is unseen still tells a screen reader. */
export function RowProgressBar({ row, unseen = false }: { readonly row: DownloadRow; readonly unseen?: boolean }) {
  const { t, format } = useText();
  const { status, received } = row;
  const fraction = fractionOf(row);
  const current = useIsCurrent();
  const working = isWorking(status) && current;
  return (
    <ProgressBar
      label={t('row.progress', { name: row.name })}
      fraction={fraction}
      text={fraction === null ? (received > 0 ? format.size(received) : t('row.unknownSize')) : undefined}
      tone={status === 'failed' ? 'bad' : working || status === 'completed' ? 'normal' : 'still'}
      moving={working}
      className={unseen ? 'unseen' : ''}
    >
      {!unseen && row.map && <FileMap map={row.map} />}
    </ProgressBar>
  );
}

export function RowProgress({ row }: { readonly row: DownloadRow }) {
  const { t, format } = useText();
  const fraction = fractionOf(row);
  const { status } = row;
  if (status === 'completed') {
    return (
      <div className="row-progress">
        <RowProgressBar row={row} unseen />
        <Verdict row={row} />
      </div>
    );
  }

  const received = row.received === 0 && row.size === null ? '' : format.size(row.received);
  // What it failed of needs the room, and says more than how far it came.
  if (status === 'failed') return <RowProgressBar row={row} unseen />;
  const amount = row.size === null ? received : t('row.of', { received, size: format.size(row.size) });
  if (amount === '' && !isWorking(status)) return <RowProgressBar row={row} unseen />;
  return (
    <div className="row-progress">
      <RowProgressBar row={row} />
      <div className="row-amount numbers">
        <span>{amount}</span>
        {fraction !== null && <span>{format.percent(fraction)}</span>}
      </div>
    </div>
  );
}

/** What the integrity of a finished file rests on, in a word. */
export function Verdict({ row }: { readonly row: DownloadRow }) {
  const { t } = useText();
  if (row.checks.length === 0) return null;
  const ok = row.checks.every((check) => check.ok);
  const Icon = ok ? ShieldCheck : ShieldAlert;
  return (
    <span className="verdict" data-ok={ok}>
      <Icon className="icon" aria-hidden />
      <span className="verdict-word">{t(ok ? 'row.matches' : 'row.mismatch')}</span>
    </span>
  );
}
