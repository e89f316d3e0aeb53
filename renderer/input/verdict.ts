/** What a file's digests say when they are compared with what is known. */
import { checksumAlgorithms, type ChecksumAlgorithm } from '../../contract/digest.ts';
import type { Checksum, DownloadRow } from '../../contract/download.ts';

export type Digests = Partial<Record<ChecksumAlgorithm, string>>;

export interface Expectation {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  /** The download that it is known from; null when it was typed, pasted or dropped. */
  readonly download: string | null;
}

interface Comparison extends Expectation {
  /** Null while the digest is not computed. */
  readonly ok: boolean | null;
}

export interface Verdict {
  readonly kind: 'match' | 'mismatch' | 'unknown' | 'pending';
  readonly comparisons: readonly Comparison[];
}

/** What was typed counts for itself; what downloads know is asked for only when nothing was. */
export function expectationsOf(typed: readonly Checksum[], name: string, size: number | null, rows: Iterable<DownloadRow>): Expectation[] {
  if (typed.length > 0) return typed.map(({ algorithm, value }) => ({ algorithm, value, download: null }));
  const found = new Map<string, Expectation>();
  for (const row of rows) {
    if (row.status !== 'completed' || row.name !== name || (size !== null && row.size !== size)) continue;
    const known = row.checks.filter(({ ok }) => ok).map(({ algorithm, expected }) => ({ algorithm, value: expected }));
    if (row.sha256) known.push({ algorithm: 'sha256', value: row.sha256 });
    for (const { algorithm, value } of known) found.set(`${algorithm} ${value}`, { algorithm, value, download: row.name });
  }
  return [...found.values()];
}

/** Several downloads of one name may differ: of what they know, one that matches is enough. Of what was typed, everything has to. */
export function judgeDigests(digests: Digests, expectations: readonly Expectation[]): Verdict {
  const comparisons = expectations.map((expectation) => {
    const digest = digests[expectation.algorithm];
    return { ...expectation, ok: digest === undefined ? null : digest === expectation.value };
  });
  if (comparisons.length === 0) return { kind: 'unknown', comparisons };
  if (comparisons.some(({ ok }) => ok === null)) return { kind: 'pending', comparisons };
  const typed = comparisons.some(({ download }) => download === null);
  const good = typed ? comparisons.every(({ ok }) => ok) : comparisons.some(({ ok }) => ok);
  return { kind: good ? 'match' : 'mismatch', comparisons };
}

/** SHA-256 always, what is asked for, and what there is to compare with. */
export function algorithmsFor(chosen: ReadonlySet<ChecksumAlgorithm>, expectations: readonly Expectation[]): ChecksumAlgorithm[] {
  const wanted = new Set<ChecksumAlgorithm>(['sha256', ...chosen, ...expectations.map(({ algorithm }) => algorithm)]);
  return checksumAlgorithms.filter((algorithm) => wanted.has(algorithm));
}

/** Whether a file's name says that checksums are in it. */
export const isChecksumFile = (name: string): boolean =>
  /\.(?:sha(?:1|256|512)?|md5|b3|blake3)(?:sums?)?(?:\.txt)?$|^(?:sha\d*|md5|b3)sums?(?:[.-].*)?$|^checksums?(?:\.txt)?$/i.test(name);
