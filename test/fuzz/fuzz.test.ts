/** A short look with fixed seeds; `npm run fuzz -- --minutes 10` is the long one. */
import { expect, test } from 'vitest';
import { hunt } from './hunt.ts';
import { targets } from './targets.ts';

test.each(targets)('$name: no throw but the typed error, nothing out of bounds, nothing slow', (target) => {
  expect(hunt(target, 1, 300).failure).toBeNull();
});
