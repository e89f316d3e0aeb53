/** Integrity reports as anyone may read them. */
import type { Failure } from '../contract/errors.ts';
import type { IntegrityReport } from '../contract/report.ts';
import { Recorder } from '../engine/run/recorder.ts';
import type { RunReport } from '../engine/types.ts';
import { redact, redactText } from './redact.ts';

/** Signs the report with the program's version and leaves out what the log leaves out: secrets in addresses and in words. */
export function publicReport(report: RunReport, version: string): IntegrityReport {
  const { link, finalUrl, failure } = report;
  return {
    format: 1,
    program: { name: 'Rangefinder', version },
    ...report,
    failure: failure && (redact(failure) as Failure),
    link: link && redactText(link),
    earlierLinks: report.earlierLinks.map(redactText),
    redirects: report.redirects.map(redactText),
    finalUrl: finalUrl && redactText(finalUrl),
    sources: report.sources.map((source) => ({
      ...source,
      link: redactText(source.link),
      failure: source.failure && (redact(source.failure) as Failure),
    })),
    retries: report.retries.map((retry) => ({ ...retry, message: redactText(retry.message) })),
    unread: report.unread.map((file) => ({ ...file, message: redactText(file.message) })),
    restarts: report.restarts.map((restart) => ({ ...restart, reason: redactText(restart.reason) })),
  };
}

/** Of a download that never got to run. @param failure why it cannot; null when it was not its turn yet. */
export function reportOfNothing(link: string, failure: Failure | null): RunReport {
  const recorder = new Recorder(Date.now);
  recorder.begin(link);
  return { ...recorder.report({ kind: 'stopped' }, []), ...(failure && { outcome: 'failed', failure }) };
}
