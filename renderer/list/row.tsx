/** One download in the list. It renders again only when its own data, selection or place changes. */
import { memo } from 'react';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { DownloadId, DownloadRow } from '../../contract/download.ts';
import { FileIcon } from '../controls/file-icon.tsx';
import { ProgressBar } from '../controls/progress-bar.tsx';
import { useText } from '../controls/text.tsx';
import { useDownloads } from '../state/downloads.ts';
import { fractionOf, isWorking } from '../state/groups.ts';
import { toggle } from '../state/selection.ts';
import { select, useView } from '../state/view.ts';
import { FileMap } from './file-map.tsx';
import { RowActions } from './row-actions.tsx';
import { Status } from './status.tsx';

interface RowProps {
  readonly id: DownloadId;
  readonly index: number;
  readonly count: number;
  /** Pixels from the top of the list. */
  readonly top: number;
}

export const rowElementId = (id: DownloadId): string => `row-${id}`;

export const Row = memo(function Row({ id, index, count, top }: RowProps) {
  const { t } = useText();
  const row = useDownloads((state) => state.list.rows.get(id));
  const selected = useView((view) => view.selection.selected.has(id));
  // Before the keyboard has been anywhere, the first row is where it enters.
  const cursor = useView((view) => (view.selection.cursor === null ? index === 0 : view.selection.cursor === id));
  if (!row) return null;
  return (
    <li
      id={rowElementId(id)}
      className="row"
      data-id={id}
      data-status={row.status}
      data-selected={selected ? '' : undefined}
      aria-label={row.name}
      aria-posinset={index + 1}
      aria-setsize={count}
      // The keyboard moves from row to row, and the keys act on the row that it is on.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={cursor ? 0 : -1}
      style={{ translate: `0 ${top}px` }}
    >
      <div className="row-lead">
        <FileIcon name={row.name} />
        <input
          type="checkbox"
          className="checkbox row-check"
          aria-label={t('row.select', { name: row.name })}
          checked={selected}
          tabIndex={cursor ? 0 : -1}
          onChange={() => select((selection) => toggle(selection, id))}
        />
      </div>
      <div className="row-what">
        <div className="row-name" dir="auto" title={row.name}>
          {row.name}
        </div>
        <Status row={row} />
      </div>
      <RowProgress row={row} />
      <RowRate row={row} />
      <RowActions row={row} reachable={cursor} />
    </li>
  );
});

function RowProgress({ row }: { readonly row: DownloadRow }) {
  const { t, format } = useText();
  const label = t('row.progress', { name: row.name });
  const fraction = fractionOf(row);
  const { status } = row;
  if (status === 'completed') {
    return (
      <div className="row-progress">
        <ProgressBar label={label} fraction={1} className="unseen" />
        <Verdict row={row} />
      </div>
    );
  }

  const working = isWorking(status);
  const received = row.received === 0 && row.size === null ? '' : format.size(row.received);
  const amount = row.size === null ? received : t('row.of', { received, size: format.size(row.size) });
  const text = fraction === null ? received || t('row.unknownSize') : undefined;
  if (amount === '' && !working) return <ProgressBar label={label} fraction={null} text={text} className="unseen" />;
  return (
    <div className="row-progress">
      <ProgressBar
        label={label}
        fraction={fraction}
        text={text}
        tone={status === 'failed' ? 'bad' : working ? 'normal' : 'still'}
        moving={working}
      >
        {row.map && <FileMap map={row.map} />}
      </ProgressBar>
      <div className="row-amount numbers">
        <span>{amount}</span>
        {fraction !== null && <span>{format.percent(fraction)}</span>}
      </div>
    </div>
  );
}

/** What the integrity of a finished file rests on, in a word. */
function Verdict({ row }: { readonly row: DownloadRow }) {
  const { t } = useText();
  if (row.checks.length === 0) return null;
  const ok = row.checks.every((check) => check.ok);
  const Icon = ok ? ShieldCheck : ShieldAlert;
  return (
    <span className="verdict" data-ok={ok}>
      <Icon className="icon" aria-hidden />
      {t(ok ? 'row.matches' : 'row.mismatch')}
    </span>
  );
}

function RowRate({ row }: { readonly row: DownloadRow }) {
  const { t, format } = useText();
  const left = useDownloads((state) => state.timeLeft.get(row.id));
  if (row.status === 'completed') return <div className="row-rate numbers">{row.size !== null && format.size(row.size)}</div>;
  if (row.status !== 'downloading') return null;
  return (
    <div className="row-rate numbers">
      <span className="row-speed">{format.speed(row.speed)}</span>
      <span className="row-left">{left !== undefined && t('row.left', { time: format.duration(left) })}</span>
    </div>
  );
}
