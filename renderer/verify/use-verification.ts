/** What is known of the files that are being verified, each beside what it should be. */
import { useMemo } from 'react';
import { parseChecksumList, parseChecksumText, type ListedChecksum } from '../../contract/checksum-text.ts';
import { useText } from '../controls/text.tsx';
import { expectationsOf, type Expectation } from '../input/verdict.ts';
import { findListed, indexList, nameOfPath, pathsIn } from '../input/verify-files.ts';
import { useDownloads } from '../state/downloads.ts';
import { useVerify, type FileRun } from '../state/verify.ts';

export interface VerifiedFile {
  readonly path: string;
  readonly name: string;
  readonly expectations: readonly Expectation[];
  /** Why a list says nothing of it; null when it does, or when there is none. */
  readonly gap: 'unlisted' | 'ambiguous' | null;
  /** Null before its turn. */
  readonly run: FileRun | null;
}

export interface Verification {
  readonly files: readonly VerifiedFile[];
  /** What is wrong with what they should be, in words. */
  readonly problem: string | null;
  /** Names in the list that none of the files has. */
  readonly absent: number;
}

export function useVerification(): Verification {
  const { t, format } = useText();
  const { files, expected, runs } = useVerify();
  const rows = useDownloads((state) => state.ordered);
  const paths = useMemo(() => pathsIn(files), [files]);
  const names = useMemo(() => new Set(paths.map(nameOfPath)), [paths]);
  const known = useMemo(() => [...rows.values()].filter((row) => names.has(row.name)), [rows, names]);
  const typed = useMemo(() => readExpected(expected, paths), [expected, paths]);

  if (typeof typed === 'string') {
    const digits = format.integer(Math.max(0, ...(expected.match(/\b[0-9a-f]+\b/gi) ?? []).map((word) => word.length)));
    const problem = typed === 'nameless' ? t('verify.nameless') : t(`add.problems.checksum.${typed}`, { digits });
    return { files: paths.map((path) => fileOf(path, [], null, runs.get(path))), problem, absent: 0 };
  }
  const verified = paths.map((path) => {
    const run = runs.get(path);
    if (!typed) return fileOf(path, expectationsOf([], nameOfPath(path), run?.state === 'done' ? run.size : null, known), null, run);
    const listed = typed.of(path);
    return fileOf(path, (listed ?? []).map(asTyped), listed === null ? 'ambiguous' : listed.length === 0 ? 'unlisted' : null, run);
  });
  return { files: verified, problem: null, absent: typed?.absent ?? 0 };
}

const asTyped = ({ algorithm, value }: Pick<ListedChecksum, 'algorithm' | 'value'>): Expectation => ({ algorithm, value, download: null });

const fileOf = (path: string, expectations: readonly Expectation[], gap: VerifiedFile['gap'], run: FileRun | undefined): VerifiedFile => ({
  path,
  name: nameOfPath(path),
  expectations,
  gap,
  run: run ?? null,
});

interface Expected {
  /** Null for contradictions. */
  readonly of: (path: string) => readonly Pick<ListedChecksum, 'algorithm' | 'value'>[] | null;
  readonly absent: number;
}

/** Null when nothing is typed; else what is meant, or what is wrong with it. */
function readExpected(text: string, paths: readonly string[]) {
  if (text.trim() === '') return null;
  const [only] = paths;
  const single = parseChecksumText(text, { fileName: only === undefined ? undefined : nameOfPath(only) });
  if (paths.length <= 1) {
    // Of one file, a digest without a name is meant as well.
    return single.ok ? { of: () => single.checksums, absent: 0 } : single.problem;
  }
  const entries = parseChecksumList(text);
  if (entries.length === 0) return single.ok ? 'none' : single.problem;
  if (entries.some(({ name }) => name === null)) return 'nameless';
  const index = indexList(entries);
  const found = new Map(paths.map((path) => [path, findListed(index, path)]));
  if ([...found.values()].every((listed) => listed?.length === 0)) return 'other_file';
  const used = new Set([...found.values()].flatMap((listed) => listed?.map(({ name }) => name) ?? []));
  const absent = new Set(entries.map(({ name }) => name)).difference(used).size;
  return { of: (path: string) => found.get(path) ?? null, absent } satisfies Expected;
}
