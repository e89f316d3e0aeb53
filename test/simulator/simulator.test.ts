/**
 * Seeded schedules of network × disk × kill × user. A failing seed is printed, and replays exactly:
 *
 *   RANGEFINDER_SEED=17 npx vitest run test/simulator          this one schedule
 *   RANGEFINDER_SCHEDULES=10000 npx vitest run test/simulator  many
 *   RANGEFINDER_FIRST=2501 RANGEFINDER_SCHEDULES=2500 …        as many, from there
 */
import { expect, test, vi } from 'vitest';
import { runSchedule } from './schedule.ts';

vi.mock('../../engine/fs.ts', () => import('./world/kernel.ts'));
vi.mock('../../engine/disk/boot.ts', () => import('./world/kernel.ts'));
vi.mock('../../engine/disk/lock.ts', () => import('./world/kernel.ts'));
vi.mock('../../engine/transfer/slabs.ts', () => import('./world/kernel.ts'));

const only = process.env['RANGEFINDER_SEED'];
const schedules = Number(process.env['RANGEFINDER_SCHEDULES'] ?? 120);
const earliest = Number(process.env['RANGEFINDER_FIRST'] ?? 1);
const latest = earliest + schedules - 1;
/** So many are one test, so that a long run shows how far it is. */
const together = 500;

const blocks =
  only === undefined
    ? Array.from(
        { length: Math.ceil(schedules / together) },
        (_, block) => [earliest + block * together, Math.min(latest, earliest + (block + 1) * together - 1)] as const,
      )
    : [[Number(only), Number(only)] as const];

const failure = (seed: number, faults: readonly string[], trace: readonly string[]): string =>
  `RANGEFINDER_SEED=${seed}\n${[...new Set(faults)].slice(0, 5).join('\n')}\n${trace.slice(-60).join('\n')}`;

test.each(blocks)('schedules %i to %i: nothing corrupt, lost, hung or run twice', { timeout: 600_000 }, async (first, last) => {
  const failures: string[] = [];
  for (let seed = first; seed <= last && failures.length < 3; seed++) {
    const { faults, trace } = await runSchedule(seed);
    if (faults.length > 0) failures.push(failure(seed, faults, trace));
  }
  expect(failures.join('\n\n')).toBe('');
});

test.each(blocks)('several sources, schedules %i to %i: the same', { timeout: 600_000 }, async (first, last) => {
  const failures: string[] = [];
  for (let seed = first; seed <= last && failures.length < 3; seed++) {
    const { faults, trace } = await runSchedule(seed, true);
    if (faults.length > 0) failures.push(failure(seed, faults, trace));
  }
  expect(failures.join('\n\n')).toBe('');
});

test('a seed replays exactly', async () => {
  const first = await runSchedule(7);
  const second = await runSchedule(7);
  expect(second.trace).toEqual(first.trace);
});
