import { describe, expect, it } from 'vitest';
import { algorithmsFor, expectationsOf, isChecksumFile, judgeDigests } from '../../renderer/input/verdict.ts';
import { row } from './rows.ts';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const sha = (value: string, download: string | null = null) => ({ algorithm: 'sha256', value, download }) as const;

describe('the verdict', () => {
  it.each([
    ['match', { sha256: a }, [sha(a)]],
    ['mismatch', { sha256: a }, [sha(b)]],
    ['mismatch', { sha256: a, md5: 'c' }, [sha(a), { algorithm: 'md5', value: 'd', download: null } as const]],
    ['unknown', { sha256: a }, []],
    ['pending', { sha256: a }, [{ algorithm: 'md5', value: 'd', download: null } as const]],
    ['match', { sha256: a }, [sha(b, 'x'), sha(a, 'x')]],
    ['mismatch', { sha256: a }, [sha(b, 'x')]],
  ] as const)('%s', (kind, digests, expectations) => expect(judgeDigests(digests, expectations).kind).toBe(kind));
});

it('what was typed goes before what downloads of the same name and size know', () => {
  const known = row({ id: '1', name: 'x.iso', status: 'completed', size: 5, sha256: a });
  const rows = [known, { ...known, id: '2', size: 6, sha256: b }, { ...known, id: '3', status: 'failed' as const, sha256: b }];
  expect(expectationsOf([], 'x.iso', 5, rows)).toEqual([sha(a, 'x.iso')]);
  expect(expectationsOf([], 'x.iso', null, rows)).toEqual([sha(a, 'x.iso'), sha(b, 'x.iso')]);
  expect(expectationsOf([], 'y.iso', 5, rows)).toEqual([]);
  expect(expectationsOf([{ algorithm: 'sha256', value: b, origin: 'user' }], 'x.iso', 5, rows)).toEqual([sha(b)]);
});

it('computes SHA-256 always, and whatever else there is a use for', () => {
  expect(algorithmsFor(new Set(['blake3']), [{ algorithm: 'md5', value: '', download: null }])).toEqual(['md5', 'sha256', 'blake3']);
});

it.each(['SHA256SUMS', 'sha512sums.txt', 'a.iso.sha256', 'a.md5', 'CHECKSUM', 'checksums.txt', 'B3SUMS', 'a.iso.sha256sum'])(
  '%s holds checksums',
  (name) => expect(isChecksumFile(name)).toBe(true),
);
it.each(['a.iso', 'sums.txt', 'readme.txt', 'shasta.jpg'])('%s does not', (name) => expect(isChecksumFile(name)).toBe(false));
