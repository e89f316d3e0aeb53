/** One download in the list. It renders again only when its own data, selection or place changes. */
import { memo, useRef } from 'react';
import type { DownloadId, DownloadRow } from '../../contract/download.ts';
import { FileIcon } from '../controls/file-icon.tsx';
import { useText } from '../controls/text.tsx';
import { useDownloads, useIsCurrent } from '../state/downloads.ts';
import { fractionOf } from '../state/groups.ts';
import { toggle } from '../state/selection.ts';
import { select, useView } from '../state/view.ts';
import { useRested } from './rest.ts';
import { actionsOf, RowActions } from './row-actions.tsx';
import { useRowDrag } from './row-drag.ts';
import { RowProgress } from './row-progress.tsx';
import { Status } from './status.tsx';
import { TableCells } from './table-row.tsx';

interface RowProps {
  readonly id: DownloadId;
  readonly index: number;
  readonly count: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly table: boolean;
  /** Whether it can be dragged to another place. */
  readonly movable: boolean;
}

export const rowElementId = (id: DownloadId): string => `row-${id}`;

export const Row = memo(function Row({ id, index, count, top, table, movable }: RowProps) {
  const row = useDownloads((state) => state.list.rows.get(id));
  const selected = useView((view) => view.selection.selected.has(id));
  // Before the keyboard has been anywhere, the first row is where it enters.
  const cursor = useView((view) => (view.selection.cursor === null ? index === 0 : view.selection.cursor === id));
  const element = useRef<HTMLLIElement>(null);
  useRowDrag(element, id, movable);
  // The buttons cost as much as the rest of the row.
  const rested = useRested(cursor);
  if (!row) return null;
  return (
    <li
      ref={element}
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
      style={{ insetBlockStart: top }}
    >
      <Lead id={id} name={row.name} selected={selected} reachable={cursor} />
      {table ? <TableCells row={row} /> : <Lines row={row} />}
      {rested && <RowActions id={id} name={row.name} actions={actionsOf(row)} reachable={cursor} />}
    </li>
  );
});

interface LeadProps {
  readonly id: DownloadId;
  readonly name: string;
  readonly selected: boolean;
  readonly reachable: boolean;
}

/** Takes plain values, as everything in a row that stays the same while bytes arrive. */
const Lead = memo(function Lead({ id, name, selected, reachable }: LeadProps) {
  const { t } = useText();
  return (
    <div className="row-lead">
      <FileIcon name={name} />
      <input
        type="checkbox"
        className="checkbox row-check"
        aria-label={t('row.select', { name })}
        checked={selected}
        tabIndex={reachable ? 0 : -1}
        onChange={() => select((selection) => toggle(selection, id))}
      />
    </div>
  );
});

/** The download in two lines, with its most telling figures. */
function Lines({ row }: { readonly row: DownloadRow }) {
  return (
    <>
      <div className="row-what">
        <div className="row-name" dir="auto" title={row.name}>
          {row.name}
        </div>
        <Status row={row} />
      </div>
      <RowProgress row={row} />
      <RowRate row={row} />
    </>
  );
}

function RowRate({ row }: { readonly row: DownloadRow }) {
  const { t, format } = useText();
  const left = useDownloads((state) => state.timeLeft.get(row.id));
  const current = useIsCurrent();
  if (row.status === 'completed') return <div className="row-rate numbers">{row.size !== null && format.size(row.size)}</div>;
  const fraction = fractionOf(row);
  if (row.status === 'failed' && fraction !== null && row.received > 0)
    return <div className="row-rate numbers">{format.percent(fraction)}</div>;
  if (row.status !== 'downloading' || !current) return null;
  return (
    <div className="row-rate numbers">
      <span className="row-speed">{format.speed(row.speed)}</span>
      <span className="row-left">{left !== undefined && t('row.left', { time: format.duration(left) })}</span>
    </div>
  );
}
