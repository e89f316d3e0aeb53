/** The words for what is wrong with a field. */
import type { ChecksumAlgorithm } from '../../contract/download.ts';
import { useText } from '../controls/text.tsx';
import type { ChecksumProblem } from '../input/checksum.ts';

const algorithmNames: Readonly<Record<ChecksumAlgorithm, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
  blake3: 'BLAKE3',
};

export const algorithmName = (algorithm: ChecksumAlgorithm): string => algorithmNames[algorithm];

export const examplePath = (platform: string): string => (platform === 'win32' ? 'C:\\Users\\Me\\Downloads' : '/home/me/Downloads');

export function useProblemWords(platform: string) {
  const { t } = useText();
  return {
    algorithm: algorithmName,
    folder: t('add.problems.folder', { example: examplePath(platform) }),
    checksum(problem: ChecksumProblem): string {
      switch (problem.kind) {
        case 'unknownAlgorithm':
          return t('add.problems.unknownAlgorithm', { name: problem.name });
        case 'notHex':
          return t('add.problems.notHex');
        case 'unknownLength':
          return t('add.problems.unknownLength', { digits: problem.digits });
        case 'wrongLength':
          return t('add.problems.wrongLength', {
            algorithm: algorithmName(problem.algorithm),
            digits: problem.digits,
            expected: problem.expected,
          });
      }
    },
  };
}
