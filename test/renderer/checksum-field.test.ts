import { describe, expect, test } from 'vitest';
import { readChecksum } from '../../renderer/input/checksum.ts';

const hex = (digits: number): string => '0123456789abcdef'.repeat(8).slice(0, digits);
const read = (algorithm: string, digits: number) => ({ state: 'read', checksum: { algorithm, value: hex(digits), origin: 'user' } });

describe('a checksum', () => {
  test.each([
    [`sha256=${hex(64)}`, read('sha256', 64)],
    [`sha256:${hex(64)}`, read('sha256', 64)],
    [`SHA-256: ${hex(64)}`, read('sha256', 64)],
    [`  md5 = ${hex(32)} `, read('md5', 32)],
    [hex(32), read('md5', 32)],
    [hex(40), read('sha1', 40)],
    [hex(64).toUpperCase(), read('sha256', 64)],
    [hex(128), read('sha512', 128)],
    [`${hex(64)}  debian.iso`, read('sha256', 64)],
    [`${hex(64)} *debian.iso`, read('sha256', 64)],
    [`SHA256 (a file (2).iso) = ${hex(64)}`, read('sha256', 64)],
    [`sha1:${hex(40)}  debian.iso`, read('sha1', 40)],
  ])('is read from %s', (text, reading) => {
    expect(readChecksum(text)).toEqual(reading);
  });

  test.each([
    ['sha256=xyz', { kind: 'notHex' }],
    ['not a checksum', { kind: 'notHex' }],
    [`sha256=${hex(63)}`, { kind: 'wrongLength', algorithm: 'sha256', digits: 63, expected: 64 }],
    [`md5=${hex(64)}`, { kind: 'wrongLength', algorithm: 'md5', digits: 64, expected: 32 }],
    [hex(50), { kind: 'unknownLength', digits: 50 }],
    [`crc32=${hex(8)}`, { kind: 'unknownAlgorithm', name: 'crc32' }],
    ['sha256=', { kind: 'notHex' }],
  ])('is refused with a reason: %s', (text, problem) => {
    expect(readChecksum(text)).toEqual({ state: 'wrong', problem });
  });

  test('may be left out', () => {
    expect(readChecksum('  \n')).toEqual({ state: 'empty' });
  });
});
