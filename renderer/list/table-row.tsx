/** A download in one line: the columns that were chosen. */
import type { ReactNode } from 'react';
import type { DownloadRow } from '../../contract/download.ts';
import type { ListColumn } from '../../contract/list-layout.ts';
import { useText } from '../controls/text.tsx';
import { hostOf } from '../input/links.ts';
import { useDownloads } from '../state/downloads.ts';
import { fractionOf, isWorking } from '../state/groups.ts';
import { useLayout } from '../state/layout.ts';
import { isFigures } from './columns.ts';
import { RowProgressBar, Verdict } from './row-progress.tsx';
import { Status } from './status.tsx';

export function TableCells({ row }: { readonly row: DownloadRow }) {
  const columns = useLayout((layout) => layout.columns);
  return columns.map((column) => (
    <div key={column} className="cell" data-column={column} data-figures={isFigures(column) ? '' : undefined}>
      {cells[column](row)}
    </div>
  ));
}

/** What stands in each column; nothing where there is nothing to say. */
const cells: Readonly<Record<ListColumn, (row: DownloadRow) => ReactNode>> = {
  name: ({ name }) => (
    <span className="row-name" dir="auto" title={name}>
      {name}
    </span>
  ),
  status: (row) => <Status row={row} noted={row.status === 'failed' || row.status === 'waiting' || !row.present} />,
  progress: (row) => <ProgressCell row={row} />,
  size: ({ size }) => size !== null && size > 0 && <Figure of="size" value={(format) => format.size(size)} />,
  speed: ({ status, speed }) => status === 'downloading' && <Figure of="speed" value={(format) => format.speed(speed)} />,
  left: (row) => row.status === 'downloading' && <LeftCell row={row} />,
  connections: ({ connections }) => connections > 0 && <Figure of="connections" value={(format) => format.integer(connections)} />,
  queue: ({ position }) => <Figure of="queue" value={(format) => format.integer(position)} />,
  added: ({ addedAt }) => <Figure of="added" value={(format) => format.moment(addedAt)} hint={(format) => format.fullMoment(addedAt)} />,
  finished: ({ finishedAt }) =>
    finishedAt !== null && (
      <Figure of="finished" value={(format) => format.moment(finishedAt)} hint={(format) => format.fullMoment(finishedAt)} />
    ),
  host: ({ url }) => <Path of="host" text={hostOf(url)} />,
  folder: ({ folder }) => <Path of="folder" text={folder} />,
};

type Say = (format: ReturnType<typeof useText>['format']) => string;

interface FigureProps {
  readonly of: ListColumn;
  readonly value: Say;
  readonly hint?: Say;
}

/** A screen reader hears what the figure is of; eyes see it in the head of the column. */
function Figure({ of, value, hint }: FigureProps) {
  const { t, format } = useText();
  return (
    <span className="numbers" title={hint?.(format)}>
      <span className="unseen">{t(`columns.${of}`)} </span>
      {value(format)}
    </span>
  );
}

function Path({ of, text }: { readonly of: ListColumn; readonly text: string }) {
  const { t } = useText();
  return (
    <span dir="ltr" title={text}>
      <span className="unseen">{t(`columns.${of}`)} </span>
      {text}
    </span>
  );
}

function LeftCell({ row }: { readonly row: DownloadRow }) {
  const left = useDownloads((state) => state.timeLeft.get(row.id));
  return left !== undefined && <Figure of="left" value={(format) => format.duration(left)} />;
}

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
