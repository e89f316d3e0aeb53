/** Queues in the whole service: real downloads, a real database, and a clock that a test sets. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { QueueState } from '../../contract/queue.ts';
import { weekdays, type Hours } from '../../contract/schedule.ts';
import type { Service } from '../../service/index.ts';
import { ManualClock } from '../engine/manual-clock.ts';
import { all, firstOf, Lab, until } from '../service/lab.ts';

const minute = 60_000;
const hour = 60 * minute;

let lab: Lab;
let clock: ManualClock;
beforeEach(async () => {
  lab = await Lab.open();
  clock = new ManualClock();
});
afterEach(() => lab.close());

const start = (): Service => lab.start({ clock });
const statusesOf = ({ api }: Service): string[] => api.rows().map(({ status }) => status);

/** Hours that begin so many hours from now, for two hours. */
function hoursIn(count: number): Hours {
  const startOf = new Date(clock.wallTime() + count * hour);
  const minutes = startOf.getHours() * 60 + startOf.getMinutes();
  return { days: [...weekdays], start: minutes, end: (minutes + 120) % 1440 };
}

async function untilQueue({ api }: Service, id: string, expected: (queue: QueueState) => boolean): Promise<QueueState> {
  for await (const queues of api.watchQueues()) {
    const queue = queues.find((other) => other.id === id);
    if (queue && expected(queue)) return queue;
  }
  throw new Error('the queues ended');
}

describe('a queue', () => {
  test('never has more running than it may, and neither have all of them together', async () => {
    const service = start();
    const { api } = service;
    api.updateSettings({ maxActive: 3 });
    const two = api.createQueue({ name: 'Two', maxActive: 2 });
    let most = { queue: 0, all: 0 };
    api.onEvent(() => {
      const active = api.rows().filter(({ status }) => ['probing', 'downloading', 'verifying', 'finishing'].includes(status));
      const inQueue = active.filter(({ queue }) => queue === two).length;
      most = { queue: Math.max(most.queue, inQueue), all: Math.max(most.all, active.length) };
    });
    const links = Array.from({ length: 12 }, (_, index) => lab.offer(`/${index}.bin`, 50_000));
    api.add(links.map((url, index) => ({ url, ...(index % 3 > 0 && { queue: two }) })));
    await until(api.watch(), all('completed'));
    expect(most).toEqual({ queue: 2, all: 3 });
  });

  test('that is off starts nothing, stops what runs, and goes on when it is on', async () => {
    const service = start();
    const { api } = service;
    const id = api.createQueue({ name: 'Later', on: false });
    lab.files.flow.holdAfter(100_000);
    api.add([{ url: lab.offer('/a.bin', 1_000_000), queue: id }]);
    expect(statusesOf(service)).toEqual(['queued']);
    expect(api.summary().active).toBe(0);
    api.updateQueue(id, { on: true });
    await until(api.watch(), all('downloading'));
    api.updateQueue(id, { on: false });
    await until(api.watch(), all('queued'));
    lab.files.flow.release();
    api.updateQueue(id, { on: true });
    await until(api.watch(), all('completed'));
  });

  test('holds back what is added to it until its hours begin, and stops when they end', async () => {
    const service = start();
    const { api } = service;
    const id = api.createQueue({ name: 'Night', hours: hoursIn(3) });
    lab.files.flow.holdAfter(100_000);
    api.add([{ url: lab.offer('/a.bin', 1_000_000), queue: id }, { url: lab.offer('/b.bin', 1000) }]);
    await until(api.watch(), (rows) => rows[1]?.status !== 'queued');
    expect(api.rows()[0]).toMatchObject({ status: 'queued', queue: id });
    expect(await firstOf(api.watchQueues())).toMatchObject([
      { id: 'default', open: true },
      { id, open: false, opensAt: clock.wallTime() + 3 * hour, closesAt: null },
    ]);

    clock.advance(3 * hour - 1);
    expect(api.rows()[0]?.status).toBe('queued');
    clock.advance(1);
    await until(api.watch(), (rows) => rows[0]?.status === 'downloading');
    expect(await untilQueue(service, id, ({ open }) => open)).toMatchObject({ opensAt: null, closesAt: clock.wallTime() + 2 * hour });
    clock.advance(2 * hour);
    await until(api.watch(), (rows) => rows[0]?.status === 'queued');
    lab.files.flow.release();
    clock.advance(22 * hour);
    await until(api.watch(), all('completed'));
  });

  test('sees soon after a sleep, in which timers stood still, what time it has become', async () => {
    const service = start();
    const { api } = service;
    const id = api.createQueue({ name: 'Night', hours: hoursIn(3) });
    api.add([{ url: lab.offer('/a.bin', 1000), queue: id }]);
    clock.sleep(4 * hour);
    expect(statusesOf(service)).toEqual(['queued']);
    clock.advance(15_000);
    await until(api.watch(), all('completed'));
  });

  test('lets one start now, outside of its hours, until the user pauses it', async () => {
    const service = start();
    const { api } = service;
    const id = api.createQueue({ name: 'Night', hours: hoursIn(3) });
    lab.files.flow.holdAfter(100_000);
    const [first = ''] = api.add(['/a.bin', '/b.bin'].map((path) => ({ url: lab.offer(path, 1_000_000), queue: id })));
    api.startNow([first]);
    await until(api.watch(), (rows) => rows[0]?.status === 'downloading');
    expect(api.rows()).toMatchObject([{ startNow: true }, { status: 'queued', startNow: false }]);
    api.pause([first]);
    await until(api.watch(), (rows) => rows[0]?.status === 'paused');
    api.resume([first]);
    expect(api.rows()).toMatchObject([
      { status: 'queued', startNow: false },
      { status: 'queued', startNow: false },
    ]);
  });

  test('has another rate at certain hours', async () => {
    const service = start();
    const id = service.api.createQueue({ name: 'Night', limitRate: 500_000, timedLimit: { hours: hoursIn(1), limitRate: 0 } });
    expect((await untilQueue(service, id, () => true)).rateNow).toBe(500_000);
    clock.advance(hour);
    expect((await untilQueue(service, id, () => true)).rateNow).toBe(0);
    clock.advance(2 * hour);
    expect((await untilQueue(service, id, () => true)).rateNow).toBe(500_000);
  });

  test('is deleted, and its downloads go to the default one, where they run', async () => {
    const service = start();
    const { api } = service;
    const id = api.createQueue({ name: 'Later', on: false });
    api.add([{ url: lab.offer('/a.bin', 1000), queue: id }]);
    api.removeQueue(id);
    await until(api.watch(), all('completed'));
    expect(api.rows()[0]?.queue).toBe('default');
    expect(await firstOf(api.watchQueues())).toHaveLength(1);
  });

  test('that is the default one stays, and what is not there cannot be used', () => {
    const { api } = start();
    expect(() => api.removeQueue('default')).toThrow('cannot be deleted');
    expect(() => api.updateQueue('gone', { on: false })).toThrow('no such queue');
    expect(() => api.setQueue([], 'gone')).toThrow('no such queue');
    api.add([{ url: lab.offer('/a.bin', 1000), queue: 'gone', start: false }]);
    expect(api.rows()[0]?.queue).toBe('default');
  });
});

