/** Reads a checksum in any of the forms in which people meet one. */
import { digestLength, type Checksum, type ChecksumAlgorithm } from '../../contract/download.ts';

export type ChecksumProblem =
  | { readonly kind: 'unknownAlgorithm'; readonly name: string }
  | { readonly kind: 'notHex' }
  | { readonly kind: 'unknownLength'; readonly digits: number }
  | { readonly kind: 'wrongLength'; readonly algorithm: ChecksumAlgorithm; readonly digits: number; readonly expected: number };

export type ChecksumReading =
  | { readonly state: 'empty' }
  | { readonly state: 'read'; readonly checksum: Checksum }
  | { readonly state: 'wrong'; readonly problem: ChecksumProblem };

const algorithms: readonly ChecksumAlgorithm[] = ['md5', 'sha1', 'sha256', 'sha512'];

/** `SHA256 (name) = hex`, as BSD's tools and Rangefinder's own command print it. */
const tagged = /^([a-z][a-z0-9-]*)\s*\(.*\)\s*=\s*(\S+)$/i;
/** `sha256=hex`, `sha256:hex`, `SHA-256: hex`. */
const named = /^([a-z][a-z0-9-]*)\s*[=:]\s*(.*)$/i;
/** `hex  name`, as sha256sum and its sisters print it; a star marks binary mode. */
const listed = /^([0-9a-f]+)\s+\*?\S.*$/i;

export function readChecksum(text: string): ChecksumReading {
  const line = text.trim();
  if (line === '') return { state: 'empty' };

  const labelled = tagged.exec(line) ?? named.exec(line);
  if (labelled) return readLabelled(labelled[1] ?? '', labelled[2] ?? '');

  const digits = listed.exec(line)?.[1] ?? line;
  if (!isHex(digits)) return wrong({ kind: 'notHex' });
  const algorithm = algorithms.find((candidate) => digestLength[candidate] === digits.length);
  return algorithm ? read(algorithm, digits) : wrong({ kind: 'unknownLength', digits: digits.length });
}

function readLabelled(label: string, rest: string): ChecksumReading {
  const name = label.toLowerCase().replaceAll('-', '');
  const algorithm = algorithms.find((candidate) => candidate === name);
  if (!algorithm) return wrong({ kind: 'unknownAlgorithm', name: label });

  const digits = rest.trim().split(/\s+/)[0] ?? '';
  if (!isHex(digits)) return wrong({ kind: 'notHex' });
  const expected = digestLength[algorithm];
  return digits.length === expected ? read(algorithm, digits) : wrong({ kind: 'wrongLength', algorithm, digits: digits.length, expected });
}

const isHex = (text: string): boolean => /^[0-9a-f]+$/i.test(text);
const wrong = (problem: ChecksumProblem): ChecksumReading => ({ state: 'wrong', problem });
const read = (algorithm: ChecksumAlgorithm, digits: string): ChecksumReading => ({
  state: 'read',
  checksum: { algorithm, value: digits.toLowerCase(), origin: 'user' },
});
