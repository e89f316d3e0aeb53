/** What is known of the file's integrity: every digest, where it came from, and whether it matches. */
import { Copy, Fingerprint, Hourglass, Pencil, Plus, ShieldAlert, ShieldCheck, Sigma } from 'lucide-react';
import type { Checksum, ChecksumAlgorithm, ChecksumOrigin, DownloadDetail, DownloadRow } from '../../contract/download.ts';
import { algorithmName } from '../add/problem-words.ts';
import { Button, IconButton } from '../controls/button.tsx';
import { Digest } from '../controls/digest.tsx';
import { ProgressBar } from '../controls/progress-bar.tsx';
import { useText } from '../controls/text.tsx';
import { copyText, expectChecksums } from '../state/commands.ts';
import { askForChecksum } from '../state/view.ts';
import { mismatchOf } from './mismatch.ts';

interface KnownDigest {
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
  const any = (detail?.expected ?? []).length > 0;
  return (
    <section className="details-part" aria-labelledby="checksum-heading">
      <div className="details-head-line">
        <h3 className="details-heading" id="checksum-heading">
          {t('details.checksum')}
        </h3>
        <IconButton
          icon={any ? Pencil : Plus}
          label={t(any ? 'expect.change' : 'expect.enter')}
          className="push"
          onClick={() => askForChecksum(row.id)}
        />
      </div>
      {detail && <Comparing row={row} detail={detail} />}
      {digests.map((digest) => (
        <DigestCard key={`${digest.algorithm} ${digest.origin} ${digest.value}`} digest={digest} complete={row.status === 'completed'} />
      ))}
      {digests.length === 0 && (
        <p className="details-text">{t(row.status === 'completed' ? 'details.noDigest' : 'details.computedLater')}</p>
      )}
    </section>
  );
}

/** How far the file has been read again, or why it could not be. */
function Comparing({ row, detail }: { readonly row: DownloadRow; readonly detail: DownloadDetail }) {
  const { t, format } = useText();
  const { expected, published, comparing } = detail;
  const again = (): void => void expectChecksums({ id: row.id, checksums: expected, published });
  if (comparing?.state === 'reading') {
    const { done, size } = comparing;
    return (
      <ProgressBar
        label={t('verify.progress')}
        fraction={size > 0 ? done / size : 1}
        moving
        text={t('verify.read', { done: format.size(done), size: format.size(size) })}
      />
    );
  }
  const failure = comparing && t(`errors.${comparing.failure.code}.title`);
  // The program may have ended before it was through.
  const left = row.status === 'completed' && expected.some((checksum) => !isCompared(row, checksum));
  if (!left) return null;
  return (
    <>
      {failure && (
        <p className="field-error" role="alert">
          {failure}
        </p>
      )}
      <div className="details-actions">
        <Button icon={Fingerprint} onClick={again}>
          {t('expect.compare')}
        </Button>
      </div>
    </>
  );
}

const isCompared = ({ checks }: DownloadRow, { algorithm, value, origin }: Checksum): boolean =>
  checks.some((check) => check.origin === origin && check.algorithm === algorithm && check.expected === value);

function digestsOf(row: DownloadRow, detail: DownloadDetail | null): KnownDigest[] {
  const digests: KnownDigest[] = row.checks.map((check) => ({
    algorithm: check.algorithm,
    value: check.expected,
    origin: check.origin,
    verdict: check.ok ? 'matches' : 'mismatch',
    ...(!check.ok && { actual: check.actual }),
  }));
  // A download that failed for its checksum has no file to check; the failure itself says what was compared.
  const failed = row.error && mismatchOf(row.error);
  if (failed)
    digests.push({
      algorithm: failed.algorithm,
      value: failed.expected,
      origin: failed.origin,
      verdict: 'mismatch',
      actual: failed.actual,
    });
  for (const checksum of detail?.expected ?? []) {
    const { algorithm, value, origin } = checksum;
    const wrong = failed?.algorithm === algorithm && failed.expected === value;
    if (!wrong && !isCompared(row, checksum)) digests.push({ algorithm, value, origin, verdict: 'pending' });
  }
  const told = row.checks.some((check) => check.algorithm === 'sha256');
  if (row.sha256 !== null && !told) digests.push({ algorithm: 'sha256', value: row.sha256, origin: 'computed', verdict: 'computed' });
  return digests;
}

const verdictIcons = { matches: ShieldCheck, mismatch: ShieldAlert, computed: Sigma, pending: Hourglass } as const;

function DigestCard({ digest, complete }: { readonly digest: KnownDigest; readonly complete: boolean }) {
  const { t } = useText();
  const name = algorithmName(digest.algorithm);
  const Icon = verdictIcons[digest.verdict];
  return (
    <div className="digest" data-verdict={digest.verdict}>
      <div className="digest-verdict">
        <Icon className="icon" aria-hidden />
        <p role="status">{t(`details.${digest.verdict}`)}</p>
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
          <dd>
            <Digest value={digest.value} against={digest.actual} />
          </dd>
        </div>
        {digest.actual !== undefined && (
          <div>
            <dt>{t('details.actual')}</dt>
            <dd>
              <Digest value={digest.actual} against={digest.value} />
            </dd>
          </div>
        )}
      </dl>
      {digest.verdict === 'pending' && !complete && <p className="details-text">{t('details.expectedLater')}</p>}
    </div>
  );
}
