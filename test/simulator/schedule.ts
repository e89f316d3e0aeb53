/** A schedule drawn from a seed: which files, which faults, and what the user does when. */
import { createCipheriv, createHash } from 'node:crypto';
import type { Pieces } from '../../contract/download.ts';
import { anyMood, fileKinds, type FileKind, type ServedFile } from './world/server.ts';
import { errno, faultless, type DiskBehaviour } from './world/memory-disk.ts';
import { machine } from './world/kernel.ts';
import { Random } from './world/random.ts';
import { requestFor, Simulation } from './simulation.ts';

const sizes = [0, 1, 40_000, 300_000, 1_500_000, 3_000_000];

export function randomBytes(random: Random, size: number): Buffer {
  const key = Buffer.alloc(16);
  key.writeUInt32LE(random.between(0, 2 ** 32));
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

/** Whether another version of the same size can be told from the first by what the server says. */
const tellsVersions = (kind: FileKind): boolean => kind === 'strong' || kind === 'whole' || kind === 'chunked';

/** The process died in the middle of a call. */
class Killed extends Error {}

function anyDisk(simulation: Simulation, random: Random): DiskBehaviour {
  const slow = random.chance(0.3);
  const ailing = random.chance(0.25) ? 0.02 : 0;
  const full = random.chance(0.15) ? random.pick([0.01, 0.1]) : 0;
  const short = random.chance(0.3);
  return {
    latency: (call) => (call === 'fdatasync' && random.chance(0.05) ? 1500 : random.next() * (slow ? 120 : 8)),
    shortened: (length) => (short && length > 1 && random.chance(0.2) ? random.between(1, length) : length),
    before: (call) => {
      if (simulation.process.dead) throw new Killed();
      if (call === 'link' && !simulation.hardLinks) throw errno('EPERM', 'link');
      if (call === 'fdatasync' && random.chance(ailing)) throw errno('EIO', 'fdatasync');
      if (call === 'write' && random.chance(full)) throw errno('ENOSPC', 'write');
      if (call === 'write' && slow && random.chance(0.3)) simulation.world.linger(25);
    },
  };
}

/** Dies right before or after one of the next calls to the disk, wherever that is in the engine's code. */
function dieSoon(simulation: Simulation, random: Random, mayDie: (call: string) => boolean = () => true): void {
  const usual = simulation.disk.behaviour;
  const after = random.chance(0.5);
  let left = random.between(1, 25);
  simulation.disk.behaviour = {
    ...usual,
    before: (call) => {
      const dies = mayDie(call) && --left <= 0;
      if (dies && !after) simulation.process.dead = true;
      usual.before(call);
      if (dies) simulation.process.dead = true;
    },
  };
}

/** The few calls by which a file gets its name: chance alone would seldom hit one of them. */
const isNaming = (call: string): boolean => ['link', 'rename', 'unlink', 'open'].includes(call);

/**
 * Adds a download of several sources, some of which are not there or have another file. One has the right one, unless the others say so too: nothing is
 * told of a file without a digest but what its sources have. At times nobody names the others but the first one's answers, which tell the digest as well.
 */
function addMirrored(simulation: Simulation, random: Random, id: string): Outage {
  // Large files whose answers can be recognised are those that several sources give at once.
  const together = random.chance(0.35);
  const bytes = randomBytes(random, together ? 4_000_000 : random.pick(sizes.slice(1)));
  const proven = together || random.chance(0.5);
  const announced = proven && random.chance(0.3);
  const good = announced ? 0 : random.between(0, 3);
  const has = new Map<string, ServedFile>();
  const all = [bytes];
  const urls = [0, 1, 2].map((index) => {
    const path = `/${id}/${index}.bin`;
    const kind = together ? random.pick(['strong', 'modified'] as const) : random.pick(fileKinds);
    const nature = index === good ? 'right' : random.pick(['right', 'other', 'longer', 'missing'] as const);
    const own = nature === 'other' ? spoilt(random, bytes) : nature === 'longer' ? randomBytes(random, bytes.length + 777) : bytes;
    if (own !== bytes) all.push(own);
    const says = announced && index === 0 ? announcement(bytes, [`/${id}/1.bin`, `/${id}/2.bin`]) : [];
    simulation.serve(path, { kind, versions: [own], says });
    const file = simulation.server.files.get(path) as ServedFile;
    if (nature === 'missing') simulation.server.files.delete(path);
    else has.set(path, file);
    return `http://files.example${path}`;
  });
  const [url = '', ...mirrors] = urls;
  const value = createHash('sha256').update(bytes).digest('hex');
  simulation.mirrored.set(url, all);
  simulation.add(
    requestFor(id, url, {
      connections: random.pick(['auto', 1, 4] as const),
      name: 'file.bin',
      mirrors: announced ? [] : mirrors.map((mirror) => ({ url: mirror })),
      findChecksums: announced ? 'headers' : 'off',
      checksums: proven && !announced ? [{ algorithm: 'sha256', value, origin: 'user' }] : [],
      ...(proven && !announced && random.chance(0.4) && { pieces: piecesOf(bytes) }),
    }),
    proven ? [bytes] : all,
  );
  return has;
}

/** What the answers with a file say of its digest, and of where else it is. */
function announcement(bytes: Buffer, mirrors: readonly string[]): string[] {
  const digest = createHash('sha256').update(bytes).digest('base64');
  return [`Repr-Digest: sha-256=:${digest}:`, ...mirrors.map((mirror) => `Link: <${mirror}>; rel=duplicate`)];
}

/** The files of sources, by their paths: what comes back in the end. */
type Outage = ReadonlyMap<string, ServedFile>;

/** Wrong at the front and at the back, so that a mixture with the right file is neither of the two. */
function spoilt(random: Random, bytes: Buffer): Buffer {
  const wrong = Buffer.from(bytes);
  const middle = wrong.length >> 1;
  for (const at of new Set([random.between(0, Math.max(1, middle)), random.between(middle, wrong.length)]))
    wrong[at] = (wrong[at] as number) ^ 0xff;
  return wrong;
}

function piecesOf(bytes: Buffer): Pieces {
  const length = 100_000;
  const digests = Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
    createHash('sha1')
      .update(bytes.subarray(index * length, (index + 1) * length))
      .digest('hex'),
  );
  return { algorithm: 'sha1', length, digests };
}

