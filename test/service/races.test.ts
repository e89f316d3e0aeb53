/** Faults 79, 80 and 83 in the window's service: a user who removes, resumes or quits in the very moment in which something else happens. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Service } from '../../service/index.ts';
import { Random } from '../simulator/world/random.ts';
import { all, Lab, until } from './lab.ts';

const MiB = 1024 * 1024;

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
});

afterEach(() => lab.close());

const left = (): string[] => (existsSync(lab.downloads) ? readdirSync(lab.downloads).toSorted() : []);

/** What a removal has left. */
function outcome(): string {
  const files = left();
  if (files.length === 0) return 'gone';
  const whole = files.length === 1 && readFileSync(join(lab.downloads, 'a.bin')).equals(lab.contents.get('/a.bin') as Buffer);
  return whole ? 'done' : files.join(', ');
}

/** How often a run of each download has begun. */
function countRuns(service: Service): Map<string, number> {
  const runs = new Map<string, number>();
  service.api.onEvent((event) => {
    if (event.type === 'state' && event.state.status === 'probing') runs.set(event.id, (runs.get(event.id) ?? 0) + 1);
  });
  return runs;
}

describe.each(['inline', 'thread'] as const)('with its transfers %s', (run) => {
  test('79: what is removed in the middle of its bytes is gone for good', async () => {
    const service = lab.start({ run });
    lab.files.flow.holdAfter(2 * MiB);
    const ids = service.api.add([{ url: lab.offer('/a.bin', 8 * MiB) }, { url: lab.offer('/b.bin', 8 * MiB) }]);
    await until(service.api.watch(), (rows) => rows.some((row) => row.received > MiB));
    const removal = service.api.remove(ids, { deleteFiles: true });
    lab.files.flow.release();
    await removal;
    service.api.resume(ids);
    service.api.retry(ids);
    expect(service.api.rows()).toEqual([]);
    expect(left()).toEqual([]);
  });

  test('80: however often it is resumed, it has one run, and one file', async () => {
    const service = lab.start({ run });
    const runs = countRuns(service);
    lab.files.flow.holdAfter(MiB);
    const ids = service.api.add([{ url: lab.offer('/a.bin', 4 * MiB) }]);
    await until(service.api.watch(), (rows) => rows.some((row) => row.received > 0));
    service.api.pause(ids);
    await until(service.api.watch(), all('paused'));
    for (let time = 0; time < 5; time++) service.api.resume(ids);
    lab.files.flow.release();
    service.api.resume(ids);
    await until(service.api.watch(), all('completed'));
    service.api.resume(ids);
    expect([...runs.values()]).toEqual([2]);
    await lab.stop(service);
    expect(left()).toEqual(['a.bin']);
  });

  test('what is resumed while it is still being paused goes on', async () => {
    const service = lab.start({ run });
    lab.files.flow.holdAfter(MiB);
    const ids = service.api.add([{ url: lab.offer('/a.bin', 4 * MiB) }]);
    await until(service.api.watch(), (rows) => rows.some((row) => row.received > 0));
    service.api.pauseAll();
    expect(service.api.rows()[0]?.status).toBe('downloading');
    service.api.resume(ids);
    service.api.pauseAll();
    service.api.resumeAll();
    lab.files.flow.release();
    await until(service.api.watch(), all('completed'));
    await lab.stop(service);
    expect(left()).toEqual(['a.bin']);
  });

  test('83: what is removed at any moment of its end is wholly done or wholly gone', { timeout: 60_000 }, async () => {
    const service = lab.start({ run });
    const random = new Random(83);
    const url = lab.offer('/a.bin', 300_000);
    const seen = new Set<string>();
    // A busy machine takes its time: later moments are tried until both have happened.
    for (let time = 0; time < 60 || (seen.size < 2 && time < 200); time++) {
      const ended = Promise.withResolvers<void>();
      const stop = service.api.onEvent((event) => {
        if (event.type === 'state' && event.state.status === 'verifying') ended.resolve();
      });
      const ids = service.api.add([{ url }]);
      await ended.promise;
      const ticks = Math.floor(random.next() * 12);
      for (let tick = 0; tick < ticks; tick++) await new Promise((resolve) => setImmediate(resolve));
      if (random.next() < 0.3) await delay((random.next() * time) / 2);
      await service.api.remove(ids, { deleteFiles: false });
      stop();
      seen.add(outcome());
      await lab.clear();
    }
    expect(service.api.rows()).toEqual([]);
    // Both have happened, or the moments were badly chosen.
    expect([...seen].toSorted()).toEqual(['done', 'gone']);
  });

  test('a quit at any moment of the end loses nothing, and the next start makes no second file', { timeout: 60_000 }, async () => {
    const random = new Random(82);
    const url = lab.offer('/a.bin', 300_000);
    for (let time = 0; time < 15; time++) {
      const first = lab.start({ run });
      const ended = Promise.withResolvers<void>();
      first.api.onEvent((event) => {
        if (event.type === 'state' && event.state.status === 'verifying') ended.resolve();
      });
      const ids = first.api.add([{ url }]);
      await ended.promise;
      await delay(random.next() * 4);
      await lab.stop(first);
      const second = lab.start({ run });
      await until(second.api.watch(), all('completed'));
      expect(left()).not.toContain('a (1).bin');
      await second.api.remove(ids, { deleteFiles: true });
      await lab.stop(second);
    }
    expect(left()).toEqual([]);
  });
});
