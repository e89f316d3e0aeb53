/** Everything about one download, beside or over the list. */
import { Fingerprint, FolderOpen, Link, Pause, Play, RotateCw, SquareArrowOutUpRight, Trash2, TriangleAlert, X } from 'lucide-react';
import type { DownloadId, DownloadRow, Segment, SourceState } from '../../contract/download.ts';
import { Button, IconButton } from '../controls/button.tsx';
import { Digest } from '../controls/digest.tsx';
import { FileIcon } from '../controls/file-icon.tsx';
import { SpeedGraph } from '../controls/speed-graph.tsx';
import { useText } from '../controls/text.tsx';
import { Status } from '../list/status.tsx';
import { openFile, pause, resume, retry, showInFolder } from '../state/commands.ts';
import { historyOf, useDownloads, useIsCurrent } from '../state/downloads.ts';
import { canCorrect, canOpen, canPause, canRefresh, canRemove, canResume, canRetry, fractionOf, isActive } from '../state/groups.ts';
import { removeWithUndo } from '../state/removal.ts';
import { askForChecksum, askForLink, closeDetails } from '../state/view.ts';
import { ChecksumPart } from './checksum.tsx';
import { Chunks } from './chunks.tsx';
import { Facts } from './facts.tsx';
import { Log } from './log.tsx';
import { mismatchOf, useParticulars } from './mismatch.ts';
import { ReportPart, useReport } from './report.tsx';
import { SourcesPart } from './sources.tsx';
import { SegmentMap } from './segment-map.tsx';
import { useDetail } from './use-detail.ts';
import './details.css';

const noHosts: readonly string[] = [];
const noSegments: readonly Segment[] = [];
const noSources: readonly SourceState[] = [];

/** As far as anybody knows while nobody tells of it. */
const atRest = (segment: Segment): Segment => (segment.state === 'active' ? { ...segment, state: 'missing', speed: 0 } : segment);

export function Details({ id }: { readonly id: DownloadId }) {
  const { t } = useText();
  const row = useDownloads((state) => state.list.rows.get(id));
  const current = useIsCurrent();
  const { detail, news } = useDetail(id);
  const report = useReport(id, row === undefined || isActive(row.status), row?.checks);
  if (!row) return null;

  const told = detail?.segments ?? noSegments;
  const segments = current ? told : told.map(atRest);
  const fraction = fractionOf(row);
  const underWay = row.status !== 'completed';
  return (
    <section className="details" aria-label={t('details.region', { name: row.name })}>
      <div className="details-head">
        <FileIcon name={row.name} />
        <div className="details-title">
          <h2 className="details-name">
            <bdi>{row.name}</bdi>
          </h2>
          <Status row={row} noted={row.status !== 'failed'} />
        </div>
        <IconButton icon={X} label={t('details.close')} onClick={closeDetails} />
      </div>
      <div className="details-body">
        {row.status === 'failed' && <Trouble row={row} />}
        <Actions row={row} />
        {underWay && <Figures row={row} />}
        {underWay && row.size !== null && segments.length > 0 && (
          <SegmentMap segments={segments} size={row.size} fraction={fraction ?? 0} />
        )}
        {isActive(row.status) && <Graph id={id} />}
        {underWay && <Chunks segments={segments} hosts={detail?.hosts ?? noHosts} news={news} />}
        <SourcesPart sources={detail?.sources ?? noSources} over={row.status === 'completed'} />
        <ChecksumPart row={row} detail={detail} />
        {!underWay && <Chunks segments={segments} hosts={detail?.hosts ?? noHosts} news={news} />}
        <Facts row={row} detail={detail} />
        {report && <ReportPart report={report} />}
        <Log row={row} detail={detail} report={report} />
      </div>
    </section>
  );
}

