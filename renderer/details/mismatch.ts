/** What a failure tells of a wrong checksum: its digests are data, and its words are the window's. */
import { checksumAlgorithms, checksumOrigins } from '../../contract/digest.ts';
import type { ChecksumAlgorithm, ChecksumOrigin, DownloadRow } from '../../contract/download.ts';
import { algorithmName } from '../add/problem-words.ts';
import { useText } from '../controls/text.tsx';

type Failure = NonNullable<DownloadRow['error']>;

export interface Mismatch {
  readonly algorithm: ChecksumAlgorithm;
  readonly expected: string;
  readonly actual: string;
  readonly origin: ChecksumOrigin;
  /** The bytes that the digest is of, first and last; null for the whole file. */
  readonly part: readonly [number, number] | null;
  /** What came differently when it was fetched a second time, as `0-1023`; null when it was not. */
  readonly replaced: readonly string[] | null;
}

/** Null for any other failure. */
export function mismatchOf({ code, details = {} }: Failure): Mismatch | null {
  if (code !== 'CHECKSUM') return null;
  const { algorithm, expected, actual, origin, part, replaced } = details;
  const [named] = checksumAlgorithms.filter((known) => known === algorithm);
  const [from] = checksumOrigins.filter((known) => known === origin);
  if (!named || !from || typeof expected !== 'string' || typeof actual !== 'string') return null;
  const [, first, last] = /^(\d+)-(\d+)$/.exec(String(part)) ?? [];
  return {
    algorithm: named,
    expected,
    actual,
    origin: from,
    part: first === undefined || last === undefined ? null : [Number(first), Number(last)],
    replaced: typeof replaced === 'string' ? replaced.split(', ').filter((range) => range !== '') : null,
  };
}

/** More stretches are not named. */
const named = 4;

/** The particulars of a failure in words: of a wrong checksum in the window's language, else as the engine says them. */
export function useParticulars(): (failure: Failure) => string {
  const { t, format } = useText();
  return (failure) => {
    const mismatch = mismatchOf(failure);
    if (!mismatch) return failure.message;
    const { part, replaced } = mismatch;
    const algorithm = algorithmName(mismatch.algorithm);
    const what = part
      ? t('details.wrong.part', { algorithm, first: format.integer(part[0]), last: format.integer(part[1]) })
      : t('details.wrong.whole', { algorithm });
    if (replaced === null) return what;
    const ranges = replaced.slice(0, named).join(', ') + (replaced.length > named ? ', …' : '');
    return `${what} ${replaced.length === 0 ? t('details.wrong.same') : t('details.wrong.differs', { ranges })}`;
  };
}
