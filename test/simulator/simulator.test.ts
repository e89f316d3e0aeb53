/**
 * Seeded schedules of network × disk × kill × user. A failing seed is printed, and replays exactly:
 *
 *   RANGEFINDER_SEED=17 npx vitest run test/simulator          this one schedule
 *   RANGEFINDER_SCHEDULES=10000 npx vitest run test/simulator  many
 */
import { expect, test, vi } from 'vitest';
import { runSchedule } from './schedule.ts';

vi.mock('../../engine/fs.ts', () => import('./world/kernel.ts'));
vi.mock('../../engine/disk/boot.ts', () => import('./world/kernel.ts'));
vi.mock('../../engine/disk/lock.ts', () => import('./world/kernel.ts'));

const only = process.env['RANGEFINDER_SEED'];
const schedules = Number(process.env['RANGEFINDER_SCHEDULES'] ?? 120);
const seeds = only === undefined ? Array.from({ length: schedules }, (_, index) => index + 1) : [Number(only)];

const failure = (seed: number, faults: readonly string[], trace: readonly string[]): string =>
  `RANGEFINDER_SEED=${seed}\n${[...new Set(faults)].slice(0, 5).join('\n')}\n${trace.slice(-60).join('\n')}`;

test(`${seeds.length} schedules: nothing corrupt, lost, hung or run twice`, { timeout: 60_000 + seeds.length * 1000 }, async () => {
  const failures: string[] = [];
  for (const seed of seeds) {
    const { faults, trace } = await runSchedule(seed);
    if (faults.length > 0) failures.push(failure(seed, faults, trace));
    if (failures.length >= 5) break;
  }
  expect(failures.join('\n\n')).toBe('');
});

test('a seed replays exactly', async () => {
  const first = await runSchedule(7);
  const second = await runSchedule(7);
  expect(second.trace).toEqual(first.trace);
});
