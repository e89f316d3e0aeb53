/** The verdict in words, and every digest to be copied. */
import { Copy, ShieldAlert, ShieldCheck, Sigma } from 'lucide-react';
import { checksumAlgorithms } from '../../contract/digest.ts';
import { algorithmName } from '../add/problem-words.ts';
import { IconButton } from '../controls/button.tsx';
import { Digest } from '../controls/digest.tsx';
import { useText } from '../controls/text.tsx';
import { judgeDigests, type Digests, type Expectation } from '../input/verdict.ts';
import { copyText } from '../state/commands.ts';

interface ShouldBeProps {
  readonly value: string;
  readonly digest: string;
}

/** What was expected, straight below what it is, so that the one is seen beside the other. */
export function ShouldBe({ value, digest }: ShouldBeProps) {
  const { t } = useText();
  return (
    <div className="verify-wrong">
      <div className="verify-should">{t('verify.shouldBe')} </div>
      <Digest value={value} against={digest} />
    </div>
  );
}

interface VerifyResultProps {
  readonly size: number;
  readonly digests: Digests;
  readonly expectations: readonly Expectation[];
}

export function VerifyResult({ size, digests, expectations }: VerifyResultProps) {
  const { t, format } = useText();
  const { kind, comparisons } = judgeDigests(digests, expectations);
  const from = comparisons.find(({ download }) => download !== null);
  const algorithms = format.list([...new Set(comparisons.map(({ algorithm }) => algorithmName(algorithm)))]);
  const Icon = kind === 'match' ? ShieldCheck : kind === 'mismatch' ? ShieldAlert : Sigma;
  return (
    <>
      <p className="verify-verdict" data-kind={kind}>
        <Icon className="icon" aria-hidden />
        <span>
          {from && kind !== 'pending'
            ? t(`verify.downloaded.${kind === 'match' ? 'match' : 'mismatch'}`, { name: from.download ?? '' })
            : t(`verify.verdicts.${kind}`, { algorithms })}
        </span>
      </p>
      <dl className="verify-digests" aria-label={t('verify.digests', { size: format.exactSize(size) })}>
        {checksumAlgorithms.map((algorithm) => {
          const digest = digests[algorithm];
          if (digest === undefined) return null;
          const name = algorithmName(algorithm);
          const wrong =
            kind !== 'mismatch'
              ? undefined
              : comparisons.find((comparison) => comparison.algorithm === algorithm && comparison.ok === false);
          return (
            <div key={algorithm} className="verify-digest">
              <dt>{name}</dt>
              <dd>
                <Digest value={digest} against={wrong?.value} />
                {wrong && <ShouldBe value={wrong.value} digest={digest} />}
              </dd>
              <dd>
                <IconButton icon={Copy} label={t('details.copyValue', { algorithm: name })} onClick={() => void copyText(digest)} />
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