test('priorities decide whose turn it is, before the order of the list', async () => {
  const { api } = start();
  api.updateSettings({ maxActive: 1 });
  const id = api.createQueue({ name: 'Later', on: false });
  const links = ['/a.bin', '/b.bin', '/c.bin', '/d.bin'].map((path) => lab.offer(path, 1000));
  const [a = '', b = '', c = '', d = ''] = api.add(links.map((url) => ({ url, queue: id })));
  api.setPriority([c], 'high');
  api.setPriority([a], 'low');
  const started: string[] = [];
  api.onEvent((event) => {
    if (event.type === 'state' && event.state.status === 'probing') started.push(event.id);
  });
  api.updateQueue(id, { on: true });
  await until(api.watch(), all('completed'));
  expect(started).toEqual([c, b, d, a]);
});

test('a restart keeps queues, places, and what was to start now', async () => {
  const first = start();
  const night = first.api.createQueue({ name: 'Night', maxActive: 2, limitRate: 1000, hours: hoursIn(3) });
  first.api.updateQueue('default', { name: 'Main', on: false });
  lab.files.flow.holdAfter(100_000);
  const [a = '', b = ''] = first.api.add(['/a.bin', '/b.bin'].map((path) => ({ url: lab.offer(path, 1_000_000) })));
  first.api.setQueue([a], night);
  first.api.setPriority([a], 'low');
  first.api.startNow([b]);
  await until(first.api.watch(), (rows) => rows[1]?.status === 'downloading');
  const queues = await firstOf(first.api.watchQueues());
  await lab.stop(first);

  const second = start();
  expect(await firstOf(second.api.watchQueues())).toEqual(queues);
  expect(second.api.rows()).toMatchObject([
    { id: a, status: 'queued', queue: night, priority: 'low', startNow: false },
    { id: b, queue: 'default', priority: 'normal', startNow: true },
  ]);
  await until(second.api.watch(), (rows) => rows[1]?.status === 'downloading');
});

/** Enough to be measured, and little enough to be quick. */
const size = 300_000;
test.each(['inline', 'thread'] as const)('one rate holds for all of a queue’s downloads together (%s)', async (run) => {
  const { api } = lab.start({ clock, run });
  const slow = api.createQueue({ name: 'Slow', limitRate: 400_000 });
  const started = performance.now();
  api.add(['/a.bin', '/b.bin'].map((path) => ({ url: lab.offer(path, size), queue: slow })));
  await until(api.watch(), all('completed'));
  expect(performance.now() - started).toBeGreaterThan(((2 * size) / 400_000) * 900);
});

test.each(['inline', 'thread'] as const)('a download that is moved while it runs has the rate of its new queue (%s)', async (run) => {
  const { api } = lab.start({ clock, run });
  const slow = api.createQueue({ name: 'Slow', limitRate: 1000 });
  const ids = api.add([{ url: lab.offer('/a.bin', size), queue: slow }]);
  await until(api.watch(), ([row]) => row?.status === 'downloading' && row.received > 0);
  // At its old rate it would take five minutes.
  api.setQueue(ids, 'default');
  await until(api.watch(), all('completed'));
  expect(api.rows()).toMatchObject([{ queue: 'default', received: size }]);
});

test('ten thousand that wait are put elsewhere, and hold nobody up', async () => {
  const { api } = start();
  const later = api.createQueue({ name: 'Later', on: false });
  const url = lab.offer('/a.bin', 1000);
  const ids = api.add(Array.from({ length: 10_000 }, (_, index) => ({ url: `${url}?${index}`, queue: later })));
  const started = performance.now();
  api.setPriority(ids, 'high');
  api.setQueue(ids, 'default');
  api.setQueue(ids, later);
  api.updateQueue(later, { on: true });
  expect(performance.now() - started).toBeLessThan(5000);
  expect(api.rows().filter(({ status }) => status !== 'queued')).toHaveLength(5);
});
