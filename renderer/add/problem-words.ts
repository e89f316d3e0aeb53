/** The words for what is wrong with a field. */
import type { ChecksumAlgorithm } from '../../contract/download.ts';
import { useText } from '../controls/text.tsx';
import type { ChecksumProblem, ChecksumReading } from '../input/checksum.ts';
import { mostMirrors } from '../../contract/bounds.ts';
import type { MirrorsProblem } from '../input/mirrors.ts';

const algorithmNames: Readonly<Record<ChecksumAlgorithm, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
  blake3: 'BLAKE3',
};

export const algorithmName = (algorithm: ChecksumAlgorithm): string => algorithmNames[algorithm];

export const examplePath = (platform: string): string => (platform === 'win32' ? 'C:\\Users\\Me\\Downloads' : '/home/me/Downloads');

export const exampleFile = (platform: string): string => `${examplePath(platform)}${platform === 'win32' ? '\\' : '/'}file.iso`;

export function useProblemWords(platform: string) {
  const { t, format } = useText();
  return {
    folder: t('add.problems.folder', { example: examplePath(platform) }),
    checksum: ({ kind, digits }: ChecksumProblem): string => t(`add.problems.checksum.${kind}`, { digits: format.integer(digits) }),
    mirrors: (problem: MirrorsProblem): string =>
      problem.what === 'tooMany'
        ? t('add.problems.mirrors.tooMany', { count: mostMirrors })
        : t(`add.problems.mirrors.${problem.what}`, { line: format.integer(problem.line) }),
    /** What was understood of the checksum field; undefined when nothing was. */
    recognised(reading: ChecksumReading): string | undefined {
      if (reading.state !== 'read') return undefined;
      const algorithms = new Set(reading.perLink.flat().map((checksum) => algorithmName(checksum.algorithm)));
      const known = reading.perLink.filter((checksums) => checksums.length > 0).length;
      const algorithm = [...algorithms].join(', ');
      return reading.perLink.length > 1
        ? t('add.recognisedOf', { algorithm, known: format.integer(known), count: reading.perLink.length })
        : t('add.recognised', { algorithm });
    },
  };
}
