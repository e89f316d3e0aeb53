/**
 * Real power cuts: the command downloads to an ext4 file system that writes to its disk as rarely as it may; the disk is copied while
 * it is mounted, which leaves out all that only the kernel had; on the copy the command goes on as after a restart of the machine.
 *
 *   RANGEFINDER_POWER_CUTS=100 npx vitest run test/crash/power-cut.test.ts   a long run
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, mkdirSync, openSync, readSync, closeSync, copyFileSync, writeFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PartialFile } from '../../engine/disk/partial.ts';
import { totalOf } from '../../engine/extents.ts';
import { Random } from '../simulator/world/random.ts';
import { Command, mib, Range } from './command.ts';

// This process looks at journals as one of the next boot does.
vi.mock('../../engine/disk/boot.ts', () => ({ bootId: () => 'the boot after the cut' }));

const seed = Number(process.env['RANGEFINDER_SEED'] ?? 1);
const cuts = Number(process.env['RANGEFINDER_POWER_CUTS'] ?? 5);

let range: Range;
const mounted: string[] = [];

function run(program: string, ...parameters: string[]): void {
  execFileSync(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function mount(image: string, name: string): string {
  const folder = path.join(range.home, name);
  mkdirSync(folder);
  run('mount', '-o', 'loop,commit=300', image, folder);
  mounted.push(folder);
  return folder;
}

beforeEach(async () => {
  if (process.getuid?.() !== 0) throw new Error('Mounting a disk needs root: run this test as root, in a container for instance');
  range = await Range.open(48 * mib);
});

afterEach(async () => {
  for (const folder of mounted.splice(0).reverse()) run('umount', folder);
  await range.close();
});

/** Runs the command in the next boot, as far as it can tell. */
function inAnotherBoot(): string[] {
  const identity = path.join(range.home, 'boot_id');
  writeFileSync(identity, 'the boot after the cut\n');
  return ['unshare', '--mount', 'sh', '-c', `mount --bind '${identity}' /proc/sys/kernel/random/boot_id && exec "$@"`, 'sh'];
}

/** Bytes that the journal on a disk claims. @throws when the partial does not have them. */
function claimed(folder: string): number {
  const partial = path.join(folder, 'file.bin.part');
  const record = PartialFile.inspect(partial);
  if (record === null || record === 'damaged' || !existsSync(partial)) return 0;
  const file = openSync(partial, 'r');
  for (const [start, end] of record.extents) {
    const bytes = Buffer.alloc(end - start);
    readSync(file, bytes, 0, bytes.length, start);
    if (!bytes.equals(range.bytes.subarray(start, end)))
      throw new Error(`the journal claims ${start}-${end}, and the disk does not have it`);
  }
  closeSync(file);
  return totalOf(record.extents);
}

test(`${cuts} power cuts`, { timeout: 60_000 + cuts * 5000 }, async () => {
  const image = path.join(range.home, 'disk.img');
  writeFileSync(image, '');
  run('truncate', '--size', `${72 * mib}`, image);
  run('mkfs.ext4', '-q', image);
  const folder = mount(image, 'disk');
  const random = new Random(seed);

  // Slow enough to last for all the cuts, each of which comes within a second of the one before.
  const speed = Math.floor(range.bytes.length / 1024 / (1.2 * cuts));
  const command = new Command(folder, range.url, ['--limit-rate', `${speed}K`]);
  const copies: string[] = [];
  for (let cut = 0; cut < cuts && command.running; cut++) {
    // The machine may stop at any moment of the download, in the middle of a write too.
    await Promise.race([delay(100 + random.next() * 900), command.done]);
    // However slow this machine is just now, one disk at least holds something worth losing.
    const isLast = cut === cuts - 1;
    if (isLast) while (command.running && claimed(folder) <= 8 * mib) await delay(50);
    if (random.chance(0.5)) command.process.kill('SIGSTOP');
    const copy = path.join(range.home, `cut-${cut}.img`);
    copyFileSync(image, copy);
    copies.push(copy);
    command.process.kill('SIGCONT');
  }
  command.process.kill('SIGKILL');
  await command.done;

  const found: number[] = [];
  for (const [cut, copy] of copies.entries()) {
    const disk = mount(copy, `cut-${cut}`);
    found.push(claimed(disk));
    const { code, output } = await new Command(disk, range.url, [], inAnotherBoot()).done;
    expect(output).toContain('"completed"');
    expect(code).toBe(0);
    expect(readFileSync(path.join(disk, 'file.bin')).equals(range.bytes)).toBe(true);
  }
  expect(copies).toHaveLength(cuts);
  // Had none of the disks held anything, nothing would have been tested.
  expect(Math.max(...found)).toBeGreaterThan(8 * mib);
});
