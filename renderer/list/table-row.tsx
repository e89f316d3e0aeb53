/** A download in one line: the columns that were chosen. */
import { memo, type ReactNode } from 'react';
import type { DownloadId, DownloadRow } from '../../contract/download.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { ListColumn } from '../../contract/list-layout.ts';
import { useText } from '../controls/text.tsx';
import { hostOf } from '../input/links.ts';
import { useDownloads, useIsCurrent } from '../state/downloads.ts';
import { fractionOf, isWorking } from '../state/groups.ts';
import { useLayout } from '../state/layout.ts';
import { useClosedQueue } from '../state/queues.ts';
import { isFigures, notedStatusWidth, widthOf } from './columns.ts';
import { RowProgressBar, Verdict } from './row-progress.tsx';
import { Status } from './status.tsx';

export function TableCells({ row }: { readonly row: DownloadRow }) {
  const columns = useLayout((layout) => layout.columns);
  const current = useIsCurrent();
  return columns.map((column) => (
    <div key={column} className="cell" data-column={column} data-figures={isFigures(column) ? '' : undefined}>
      {(current || !momentary.has(column)) && cells[column](row)}
    </div>
  ));
}

/** True only for as long as somebody tells of it. */
const momentary: ReadonlySet<ListColumn> = new Set(['speed', 'left', 'connections']);

/** What stands in each column; nothing where there is nothing to say. */
const cells: Readonly<Record<ListColumn, (row: DownloadRow) => ReactNode>> = {
  name: ({ name, status, error }) => (
    <>
      <Name name={name} />
      {status === 'failed' && error && <Reason code={error.code} />}
    </>
  ),
  status: (row) => <StatusCell row={row} />,
  progress: (row) => <ProgressCell row={row} />,
  size: ({ size }) => size !== null && size > 0 && <Figure of="size" as="size" value={size} />,
  speed: ({ status, speed }) => status === 'downloading' && <Figure of="speed" as="speed" value={speed} />,
  left: (row) => row.status === 'downloading' && <LeftCell id={row.id} />,
  connections: ({ connections }) => connections > 0 && <Figure of="connections" as="integer" value={connections} />,
  queue: ({ position }) => <Figure of="queue" as="integer" value={position} />,
  added: ({ addedAt }) => <Figure of="added" as="moment" value={addedAt} hint="fullMoment" />,
  finished: ({ finishedAt }) => finishedAt !== null && <Figure of="finished" as="moment" value={finishedAt} hint="fullMoment" />,
  host: ({ url }) => <Place of="host" text={hostOf(url)} />,
  folder: ({ folder }) => <Place of="folder" text={folder} />,
};

// All take plain values: of a row that receives bytes, only the figures that changed are drawn again.

const Name = memo(function Name({ name }: { readonly name: string }) {
  return (
    <span className="row-name" dir="auto" title={name}>
      {name}
    </span>
  );
});

/** Why it failed, in the column that has the room, while that of the status has none for it. */
const Reason = memo(function Reason({ code }: { readonly code: ErrorCode }) {
  const { t } = useText();
  const said = useLayout(({ columns, widths }) => columns.includes('status') && widthOf('status', widths) >= notedStatusWidth);
  if (said) return null;
  const title = t(`errors.${code}.title`);
  return (
    <span className="row-reason" title={`${title}. ${t(`errors.${code}.advice`)}`}>
      {title}
    </span>
  );
});

/** With what the word alone leaves open. */
function StatusCell({ row }: { readonly row: DownloadRow }) {
  const closed = useClosedQueue(row);
  return <Status row={row} noted={row.status === 'failed' || row.status === 'waiting' || !row.present || closed !== undefined} />;
}

interface FigureProps {
  readonly of: ListColumn;
  readonly as: 'size' | 'speed' | 'integer' | 'duration' | 'moment';
  readonly value: number;
  readonly hint?: 'fullMoment';
}

/** A screen reader hears what the figure is of; eyes see it in the head of the column. */
const Figure = memo(function Figure({ of, as, value, hint }: FigureProps) {
  const { t, format } = useText();
  return (
    <span className="numbers" title={hint && format[hint](value)}>
      <span className="unseen">{t(`columns.${of}`)} </span>
      {format[as](value)}
    </span>
  );
});

const Place = memo(function Place({ of, text }: { readonly of: ListColumn; readonly text: string }) {
  const { t } = useText();
  return (
    <span dir="ltr" title={text}>
      <span className="unseen">{t(`columns.${of}`)} </span>
      {text}
    </span>
  );
});

function LeftCell({ id }: { readonly id: DownloadId }) {
  // Whole seconds: what is not shown is not drawn.
  const left = useDownloads((state) => wholeSeconds(state.timeLeft.get(id)));
  return left !== undefined && <Figure of="left" as="duration" value={left} />;
}

const wholeSeconds = (time: number | undefined): number | undefined => (time === undefined ? undefined : Math.round(time / 1000) * 1000);

function ProgressCell({ row }: { readonly row: DownloadRow }) {
  const { format } = useText();
  const fraction = fractionOf(row);
  const completed = row.status === 'completed';
  const begun = row.received > 0 || isWorking(row.status);
  return (
    <>
      <RowProgressBar row={row} unseen={completed || !begun} />
      {completed ? (
        <Verdict row={row} />
      ) : (
        fraction !== null &&
        (row.received > 0 || row.status === 'downloading') && <span className="numbers">{format.percent(fraction)}</span>
      )}
    </>
  );
}
