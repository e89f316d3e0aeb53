/** The integrity report in words, and as JSON for the clipboard. */
import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DownloadId, DownloadRow } from '../../contract/download.ts';
import type { IntegrityReport } from '../../contract/report.ts';
import { Button } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { copyText } from '../state/commands.ts';
import { useConnection } from '../state/connection.ts';
import { Fact } from './facts.tsx';

export function ReportPart({ report }: { readonly report: IntegrityReport }) {
  const { t, format } = useText();

  const unique = (words: readonly string[]): string => format.list([...new Set(words)]);
  const sources = unique(report.segments.map(({ source }) => source ?? t('report.earlier')));
  const proofs = unique(report.sameness.map(({ proof }) => t(`report.proofs.${proof}`)));
  const counts = (['connections', 'segments', 'retries', 'restarts', 'repairs'] as const).map((name) => {
    const value = report[name];
    return [name, typeof value === 'number' ? value : value.length] as const;
  });
  return (
    <section className="details-part" aria-labelledby="report-heading">
      <h3 className="details-heading" id="report-heading">
        {t('report.heading')}
      </h3>
      <dl className="facts">
        {proofs !== '' && <Fact label={t('report.sameness')}>{proofs}</Fact>}
        {sources !== '' && <Fact label={t('report.sources')}>{sources}</Fact>}
        {counts.map(([name, count]) => (
          <Fact key={name} label={t(`report.${name}`)}>
            {format.integer(count)}
          </Fact>
        ))}
        <Fact label={t('report.refetched')}>{format.size(report.refetched)}</Fact>
      </dl>
      <div className="details-actions">
        <Button icon={Copy} onClick={() => void copyText(JSON.stringify(report, null, 2))}>
          {t('report.copy')}
        </Button>
      </div>
    </section>
  );
}

/** The report of the last run; asked for when no run is under way, and again when the file has been compared since. */
export function useReport(id: DownloadId, running: boolean, checks: DownloadRow['checks'] | undefined): IntegrityReport | null {
  const client = useConnection((connection) => connection.client);
  const [report, setReport] = useState<IntegrityReport | null>(null);

  useEffect(() => {
    if (!client || running) return undefined;
    const asked = new AbortController();
    client.downloads.report({ id }, { signal: asked.signal }).then(setReport, () => {});
    return () => asked.abort();
    // The report is written anew whenever the file has been compared.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [client, id, running, checks]);

  return running ? null : report;
}