/** One of the sources is gone, often the one in use, or back. */
function toggle(simulation: Simulation, random: Random, outage: Outage): void {
  const { server } = simulation;
  const { files } = server;
  const inUse = files.get(server.lastAsked);
  const [path, file] = inUse && random.chance(0.6) ? ([server.lastAsked, inUse] as const) : random.pick([...outage]);
  const gone = files.delete(path);
  if (!gone) files.set(path, file);
  simulation.log(`${path} is ${gone ? 'gone' : 'back'}`);
  if (gone && random.chance(0.8)) server.reset();
}

function anyAction(simulation: Simulation, random: Random, unchanging: boolean): (() => Promise<void> | void) | null {
  const ids = [...simulation.list.keys()];
  if (ids.length === 0) return null;
  const id = random.pick(ids);
  const { engine, connector } = simulation.process;
  const said = (text: string, action: () => Promise<void> | void) => (): Promise<void> | void => {
    simulation.log(text);
    return action();
  };
  const choices: readonly (() => Promise<void> | void)[] = [
    said(`pause ${id}`, () => engine.pause(id)),
    said(`pause ${id}`, () => engine.pause(id)),
    said(`resume ${id}`, () => engine.resume(id)),
    said(`resume ${id}`, () => engine.resume(id)),
    said(`pause and resume ${id}`, () => {
      engine.pause(id);
      engine.resume(id);
    }),
    said(`remove ${id}`, () => simulation.remove(id, random.chance(0.5))),
    said(`limit`, () => engine.configure({ limitRate: random.pick([0, 0, 200_000, 2_000_000]), maxActive: random.between(1, 4) })),
    said(`limit ${id}`, () => engine.amend(id, { limitRate: random.pick([0, 100_000, 1_000_000]) })),
    said('network away', () => {
      connector.network = false;
    }),
    said('network back', () => {
      connector.network = true;
    }),
    said('mood', () => {
      simulation.server.mood = anyMood(random);
    }),
    said('change', () => (unchanging ? undefined : changeFile(simulation, random))),
    said('die soon', () => dieSoon(simulation, random)),
    said('die at a name', () => dieSoon(simulation, random, isNaming)),
    () => simulation.quit(),
    () => simulation.kill(),
    () => simulation.cutPower(),
  ];
  return random.pick(choices);
}

