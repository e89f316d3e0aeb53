import { describe, expect, test } from 'vitest';
import { catalogue } from './cases/index.ts';
import { perform } from './perform.ts';

/** The longest case plays several runs, each with a deadline of its own. */
const patience = 120_000;

describe.concurrent.each(catalogue)('$title', ({ cases }) => {
  test.each(cases)('$id $name', { timeout: patience }, async (faultCase) => {
    const { complaints } = await perform(faultCase);
    expect(complaints).toEqual([]);
  });
});

test('every case has a number of its own', () => {
  const ids = catalogue.flatMap(({ cases }) => cases.map(({ id }) => id));
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
