/** Downloads on a disk in memory, whose every change is recorded, in the ways that leave the most different traces there. */
import { randomBytes } from '../simulator/schedule.ts';
import { requestFor, Simulation } from '../simulator/simulation.ts';
import type { DiskImage } from '../simulator/world/disk-image.ts';
import { emptyImage } from '../simulator/world/disk-image.ts';
import { errno, faultless } from '../simulator/world/memory-disk.ts';
import { machine } from '../simulator/world/kernel.ts';
import { Random } from '../simulator/world/random.ts';
import { calm, type FileKind } from '../simulator/world/server.ts';
import type { DownloadRequest } from '../../engine/types.ts';

const size = 400_000;
export const path = '/file.bin';

export interface Scenario {
  readonly name: string;
  readonly kind: FileKind;
  readonly request?: Partial<DownloadRequest>;
  /** What lies on the disk before. */
  readonly before?: DiskImage;
  /** What happens on the way, each at so many milliseconds. */
  readonly events?: readonly (readonly [at: number, happen: (simulation: Simulation) => Promise<void> | void])[];
}

const change = (simulation: Simulation): void => simulation.server.change(path, randomBytes(new Random(99), size));
const pause = (simulation: Simulation): void => simulation.process.engine.pause('d');
const resume = (simulation: Simulation): void => simulation.process.engine.resume('d');

function slowDisk(simulation: Simulation): void {
  simulation.disk.behaviour = {
    ...faultless,
    latency: () => 30,
    before: (call) => {
      if (call === 'write') simulation.world.linger(25);
    },
  };
}

/** The next sync fails, and what it should have kept is gone. */
function failSync(simulation: Simulation): void {
  simulation.disk.behaviour = {
    ...faultless,
    before: (call) => {
      if (call !== 'fdatasync') return;
      simulation.disk.behaviour = faultless;
      throw errno('EIO', call);
    },
  };
}

export const oldFile = Buffer.from('the file that was there before');

export const scenarios: readonly Scenario[] = [
  { name: 'from start to end', kind: 'strong' },
  { name: 'one connection', kind: 'strong', request: { connections: 1 } },
  { name: 'seams compared', kind: 'bare' },
  { name: 'without a length', kind: 'chunked' },
  {
    name: 'paused and gone on with',
    kind: 'modified',
    events: [
      [900, pause],
      [1500, resume],
    ],
  },
  { name: 'quit and started again', kind: 'strong', events: [[1300, (simulation) => simulation.quit()]] },
  { name: 'killed and started again', kind: 'strong', events: [[1400, (simulation) => simulation.kill()]] },
  {
    name: 'another version on the way',
    kind: 'strong',
    events: [
      [700, pause],
      [800, change],
      [900, resume],
    ],
  },
  { name: 'a slow disk', kind: 'strong', events: [[0, slowDisk]] },
  {
    name: 'a sync that fails',
    kind: 'strong',
    events: [
      [1000, failSync],
      // However late the next sync is.
      [60_000, resume],
    ],
  },
  {
    name: 'over a file that is there',
    kind: 'strong',
    request: { onConflict: 'overwrite' },
    before: { ...emptyImage, files: new Map([[1, oldFile]]), names: new Map([['/downloads/file.bin', 1]]), nextInode: 2 },
  },
];

export interface Recording {
  readonly simulation: Simulation;
  readonly versions: readonly Buffer[];
  /** Changes on the disk by the time when the user was told that the file is complete. */
  readonly toldAt: number;
  readonly boot: number;
}

export async function recordScenario(scenario: Scenario, seed: number): Promise<Recording> {
  const simulation = new Simulation(seed, scenario.before);
  simulation.server.mood = { ...calm, slowness: 100 };
  const url = simulation.serve(path, { kind: scenario.kind, versions: [randomBytes(new Random(seed), size)] });
  simulation.add(requestFor('d', url, scenario.request));
  for (const [at, happen] of scenario.events ?? []) {
    let due = false;
    simulation.world.plan(at - simulation.world.now, () => (due = true));
    await simulation.world.until(() => due, 60_000);
    await happen(simulation);
  }
  await simulation.world.until(() => simulation.list.get('d')?.state.status === 'completed', 600_000);
  const toldAt = simulation.disk.record.length;
  await simulation.abandon();
  return {
    simulation,
    versions: simulation.server.files.get(path)?.versions ?? [],
    toldAt,
    boot: machine.boot,
  };
}
