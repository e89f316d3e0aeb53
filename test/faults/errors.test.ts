import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorCodes, exitCodeOf } from '../../contract/errors.ts';

const document = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

/** The codes that the document explains, each with the exit code of the section that it stands in. */
const explained = new Map<string, number>();
for (const section of document.split('\n## ').slice(1)) {
  const exit = Number(/^[^\n]*\(exit (\d+)\)/.exec(section)?.[1]);
  for (const [, code] of section.matchAll(/^\| `([A-Z_]+)` \|/gm)) explained.set(code as string, exit);
}

describe('docs/errors.md', () => {
  test('explains exactly the codes that exist', () => {
    expect([...explained.keys()].sort()).toEqual([...errorCodes].sort());
  });

  test.each(errorCodes)('names the exit code of %s', (code) => {
    expect(explained.get(code)).toBe(exitCodeOf(code));
  });

  test('says for each code what it means and what to do', () => {
    const rows = document.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line));
    for (const row of rows)
      expect(
        row
          .split('|')
          .slice(2, 4)
          .every((cell) => cell.trim().endsWith('.')),
      ).toBe(true);
  });
});
