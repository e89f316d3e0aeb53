/**
 * Every crash that a recorded disk can have: a kill keeps all changes up to a moment, a power cut all that were synced and any part of
 * the rest. On each such disk the real recovery has to find nothing but the truth.
 *
 *   RANGEFINDER_CRASH_STATES=20000 npx vitest run test/crash/model.test.ts   a long run: so many states for each scenario
 *   RANGEFINDER_SEED=5 ...                                                   other recordings, and other cuts of them
 */
import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { ConflictPolicy } from '../../contract/download.ts';
import { openTarget } from '../../engine/disk/target.ts';
import { totalOf } from '../../engine/extents.ts';
import { folder, origin, requestFor, Simulation } from '../simulator/simulation.ts';
import { wrongClaims } from '../simulator/world/claims.ts';
import type { DiskImage } from '../simulator/world/disk-image.ts';
import { machine } from '../simulator/world/kernel.ts';
import { MemoryDisk } from '../simulator/world/memory-disk.ts';
import { Random } from '../simulator/world/random.ts';
import { oldFile, path, recordScenario, scenarios, type Recording, type Scenario } from './recording.ts';

vi.mock('../../engine/fs.ts', () => import('../simulator/world/kernel.ts'));
vi.mock('../../engine/disk/boot.ts', () => import('../simulator/world/kernel.ts'));
vi.mock('../../engine/disk/lock.ts', () => import('../simulator/world/kernel.ts'));

const seed = Number(process.env['RANGEFINDER_SEED'] ?? 1);
const states = Number(process.env['RANGEFINDER_CRASH_STATES'] ?? 250);
/** One state in so many is gone on with until the file is complete, the others are opened only. */
const finishEvery = 50;

const source = createHash('sha256').update(`${origin}${path}`).digest('hex');
const finalPath = `${folder}${path}`;

const atOnce = (_delay: number, action: () => void): (() => void) => {
  const planned = setImmediate(action);
  return () => clearImmediate(planned);
};

/** Bytes that the engine finds when it looks at a disk after a crash, and what is wrong with them. */
async function recover(
  image: DiskImage,
  versions: readonly Buffer[],
  onConflict: ConflictPolicy,
): Promise<{ found: number; wrong: string[] }> {
  const wrong = wrongClaims(image, () => versions);
  const target = await openTarget({
    folder,
    name: path.slice(1),
    source,
    owner: 'd',
    adopt: true,
    partialOf: 'link',
    onConflict,
    resume: true,
  });
  if (target.kind !== 'open') {
    const bytes = machine.disk.content(target.path) as Buffer;
    if (!versions.some((version) => version.equals(bytes))) wrong.push('what is called published is not the file');
    return { found: bytes.length, wrong };
  }
  const { extents } = target.state;
  const holds = (version: Buffer): boolean =>
    extents.every(([start, end]) => target.partial.read(start, end - start).equals(version.subarray(start, end)));
  if (!versions.some(holds)) wrong.push(`opened with ${JSON.stringify(extents)}, which it does not have`);
  await target.partial.close();
  target.lock.release();
  return { found: totalOf(extents), wrong };
}

/** The file under its final name, when it is a version of the server's. */
const finished = (image: DiskImage, versions: readonly Buffer[]): boolean => {
  const inode = image.names.get(finalPath);
  return inode !== undefined && versions.some((version) => version.equals(image.files.get(inode) as Buffer));
};

/** Bytes of a recording that were durable when so many changes had been made: what a power cut leaves at the very least. */
const durable = new WeakMap<Recording, Map<number, number>>();

async function durableAt(recording: Recording, length: number, policy: ConflictPolicy): Promise<number> {
  const known = durable.get(recording) ?? new Map<number, number>();
  durable.set(recording, known);
  let least = known.get(length);
  if (least === undefined) {
    const { versions, simulation } = recording;
    const image = simulation.disk.imageAfterCut(new Random(0), length, 0);
    machine.start(new MemoryDisk(folder, atOnce, image));
    least = finished(image, versions) ? (versions[0] as Buffer).length : (await recover(image, versions, policy)).found;
    known.set(length, least);
  }
  return least;
}

async function wrongAfterCrash(image: DiskImage, recording: Recording, length: number, scenario: Scenario): Promise<string[]> {
  const { versions, toldAt } = recording;
  const policy = scenario.request?.onConflict ?? 'rename';
  const done = finished(image, versions);
  const { found, wrong } = await recover(image, versions, policy);
  const inode = image.names.get(finalPath);
  if (inode !== undefined && !done && !(image.files.get(inode) as Buffer).equals(oldFile))
    wrong.push('the final name is on a file that is not whole');
  if (length >= toldAt && !done) wrong.push('the user was told of a file that is not there');
  if (done || versions.length > 1) return wrong;

  // More luck with what was not synced must never leave less than what was.
  const least = await durableAt(recording, length, policy);
  // One byte may be given back on purpose, so that there is a transfer at whose end the seams are looked at.
  if (found < least - 1) wrong.push(`${found} bytes are left of ${least} that were durable`);
  return wrong;
}

/** Goes on from a crash until the file is complete. */
async function wrongAtEnd(
  image: DiskImage,
  { versions, toldAt }: Recording,
  length: number,
  scenario: Scenario,
): Promise<readonly string[]> {
  const simulation = new Simulation(seed, image);
  const url = simulation.serve(path, { kind: scenario.kind, versions: [...versions] });
  simulation.cuts++;
  if (length >= toldAt) simulation.told.add(finalPath);
  simulation.add(requestFor('d', url, scenario.request));
  await simulation.finish();
  await simulation.abandon();
  return simulation.faults;
}

test.each(scenarios)('$name', { timeout: 60_000 + states * 100 }, async (scenario) => {
  const recording = await recordScenario(scenario, seed);
  const { disk, faults } = recording.simulation;
  expect(faults).toEqual([]);
  const random = new Random(seed);
  const wrong: string[] = [];
  for (let state = 0; state < states && wrong.length === 0; state++) {
    // Every moment has its turn.
    const length = state % (disk.record.length + 1);
    const killed = random.chance(0.2);
    const image = killed ? disk.imageAfterKill(length) : disk.imageAfterCut(random, length);
    const copy = new MemoryDisk(folder, atOnce, image);
    if (killed) machine.goOn(copy, recording.boot);
    else machine.start(copy);
    const found = await wrongAfterCrash(image, recording, length, scenario);
    if (state % finishEvery === 0) found.push(...(await wrongAtEnd(image, recording, length, scenario)));
    wrong.push(
      ...found.map((what) => `state ${state}, ${killed ? 'killed' : 'cut'} after ${length} of ${disk.record.length} changes: ${what}`),
    );
  }
  expect(wrong).toEqual([]);
});