function Trouble({ row }: { readonly row: DownloadRow }) {
  const { t } = useText();
  const particulars = useParticulars();
  if (!row.error) return null;
  const mismatch = mismatchOf(row.error);
  return (
    <div className="trouble">
      <TriangleAlert className="icon" aria-hidden />
      <div>
        <p className="trouble-title">{t(`errors.${row.error.code}.title`)}</p>
        <p>{t(`errors.${row.error.code}.advice`)}</p>
        <p className="trouble-message selectable" dir="auto">
          {particulars(row.error)}
        </p>
        {mismatch && (
          <dl className="trouble-digests">
            <dt>{t('details.expected')}</dt>
            <dd>
              <Digest value={mismatch.expected} against={mismatch.actual} />
            </dd>
            <dt>{t('details.actual')}</dt>
            <dd>
              <Digest value={mismatch.actual} against={mismatch.expected} />
            </dd>
          </dl>
        )}
      </div>
    </div>
  );
}

function Actions({ row }: { readonly row: DownloadRow }) {
  const { t } = useText();
  const ids = [row.id];
  return (
    <div className="details-actions">
      {canPause(row) && (
        <Button icon={Pause} onClick={() => void pause(ids)}>
          {t('menu.pause')}
        </Button>
      )}
      {canResume(row) && (
        <Button icon={Play} kind="primary" onClick={() => void resume(ids)}>
          {t('menu.resume')}
        </Button>
      )}
      {canRefresh(row) && (
        <Button icon={Link} kind="primary" onClick={() => askForLink(row.id)}>
          {t('refresh.title')}
        </Button>
      )}
      {canCorrect(row) && (
        <Button icon={Fingerprint} kind="primary" onClick={() => askForChecksum(row.id)}>
          {t('expect.correct')}
        </Button>
      )}
      {canRetry(row) && (
        <Button icon={RotateCw} kind={canRefresh(row) || canCorrect(row) ? 'plain' : 'primary'} onClick={() => void retry(ids)}>
          {t(row.status === 'failed' ? 'menu.retry' : 'menu.again')}
        </Button>
      )}
      {canOpen(row) && (
        <Button icon={SquareArrowOutUpRight} kind="primary" onClick={() => void openFile(row.id)}>
          {t('menu.open')}
        </Button>
      )}
      {canOpen(row) && (
        <Button icon={FolderOpen} onClick={() => void showInFolder(row.id)}>
          {t('menu.showInFolder')}
        </Button>
      )}
      {canRemove(row) && <IconButton icon={Trash2} label={t('menu.remove')} className="push" onClick={() => removeWithUndo(ids)} />}
    </div>
  );
}

function Figures({ row }: { readonly row: DownloadRow }) {
  const { t, format } = useText();
  const left = useDownloads((state) => state.timeLeft.get(row.id));
  const fraction = fractionOf(row);
  const moving = useIsCurrent() && row.status === 'downloading';
  return (
    <dl className="figures numbers">
      <div className="figure-large">
        <dt>{t('details.received')}</dt>
        <dd>
          {fraction === null ? format.size(row.received) : format.percent(fraction)}
          {row.size !== null && <small>{t('row.of', { received: format.size(row.received), size: format.size(row.size) })}</small>}
        </dd>
      </div>
      <div>
        <dt>{t('details.speed')}</dt>
        <dd>{moving ? format.speed(row.speed) : '–'}</dd>
      </div>
      <div>
        <dt>{t('details.left')}</dt>
        <dd>{moving && left !== undefined ? format.duration(left) : '–'}</dd>
      </div>
    </dl>
  );
}

function Graph({ id }: { readonly id: DownloadId }) {
  const { t, format } = useText();
  const history = historyOf(id);
  if (!history) return null;
  const speeds = history.samples().filter((sample) => sample !== null);
  const label = `${t('details.graph')}: ${t('details.graphText', { now: format.speed(speeds.at(-1) ?? 0), most: format.speed(Math.max(0, ...speeds)) })}`;
  return <SpeedGraph className="details-graph" history={history} label={label} />;
}
