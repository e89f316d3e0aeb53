import { describe, expect, it, test } from 'vitest';
import { parseChecksumList } from '../../contract/checksum-text.ts';
import { filesBeside, findListed, indexList, nameLines, pathsIn } from '../../renderer/input/verify-files.ts';
import { offerToVerify, useVerify } from '../../renderer/state/verify.ts';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);

it('paths stand one a line, each once', () => {
  expect(pathsIn('/a b\n\n  /c \n/a b\n')).toEqual(['/a b', '/c']);
});

describe('the line of a list that means a file', () => {
  const found = (list: string, path: string) => findListed(indexList(parseChecksumList(list)), path)?.map(({ value }) => value) ?? null;

  test.each([
    ['the line with its name', `${a}  x.iso\n${b} *y.iso`, '/downloads/y.iso', [b]],
    ['in the form of BSD', `SHA256 (x.iso) = ${a}\nSHA256 (y.iso) = ${b}`, '/downloads/y.iso', [b]],
    ['of two of one name, the one in its folder', `${a}  ./one/x.iso\n${b}  two/x.iso`, '/downloads/two/x.iso', [b]],
    ['the one that names all of its path', `${a}  two/x.iso\n${b}  x.iso`, '/downloads/x.iso', [b]],
    ['the one that names more of it', `${a}  x.iso\n${b}  two/x.iso`, '/downloads/two/x.iso', [b]],
    ['one from another place', `${a}  /mnt/iso/x.iso`, '/downloads/x.iso', [a]],
    ['whatever separates folders', `${a}  one\\x.iso\n${b}  two\\x.iso`, 'C:\\files\\one\\x.iso', [a]],
    ['however accents are written', `${a}  A\u0308.iso`, '/downloads/\u00c4.iso', [a]],
    ['several algorithms', `${a}  x.iso\nMD5 (x.iso) = ${'c'.repeat(32)}`, '/x.iso', [a, 'c'.repeat(32)]],
    ['none', `${a}  x.iso`, '/downloads/xx.iso', []],
    ['none that names no file', a, '/downloads/x.iso', []],
    ['contradictions', `${a}  one/x.iso\n${b}  two/x.iso`, '/downloads/x.iso', null],
  ])('%s', (_, list, path, values) => expect(found(list, path)).toEqual(values));
});

describe('a list without its own name', () => {
  it('keeps what that said of a digest that stands alone', () => {
    expect(nameLines('x.iso.sha256', `${a}\n`)).toBe(`SHA256 (x.iso) = ${a}`);
    expect(nameLines('x.iso.md5sum.txt', 'C'.repeat(32))).toBe(`MD5 (x.iso) = ${'c'.repeat(32)}`);
    expect(nameLines('x.iso.b3', a)).toBe(`BLAKE3 (x.iso) = ${a}`);
  });

  it('keeps its algorithm where the length does not tell it', () => {
    expect(nameLines('B3SUMS', `${a}  x.iso\n${b}  y.iso`)).toBe(`BLAKE3 (x.iso) = ${a}\nBLAKE3 (y.iso) = ${b}`);
    expect(parseChecksumList(nameLines('B3SUMS', a))).toMatchObject([{ algorithm: 'blake3', value: a }]);
  });

  it('is left as it is where nothing is lost', () => {
    const list = `# images\n${a}  x.iso`;
    for (const name of ['SHA256SUMS', 'x.iso.sha256', 'checksums.txt']) expect(nameLines(name, `${list}\n`)).toBe(list);
    expect(nameLines('SHA256SUMS', a)).toBe(a);
  });
});

it('the files that a list names lie beside it', () => {
  const entries = parseChecksumList(
    `${a}  ./x.iso\n${b}  sub/y.iso\n${a}  /srv/z.iso\n${a}  \\\\evil\\share\\z\n${a}  ../z.iso\nMD5 (x.iso) = ${'c'.repeat(32)}\n${a}`,
  );
  expect(filesBeside('/downloads/SHA256SUMS', entries)).toEqual(['/downloads/x.iso', '/downloads/sub/y.iso']);
  expect(filesBeside('C:\\d\\SHA256SUMS', entries)[1]).toBe('C:\\d\\sub\\y.iso');
  expect(filesBeside('', entries)).toEqual([]);
});

test('of files that are brought one after another, the last are meant, however long their lists take to be read', async () => {
  const slow = Promise.withResolvers<string>();
  const list = Object.assign(new File([], 'SHA256SUMS'), { text: () => slow.promise });
  const first = offerToVerify([new File(['x'], 'first.iso'), list]);
  await offerToVerify([new File(['x'], 'second.iso')]);
  slow.resolve(`${a}  first.iso`);
  await first;
  expect(useVerify.getState()).toMatchObject({ files: 'second.iso', expected: '' });
});
