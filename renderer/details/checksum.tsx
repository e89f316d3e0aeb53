/** What is known of the file's integrity: every digest, where it came from, and whether it matches. */
import { Copy, ShieldAlert, ShieldCheck, Sigma } from 'lucide-react';
import { Check, type ChecksumAlgorithm, type ChecksumOrigin, type DownloadDetail, type DownloadRow } from '../../contract/download.ts';
import { algorithmName } from '../add/problem-words.ts';
import { IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { copyText } from '../state/commands.ts';

interface Digest {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly origin: ChecksumOrigin | 'computed';
  readonly verdict: 'matches' | 'mismatch' | 'computed' | 'pending';
  /** What the file's own digest is, where it differs from the value. */
  readonly actual?: string;
}

export function ChecksumPart({ row, detail }: { readonly row: DownloadRow; readonly detail: DownloadDetail | null }) {
  const { t } = useText();
  const digests = digestsOf(row, detail);
  return (
    <section className="details-part" aria-labelledby="checksum-heading">
      <h3 className="details-heading" id="checksum-heading">
        {t('details.checksum')}
      </h3>
      {digests.map((digest) => (
        <DigestCard key={`${digest.algorithm} ${digest.origin} ${digest.value}`} digest={digest} />
      ))}
      {digests.length === 0 && (
        <p className="details-text">{t(row.status === 'completed' ? 'details.noDigest' : 'details.computedLater')}</p>
      )}
    </section>
  );
}

function digestsOf(row: DownloadRow, detail: DownloadDetail | null): Digest[] {
  const digests: Digest[] = row.checks.map((check) => ({
    algorithm: check.algorithm,
    value: check.expected,
    origin: check.origin,
    verdict: check.ok ? 'matches' : 'mismatch',
    ...(!check.ok && { actual: check.actual }),
  }));
  const mismatch = mismatchOf(row.error);
  if (mismatch) digests.push(mismatch);
  else if (row.checks.length === 0) {
    for (const { algorithm, value, origin } of detail?.expected ?? []) digests.push({ algorithm, value, origin, verdict: 'pending' });
  }
  const told = row.checks.some((check) => check.algorithm === 'sha256');
  if (row.sha256 !== null && !told) digests.push({ algorithm: 'sha256', value: row.sha256, origin: 'computed', verdict: 'computed' });
  return digests;
}

/** A download that failed for its checksum has no file to check; the failure itself says what was compared. */
function mismatchOf(error: DownloadRow['error']): Digest | null {
  if (error?.code !== 'CHECKSUM') return null;
  const told = Check.omit({ ok: true }).safeParse(error.details);
  if (!told.success) return null;
  const { algorithm, expected, actual, origin } = told.data;
  return { algorithm, value: expected, origin, verdict: 'mismatch', actual };
}

const verdictIcons = { matches: ShieldCheck, mismatch: ShieldAlert, computed: Sigma, pending: Sigma } as const;

function DigestCard({ digest }: { readonly digest: Digest }) {
  const { t } = useText();
  const name = algorithmName(digest.algorithm);
  const Icon = verdictIcons[digest.verdict];
  return (
    <div className="digest" data-verdict={digest.verdict}>
      <div className="digest-verdict">
        <Icon className="icon" aria-hidden />
        <p>{t(`details.${digest.verdict}`)}</p>
        <IconButton
          icon={Copy}
          label={t('details.copyValue', { algorithm: name })}
          className="push"
          onClick={() => void copyText(digest.actual ?? digest.value)}
        />
      </div>
      <dl>
        <div>
          <dt>{t('details.algorithm')}</dt>
          <dd>{name}</dd>
        </div>
        <div>
          <dt>{t('details.origin')}</dt>
          <dd>{t(`details.origins.${digest.origin}`)}</dd>
        </div>
        <div>
          <dt>{t(digest.actual === undefined ? 'details.value' : 'details.expected')}</dt>
          <dd className="mono selectable" dir="ltr">
            {digest.value}
          </dd>
        </div>
        {digest.actual !== undefined && (
          <div>
            <dt>{t('details.actual')}</dt>
            <dd className="mono selectable" dir="ltr">
              {digest.actual}
            </dd>
          </div>
        )}
      </dl>
      {digest.verdict === 'pending' && <p className="details-text">{t('details.expectedLater')}</p>}
    </div>
  );
}
