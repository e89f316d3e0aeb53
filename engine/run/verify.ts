import type { Check, Checksum } from '../../contract/download.ts';
import { DownloadError } from '../../contract/errors.ts';
import type { Digests } from '../verify/hashing.ts';

/** Compares what was expected with what the file has, one by one; the same expectation from two origins counts twice. */
export function compareDigests(expected: readonly Checksum[], digests: Digests): Check[] {
  return expected.map(({ algorithm, value, origin }) => {
    const actual = digests[algorithm] ?? '';
    return { algorithm, expected: value, actual, origin, ok: actual === value };
  });
}

/** @throws CHECKSUM for the first that differs. */
export function demandAll(checks: readonly Check[]): void {
  const wrong = checks.find((check) => !check.ok);
  if (!wrong) return;
  throw new DownloadError('CHECKSUM', `The file's ${wrong.algorithm} is ${wrong.actual} and should be ${wrong.expected}`, {
    details: { algorithm: wrong.algorithm, expected: wrong.expected, actual: wrong.actual, origin: wrong.origin },
  });
}
