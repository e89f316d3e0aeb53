import { describe, expect, test } from 'vitest';
import { checksumText, readChecksum } from '../../renderer/input/checksum.ts';

const hex = (digit: string, digits = 64): string => digit.repeat(digits);
const sha256 = (digit: string) => ({ algorithm: 'sha256', value: hex(digit), origin: 'user' });
const link = 'https://a.example/pub/one.iso';

describe('for one link', () => {
  test.each([hex('a'), `sha256:${hex('a')}`, `${hex('a')}  named-otherwise.iso`])('%s is its checksum, whatever it is called', (text) => {
    expect(readChecksum(text, [link])).toEqual({ state: 'read', perLink: [[sha256('a')]] });
  });

  test('of a whole list the line counts that names it, by the link or as it shall be called', () => {
    const list = `${hex('a')}  one.iso\n${hex('b')}  two.iso`;
    expect(readChecksum(list, [link])).toEqual({ state: 'read', perLink: [[sha256('a')]] });
    expect(readChecksum(list, [link], 'two.iso')).toEqual({ state: 'read', perLink: [[sha256('b')]] });
  });

  test.each([
    ['hello', 'none', 0],
    [`sha256=${hex('a', 63)}`, 'wrong_length', 63],
    ['sha256=123', 'wrong_length', 3],
    [hex('a', 63), 'wrong_length', 63],
    [hex('a', 31), 'wrong_length', 31],
    [hex('a', 96), 'unknown_algorithm', 96],
    [`${hex('a')}  two.iso\n${hex('b')}  three.iso`, 'other_file', 64],
  ])('%s is refused with a reason', (text, kind, digits) => {
    expect(readChecksum(text, [link])).toEqual({ state: 'wrong', problem: { kind, digits } });
  });

  test('what was read can be written and read again', () => {
    for (const text of [hex('a', 32), `blake3: ${hex('b')}`, `${hex('a', 128)}\nblake3: ${hex('b')}`]) {
      const read = readChecksum(text, [link]);
      expect(checksumText((read.state === 'read' && read.perLink[0]) || [])).toBe(text);
    }
  });

  test('it may be left out', () => {
    expect(readChecksum('  \n', [link])).toEqual({ state: 'empty' });
  });
});

describe('for several links', () => {
  const links = [link, 'https://a.example/two.iso', 'https://a.example/three.iso'];

  test('a list is shared out by file names', () => {
    expect(readChecksum(`${hex('c')}  three.iso\n${hex('a')} *one.iso`, links)).toEqual({
      state: 'read',
      perLink: [[sha256('a')], [], [sha256('c')]],
    });
  });

  test('a checksum without a name could be meant for any of them', () => {
    expect(readChecksum(hex('a'), links)).toMatchObject({ state: 'wrong', problem: { kind: 'nameless' } });
  });

  test('a list of other files is of no use', () => {
    expect(readChecksum(`${hex('a')}  four.iso`, links)).toMatchObject({ state: 'wrong', problem: { kind: 'other_file' } });
  });
});
