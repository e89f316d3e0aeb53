/** A short look with fixed seeds; `npm run fuzz -- --minutes 10` is the long one. */
import { expect, test } from 'vitest';
import { hunt, processorTime } from './hunt.ts';
import { targets } from './targets.ts';

test.each(targets)('$name: no throw but the typed error, nothing out of bounds, nothing slow', (target) => {
  expect(hunt(target, 1, 300).failure).toBeNull();
});

test.each([
  ['a member of spaces', `sha-256=\n${' '.repeat(8000)}%`, 'Digest'],
  ['a line with a separator of lines at its end', `md5: abc${' '.repeat(8000)}a\u2028x`, 'a checksum file'],
])('%s takes no time', (_what, input, name) => {
  const { feed } = targets.find((target) => target.name === name) as (typeof targets)[number];
  expect(processorTime(() => feed(input))).toBeLessThan(30);
});
