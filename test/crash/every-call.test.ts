/**
 * A process that dies right before or right after any one of its calls to the disk: the next one ends with one file, told of once, and nothing beside it.
 */
import { expect, test, vi } from 'vitest';
import { requestFor, Simulation } from '../simulator/simulation.ts';
import { randomBytes } from '../simulator/schedule.ts';
import { errno, faultless, type DiskBehaviour } from '../simulator/world/memory-disk.ts';
import { Random } from '../simulator/world/random.ts';
import type { ConflictPolicy } from '../../contract/download.ts';

vi.mock('../../engine/fs.ts', () => import('../simulator/world/kernel.ts'));
vi.mock('../../engine/disk/boot.ts', () => import('../simulator/world/kernel.ts'));
vi.mock('../../engine/disk/lock.ts', () => import('../simulator/world/kernel.ts'));

const bytes = randomBytes(new Random(1), 300_000);

interface Surroundings {
  readonly hardLinks: boolean;
  readonly onConflict: ConflictPolicy;
  /** Another program takes the name when the file is about to get it. */
  readonly taken?: boolean;
}

/** Counts the calls, and has the process die at one of them. */
function counting(simulation: Simulation, { hardLinks, taken = false }: Surroundings, dieAt: number, after: boolean): () => number {
  let calls = 0;
  let names = 0;
  const behaviour: DiskBehaviour = {
    ...faultless,
    before: (call) => {
      const { process } = simulation;
      if (process.dead) throw new Error('killed');
      if (calls++ === dieAt) process.dead = true;
      if (process.dead && !after) throw new Error('killed');
      if (call === 'link' && !hardLinks) throw errno('EPERM', 'link');
      if (taken && call === 'link' && names++ === 0) throw errno('EEXIST', 'link');
    },
  };
  simulation.disk.behaviour = behaviour;
  return () => calls;
}

/** @returns how many calls were made, and what is wrong. */
async function run(surroundings: Surroundings, dieAt: number, after: boolean): Promise<{ calls: number; wrong: string[] }> {
  const simulation = new Simulation(1);
  simulation.hardLinks = surroundings.hardLinks;
  const url = simulation.serve('/file.bin', { kind: 'strong', versions: [bytes] });
  const calls = counting(simulation, surroundings, dieAt, after);
  simulation.add(requestFor('d', url, { onConflict: surroundings.onConflict }));
  await simulation.world.until(() => simulation.process.dead || simulation.list.get('d')?.state.status === 'completed', 600_000);
  if (simulation.process.dead) await simulation.kill();
  simulation.disk.behaviour = faultless;
  await simulation.finish();
  const wrong = [...simulation.faults];
  if (simulation.disk.files.length !== 1) wrong.push(`there are ${simulation.disk.files.join(', ')}`);
  await simulation.abandon();
  return { calls: calls(), wrong };
}

test.each<readonly [string, Surroundings]>([
  ['a new file', { hardLinks: true, onConflict: 'rename' }],
  ['a new file on a disk without hard links', { hardLinks: false, onConflict: 'rename' }],
  ['a file that may overwrite another', { hardLinks: true, onConflict: 'overwrite' }],
  ['a file whose name is taken at the last moment', { hardLinks: true, onConflict: 'rename', taken: true }],
])('%s', { timeout: 120_000 }, async (_name, surroundings) => {
  const { calls } = await run(surroundings, Infinity, false);
  expect(calls).toBeGreaterThan(20);
  const wrong: string[] = [];
  for (let dieAt = 0; dieAt < calls; dieAt++) {
    for (const after of [false, true]) {
      const found = await run(surroundings, dieAt, after);
      wrong.push(...found.wrong.map((what) => `killed ${after ? 'after' : 'before'} call ${dieAt} of ${calls}: ${what}`));
    }
  }
  expect(wrong).toEqual([]);
});
