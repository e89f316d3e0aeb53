/** Several files: one line each, with what has become of it, and above them what it comes to. */
import type { ReactNode } from 'react';
import { CircleAlert, Copy, ShieldAlert, ShieldCheck, Sigma } from 'lucide-react';
import { algorithmName } from '../add/problem-words.ts';
import { IconButton } from '../controls/button.tsx';
import { Digest } from '../controls/digest.tsx';
import { FileIcon } from '../controls/file-icon.tsx';
import { useText } from '../controls/text.tsx';
import { judgeDigests } from '../input/verdict.ts';
import { copyText } from '../state/commands.ts';
import type { VerifiedFile } from './use-verification.ts';
import { ShouldBe } from './verify-result.tsx';

/** In the order in which they are told: what must not be missed comes first. */
const ends = ['mismatch', 'failed', 'match', 'unknown'] as const;
type End = (typeof ends)[number];

const icons: Readonly<Record<End, ReactNode>> = {
  match: <ShieldCheck className="icon" aria-hidden />,
  mismatch: <ShieldAlert className="icon" aria-hidden />,
  failed: <CircleAlert className="icon" aria-hidden />,
  unknown: <Sigma className="icon" aria-hidden />,
};

/** Null before its end. */
function endOf({ run, expectations }: VerifiedFile): End | null {
  if (run?.state === 'failed') return 'failed';
  if (run?.state !== 'done') return null;
  const { kind } = judgeDigests(run.digests, expectations);
  return kind === 'pending' ? null : kind;
}

interface FileResultsProps {
  readonly files: readonly VerifiedFile[];
  readonly absent: number;
  readonly busy: boolean;
}

export function FileResults({ files, absent, busy }: FileResultsProps) {
  const { t, format } = useText();
  const found = files.map(endOf);
  const counts = ends.map((end) => ({ end, count: found.filter((other) => other === end).length }));
  const ended = counts.reduce((sum, { count }) => sum + count, 0);
  const words = counts.flatMap(({ end, count }) => (count > 0 ? [t(`verify.sum.${end}`, { count })] : []));
  const has = (end: End): boolean => counts.some((other) => other.end === end && other.count > 0);
  const bad = has('mismatch') || has('failed');
  // Green only when nothing is left open.
  const kind = busy ? undefined : bad ? 'mismatch' : ended === files.length && !has('unknown') ? 'match' : undefined;
  return (
    <>
      <p className="verify-verdict" role="status" data-kind={kind}>
        {busy
          ? t('verify.soFar', { done: format.integer(ended), count: files.length })
          : [...words, ...(absent > 0 ? [t('verify.absent', { count: absent })] : [])].join(' ') ||
            t('verify.several', { count: files.length })}
      </p>
      <ul className="verify-files" aria-label={t('verify.results')}>
        {files.map((file, index) => (
          <FileResult key={file.path} file={file} end={found[index] ?? null} />
        ))}
      </ul>
    </>
  );
}

function FileResult({ file, end }: { readonly file: VerifiedFile; readonly end: End | null }) {
  const { t, format } = useText();
  const { path, name, run } = file;
  const sha256 = run?.state === 'done' ? run.digests.sha256 : undefined;
  return (
    <li className="verify-line" data-kind={end ?? undefined}>
      {end ? icons[end] : <FileIcon name={name} />}
      <div className="verify-line-words">
        <span className="verify-line-name" title={path}>
          <bdi>{name}</bdi>
        </span>
        <Words file={file} end={end} />
      </div>
      <span className="verify-line-size numbers">{run?.state === 'done' ? format.size(run.size) : ''}</span>
      {sha256 !== undefined && (
        <IconButton
          icon={Copy}
          label={t('verify.copyOf', { algorithm: algorithmName('sha256'), name })}
          onClick={() => void copyText(sha256)}
        />
      )}
    </li>
  );
}

/** What has become of one file. */
function Words({ file: { run, expectations, gap }, end }: { readonly file: VerifiedFile; readonly end: End | null }) {
  const { t, format } = useText();
  if (run === null) return <span className="verify-line-note">{t('verify.lines.waiting')}</span>;
  if (run.state === 'hashing') {
    const share = run.size ? run.done / run.size : 0;
    return <span className="verify-line-note numbers">{t('verify.lines.hashing', { share: format.percent(share) })}</span>;
  }
  if (run.state === 'failed') return <span className="verify-line-note">{run.code ? t(`errors.${run.code}.title`) : run.message}</span>;
  const { kind, comparisons } = judgeDigests(run.digests, expectations);
  const algorithms = format.list([...new Set(comparisons.map(({ algorithm }) => algorithmName(algorithm)))]);
  const downloaded = comparisons.some(({ download }) => download !== null);
  const word = end === 'unknown' ? (gap ?? 'unknown') : downloaded && kind === 'match' ? 'downloaded' : kind;
  const wrong = kind === 'mismatch' ? comparisons.filter(({ ok }) => ok === false) : [];
  return (
    <>
      <span className="verify-line-note">{t(`verify.lines.${word}`, { algorithms })}</span>
      {wrong.map(({ algorithm, value }) => (
        <div key={`${algorithm} ${value}`} className="verify-line-digests">
          <Digest value={run.digests[algorithm] ?? ''} against={value} />
          <ShouldBe value={value} digest={run.digests[algorithm] ?? ''} />
        </div>
      ))}
    </>
  );
}
