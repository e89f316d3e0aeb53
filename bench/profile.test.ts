/** That profiles are read and told of as they are; what they say differs from machine to machine. */
import { expect, test } from 'vitest';
import { breakdownOf } from './profile/breakdown.ts';
import { flameGraph } from './profile/flame-graph.ts';
import { readCalls, readSamples } from './profile/sample.ts';
import { withProfiles } from './profile/tables.ts';

const listing = `MainThread 10/10    2000000 
	ffffffff82203249 ext4_da_write_begin
	ffffffff81000c82 entry_SYSCALL_64_after_hwframe
	           98109 __libc_pwrite
	    7f0000000123 JS:+'#store file:///somewhere/out/chunk.js:12:3

libuv-worker 10/12    1000000 
	            e359 sha256_block_data_order_shaext

`;
const samples = readSamples(listing);

const calls = readCalls(`% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 90.00    1.500000          25        60        10 read
 10.00    0.250000          50         5           pwrite64
------ ----------- ----------- --------- --------- ----------------
100.00    1.750000                    65        10 total
`);

test('samples have their stacks from the outermost frame in, without the folders of this machine', () => {
  expect(samples).toEqual([
    { thread: 'MainThread', weight: 2, frames: ['#store (js)', '__libc_pwrite', 'entry_SYSCALL_64_after_hwframe', 'ext4_da_write_begin'] },
    { thread: 'libuv-worker', weight: 1, frames: ['sha256_block_data_order_shaext'] },
  ]);
});

test('system calls are read, with and without errors', () => {
  expect(calls).toEqual([
    { name: 'read', count: 60, wall: 1500 },
    { name: 'pwrite64', count: 5, wall: 250 },
  ]);
});

test('time goes to what it was spent for', () => {
  const sums = breakdownOf(samples);
  expect(sums.get('write')).toBe(2);
  expect(sums.get('digest')).toBe(1);
  expect(sums.get('JavaScript')).toBe(0);
});

test('a graph shows each function on the one that called it, as wide as its time', () => {
  const graph = flameGraph('Work & more', samples);
  expect(graph).toContain('<title>Work &amp; more</title>');
  const boxes = Array.from(graph.matchAll(/<rect class="(\w+)" x="([\d.]+)" y="(\d+)" width="([\d.]+)"[^>]*><title>([^:]+):/g), (match) =>
    match.slice(1),
  );
  expect(boxes).toEqual([
    ['thread', '12.0', '0', '784.0', 'MainThread'],
    ['script', '12.0', '17', '784.0', '#store'],
    ['native', '12.0', '34', '784.0', '__libc_pwrite'],
    ['kernel', '12.0', '51', '784.0', 'ext4_da_write_begin'],
    ['thread', '796.0', '0', '392.0', 'libuv-worker'],
    ['native', '796.0', '17', '392.0', 'sha256_block_data_order_shaext'],
  ]);
});

test('profiles take their place in the document', () => {
  const written = withProfiles('Before\n<!-- profiles: begin -->old<!-- profiles: end -->\nAfter\n', [
    { name: 'http', title: 'Work', samples, calls },
  ]);
  expect(written).toContain('| Processor time, ms | all | write | digest |');
  expect(written).toContain('| [Work](profiles/http.svg) | 3 | 2 | 1 |');
  expect(written).toContain('| Work | 65 | read 60, pwrite64 5 |');
  expect(written).not.toContain('old');
});