function changeFile(simulation: Simulation, random: Random): void {
  const [path, file] = random.pick([...simulation.server.files]);
  const size = (file.versions.at(-1) as Buffer).length;
  if (file.versions.length > 3) return;
  const newSize = tellsVersions(file.kind) && random.chance(0.5) ? size : size + random.between(1, 5000);
  simulation.server.change(path, randomBytes(random, newSize));
}

/** Files of one source each, some of which change. */
function addPlain(simulation: Simulation, random: Random): void {
  const count = random.between(1, 4);
  for (let index = 0; index < count; index++) {
    const path = random.chance(0.2) && index > 0 ? '/0/file.bin' : `/${index}/file.bin`;
    if (!simulation.server.files.has(path))
      simulation.serve(path, { kind: random.pick(fileKinds), versions: [randomBytes(random, random.pick(sizes))] });
    const connections = random.pick(['auto', 1, 3, 8] as const);
    const onConflict = random.pick(['rename', 'rename', 'overwrite'] as const);
    simulation.add(
      requestFor(`d${index}`, `http://files.example${path}`, { connections, onConflict, name: random.chance(0.2) ? 'named.bin' : null }),
    );
  }
}

/**
 * Runs the schedule of a seed. @param mirrored has downloads of several sources that come and go, in place of files that change.
 * @returns what went wrong; nothing when all held.
 */
export async function runSchedule(seed: number, mirrored = false): Promise<{ faults: readonly string[]; trace: readonly string[] }> {
  const simulation = new Simulation(seed);
  const random = new Random(seed ^ 0x5eed);
  const { world } = simulation;
  try {
    simulation.hardLinks = random.chance(0.8);
    machine.memory = random.pick([0, 512 * 1024, Number.POSITIVE_INFINITY]);
    simulation.disk.behaviour = anyDisk(simulation, random);
    simulation.server.mood = anyMood(random);
    const outage: Outage = mirrored
      ? new Map(['m0', 'm1'].slice(0, random.between(1, 3)).flatMap((id) => [...addMirrored(simulation, random, id)]))
      : new Map();
    if (!mirrored) addPlain(simulation, random);
    const actions = random.between(0, 12);
    for (let action = 0; action < actions && simulation.faults.length === 0; action++) {
      await world.pass(random.pick([1, 20, 200, 1500, 6000]) * random.next(), () => {
        simulation.check();
        return !simulation.process.dead;
      });
      if (simulation.process.dead) await (random.chance(0.5) ? simulation.kill() : simulation.cutPower());
      else if (mirrored && random.chance(0.4)) toggle(simulation, random, outage);
      else await anyAction(simulation, random, mirrored)?.();
      simulation.disk.behaviour = anyDisk(simulation, random);
      simulation.check();
    }
    if (simulation.process.dead) await simulation.kill();
    simulation.disk.behaviour = { ...faultless, latency: () => random.next() * 5 };
    for (const [path, file] of outage) simulation.server.files.set(path, file);
    if (simulation.faults.length === 0) await simulation.finish();
  } catch (error) {
    simulation.faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    simulation.log(simulation.describe());
  }
  await simulation.abandon();
  simulation.scrap();
  return { faults: simulation.faults, trace: simulation.trace };
}
