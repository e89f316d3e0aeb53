/** What happened to a download, in words and in order: what it told on its way, and what its report knows of the last run. */
import { Copy } from 'lucide-react';
import type { DownloadDetail, DownloadRow } from '../../contract/download.ts';
import type { NoticeCode } from '../../contract/notices.ts';
import type { IntegrityReport } from '../../contract/report.ts';
import { IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { copyText } from '../state/commands.ts';

interface Line {
  readonly at: number;
  readonly words: string;
  /** As the engine says it. */
  readonly message: string;
}

interface LogProps {
  readonly row: DownloadRow;
  readonly detail: DownloadDetail | null;
  readonly report: IntegrityReport | null;
}

export function Log({ row, detail, report }: LogProps) {
  const { t, format } = useText();
  const lines = useLines(detail, report);
  const text = lines.map(({ at, words, message }) => `${new Date(at).toISOString()}  ${words}${message && `: ${message}`}`);
  return (
    <section className="details-part" aria-labelledby="log-heading">
      <div className="details-head-line">
        <h3 className="details-heading" id="log-heading">
          {t('details.log')}
        </h3>
        {lines.length > 0 && (
          <IconButton icon={Copy} label={t('details.copyLog')} className="push" onClick={() => void copyText(text.join('\n'))} />
        )}
      </div>
      {lines.length === 0 && !row.error && <p className="details-text">{t('details.noLog')}</p>}
      <ol className="log">
        {lines.map(({ at, words, message }, index) => (
          // Nothing but their order tells two of them apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <time className="numbers" dateTime={new Date(at).toISOString()} title={format.fullMoment(at)}>
              {format.moment(at)}
            </time>
            <span>
              {words}
              {message !== '' && (
                <span className="log-message selectable" dir="auto">
                  {message}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function useLines(detail: DownloadDetail | null, report: IntegrityReport | null): readonly Line[] {
  const { t, format } = useText();
  const told = (detail?.notices ?? []).map(({ code, at, message }) => ({ at, words: t(`notices.${code}`), message }));
  if (!report) return told;
  const known = report.retries.map(({ at, of, code, message }) => ({
    at,
    words: t(of === 'connection' ? 'details.logRetry' : 'details.logRun', { reason: t(`errors.${code}.title`) }),
    message,
  }));
  // What it has told of itself is not told again; after a restart, only the report remembers it.
  const has = (code: NoticeCode): boolean => detail?.notices.some((notice) => notice.code === code) ?? false;
  const repaired = (has('block_repaired') ? [] : report.repairs).map(({ at, start, end, source }) => ({
    at,
    words: t('details.logRepair', { range: t('details.range', { start: format.size(start), end: format.size(end) }) }),
    message: source ?? '',
  }));
  const restarted = (has('restarted') ? [] : report.restarts).map(({ at, reason }) => ({
    at,
    words: t('details.logRestart'),
    message: reason,
  }));
  const unread = (has('checksum_unread') ? [] : report.unread).map(({ at, name, message }) => ({
    at,
    words: t('notices.checksum_unread'),
    message: `${name}: ${message}`,
  }));
  return [...told, ...known, ...repaired, ...restarted, ...unread].toSorted((a, b) => a.at - b.at);
}
