/** The list of downloads over a runner that does what a test tells it: what the engine makes of late, early and crossing reports. */
import { beforeEach, describe, expect, test } from 'vitest';
import { DownloadError } from '../../contract/errors.ts';
import { DownloadEngine } from '../../engine/engine.ts';
import type { RunEnd, Runner, RunnerEvent } from '../../engine/runner.ts';
import type { Completion } from '../../engine/state.ts';
import type { EngineEvent, GroupLimits, Standing } from '../../engine/types.ts';
import { requestFor } from '../simulator/simulation.ts';
import { ManualClock } from './manual-clock.ts';
import { ToldRunner } from './told-runner.ts';

const completion: Completion = { path: '/a', size: 1, sha256: null, checks: [], finishedAt: 0, elapsed: 0, skipped: false };
const failure = (again: boolean): RunEnd => ({
  kind: 'failed',
  failure: new DownloadError('CONNECTION_LOST', 'lost').toFailure(),
  kept: true,
  progressed: false,
  reached: true,
  again,
  retryAfter: null,
});

let clock: ManualClock;
let runner: ToldRunner;
let engine: DownloadEngine;
let heard: string[];

const describeEvent = (event: EngineEvent): string =>
  event.type === 'state' ? `${event.id} ${event.state.status}` : `${event.id} ${event.type}`;

beforeEach(() => {
  clock = new ManualClock();
  heard = [];
  const limits = { maxActive: 2, maxPerHost: 8, limitRate: 0 };
  const makeRunner = (emit: (event: RunnerEvent) => void): Runner => (runner = new ToldRunner(emit));
  engine = new DownloadEngine(limits, makeRunner, clock, () => 0.5);
  engine.on((event) => {
    if (event.type !== 'notice') heard.push(describeEvent(event));
  });
});

const add = (...ids: string[]): void => ids.forEach((id) => engine.add(requestFor(id, `http://host.example/${id}`), { status: 'queued' }));

test('a changed limit or number of connections is told at once, and nothing else that is amended', () => {
  engine.add(requestFor('a', 'https://host.example/a', { limitRate: 0, connections: 4 }), { status: 'queued' });
  engine.amend('a', { userAgent: 'Agent/1', limitRate: 0 });
  engine.amend('a', { limitRate: 100 });
  engine.amend('a', { connections: 'auto' });
  expect(runner.orders).toEqual(['start a', 'adjust a 100 4', 'adjust a 100 auto']);
});

test('what the user resumes asks once more those that had refused, and what runs does not', () => {
  add('a');
  engine.resume('a');
  engine.pause('a');
  // It has not stopped yet.
  engine.resume('a');
  expect(runner.retried).toEqual(['a']);
});

describe('the queue', () => {
  test('starts as many as allowed, in order', () => {
    add('a', 'b', 'c', 'd');
    expect(runner.orders).toEqual(['start a', 'start b']);
    engine.reorder(['d']);
    runner.end('a', failure(false));
    expect(runner.orders.at(-1)).toBe('start d');
    engine.configure({ maxActive: 3 });
    expect(runner.orders.at(-1)).toBe('start c');
  });

  test('passes over what is paused', () => {
    add('a', 'b', 'c', 'd');
    engine.pause('c');
    runner.end('a', { kind: 'completed', completion });
    expect(runner.orders.at(-1)).toBe('start d');
  });
});

describe('a group', () => {
  const group = (id: string, more: Partial<GroupLimits> = {}): GroupLimits => ({ id, open: true, maxActive: 0, limitRate: 0, ...more });
  const put = (id: string, more: Partial<Standing> = {}): void =>
    engine.add(
      requestFor(id, `http://host.example/${id}`),
      { status: 'queued' },
      { group: 'night', priority: 'normal', now: false, ...more },
    );
  const describeNight = (more: Partial<GroupLimits>): void => engine.configure({ groups: [group('night', more)] });

  test('that closes puts what runs back in the queue, and goes on with it when it opens', () => {
    describeNight({});
    put('a');
    runner.phase('a', 'downloading');
    describeNight({ open: false });
    expect(runner.orders).toEqual(['start a', 'stop a pause']);
    runner.end('a', { kind: 'stopped' });
    expect(heard.at(-1)).toBe('a queued');
    describeNight({ open: true });
    expect(runner.orders.at(-1)).toBe('start a');
  });

  test('that opens again while a run is being stopped starts it again', () => {
    put('a');
    describeNight({ open: false });
    describeNight({ open: true });
    runner.end('a', { kind: 'stopped' });
    expect(heard).toEqual(['a probing', 'a queued', 'a probing']);
  });

  test('that closes leaves paused what the user pauses meanwhile', () => {
    put('a');
    describeNight({ open: false });
    engine.pause('a');
    runner.end('a', { kind: 'stopped' });
    describeNight({ open: true });
    expect(heard.at(-1)).toBe('a paused');
  });

  test('that closes lets a file be verified, and stops a repair', () => {
    put('a');
    runner.phase('a', 'downloading', 'verifying');
    describeNight({ open: false });
    expect(runner.orders).toEqual(['start a']);
    runner.phase('a', 'downloading');
    expect(runner.orders).toEqual(['start a', 'stop a pause']);
  });

  test('does not start what waits for another try while it is closed', () => {
    put('a');
    runner.end('a', failure(true));
    describeNight({ open: false });
    clock.advance(60_000);
    expect(heard.at(-1)).toBe('a queued');
  });

  test('holds nobody who is to start now, until he is paused', () => {
    describeNight({ open: false });
    put('a');
    expect(runner.orders).toEqual([]);
    engine.setStanding('a', { now: true });
    expect(runner.orders).toEqual(['start a']);
    runner.end('a', failure(true));
    clock.advance(60_000);
    expect(heard.at(-1)).toBe('a probing');
    engine.pause('a');
    runner.end('a', { kind: 'stopped' });
    engine.resume('a');
    expect(heard.at(-1)).toBe('a queued');
  });

  test('that a running download is moved to holds for it at once', () => {
    engine.configure({ groups: [group('night', { open: false }), group('day')] });
    put('a', { group: 'day' });
    engine.setStanding('a', { group: 'night' });
    expect(runner.orders).toEqual(['start a', 'assign a night', 'stop a pause']);
  });
});

describe('a download', () => {
  test('that is paused and resumed at once goes on when its run has stopped', () => {
    add('a');
    engine.pause('a');
    engine.resume('a');
    expect(runner.orders).toEqual(['start a', 'stop a pause']);
    runner.end('a', { kind: 'stopped' });
    expect(runner.orders.at(-1)).toBe('start a');
    expect(heard).toEqual(['a probing', 'a queued', 'a probing']);
  });

  test('that is resumed again and again runs once', () => {
    add('a');
    for (let time = 0; time < 5; time++) engine.resume('a');
    expect(runner.orders).toEqual(['start a']);
  });

  test('waits, and is tried again', () => {
    add('a');
    runner.end('a', failure(true));
    expect(heard.at(-1)).toBe('a waiting');
    clock.advance(1000);
    expect(heard.slice(-2)).toEqual(['a queued', 'a probing']);
  });

  test('that is paused while it waits is not tried again', () => {
    add('a');
    runner.end('a', failure(true));
    engine.pause('a');
    clock.advance(60_000);
    expect(heard.at(-1)).toBe('a paused');
  });

  test('that was just finishing when the pause came is done, or has failed', () => {
    add('a', 'b');
    for (const id of ['a', 'b']) {
      runner.phase(id, 'downloading', 'verifying');
      engine.pause(id);
      runner.phase(id, 'finishing');
    }
    runner.end('a', { kind: 'completed', completion });
    runner.end('b', failure(false));
    expect(heard.slice(-2)).toEqual(['a completed', 'b failed']);
  });
});

describe('a removal', () => {
  const removed = (id: string): Promise<void> => engine.remove(id, { deleteFiles: false });

  test('ends the run, then deletes what it left', async () => {
    add('a');
    const removal = removed('a');
    expect(runner.orders.at(-1)).toBe('stop a remove');
    runner.end('a', { kind: 'stopped' });
    await removal;
    expect(runner.orders.at(-1)).toBe('discard a');
    expect(heard.at(-1)).toBe('a removed');
  });

  test('asked for twice happens once', async () => {
    add('a');
    const both = Promise.all([removed('a'), removed('a')]);
    runner.end('a', { kind: 'stopped' });
    await both;
    expect(heard.filter((event) => event === 'a removed')).toHaveLength(1);
    expect(runner.orders.filter((order) => order === 'discard a')).toHaveLength(1);
  });

  test.each(['stopped', 'failed'] as const)('outlives whatever else is asked for, and a run that %s', async (kind) => {
    add('a');
    const removal = removed('a');
    engine.pause('a');
    engine.resume('a');
    runner.end('a', kind === 'stopped' ? { kind } : failure(true));
    await removal;
    clock.advance(60_000);
    expect(heard).toEqual(['a probing', 'a removed']);
    expect(runner.orders.filter((order) => order.startsWith('start'))).toEqual(['start a']);
  });

  test('of a file that is complete deletes it only when asked to', async () => {
    add('a', 'b');
    for (const id of ['a', 'b']) {
      runner.phase(id, 'downloading', 'verifying', 'finishing');
      runner.end(id, { kind: 'completed', completion: { ...completion, path: `/${id}` } });
    }
    await removed('a');
    await engine.remove('b', { deleteFiles: true });
    expect(runner.orders.filter((order) => order.startsWith('delete'))).toEqual(['delete /b']);
  });

  test.each(['finishing', 'completed'])('leaves a file that another download has overwritten, or is about to (%s)', async (status) => {
    add('a', 'b');
    runner.phase('a', 'downloading', 'verifying', 'finishing');
    runner.end('a', { kind: 'completed', completion });
    runner.settles('b', completion.path);
    runner.phase('b', 'downloading', 'verifying', 'finishing');
    if (status === 'completed') runner.end('b', { kind: 'completed', completion });
    await engine.remove('a', { deleteFiles: true });
    expect(runner.orders.filter((order) => order.startsWith('delete'))).toEqual([]);
  });

  test('that finds the file complete by now leaves it whole', async () => {
    add('a');
    runner.phase('a', 'downloading', 'verifying', 'finishing');
    const removal = removed('a');
    runner.end('a', { kind: 'completed', completion });
    await removal;
    expect(runner.orders).not.toContain('discard a');
    // Nobody else will: it is out of every list.
    expect(runner.orders.at(-1)).toBe('acknowledge a /a');
    expect(heard.slice(-2)).toEqual(['a completed', 'a removed']);
  });

  test('that cannot delete says so, and the download is gone from the list', async () => {
    add('a');
    engine.pause('a');
    runner.end('a', { kind: 'stopped' });
    runner.discarding = Promise.reject(new Error('no permission'));
    await expect(removed('a')).rejects.toThrow('no permission');
    expect(heard.at(-1)).toBe('a removed');
  });

  test('that is asked for twice is over for both at the same time', async () => {
    add('a');
    engine.pause('a');
    runner.end('a', { kind: 'stopped' });
    const { promise, resolve } = Promise.withResolvers<void>();
    runner.discarding = promise;
    const ends: string[] = [];
    const first = removed('a').then(() => ends.push('first'));
    const second = removed('a').then(() => ends.push('second'));
    await Promise.resolve();
    expect(ends).toEqual([]);
    resolve();
    await Promise.all([first, second]);
    expect(heard.filter((event) => event === 'a removed')).toHaveLength(1);
    expect(ends).toEqual(['first', 'second']);
  });

  test('makes room for the next', async () => {
    add('a', 'b', 'c');
    const removal = removed('a');
    runner.end('a', { kind: 'stopped' });
    await removal;
    expect(runner.orders.at(-1)).toBe('start c');
  });
});

describe('a comparison', () => {
  test('is one until it has come to an end, whatever breaks on the way', () => {
    add('a');
    runner.end('a', failure(false));
    engine.compareAgain('a');
    runner.end('a', failure(true));
    clock.advance(60_000);
    runner.end('a', failure(false));
    engine.resume('a');
    expect(runner.orders).toEqual(['start a', 'start a only to compare', 'start a only to compare', 'start a']);
  });

  test('does not make less of a download that is under way', () => {
    add('a');
    engine.compareAgain('a');
    runner.end('a', failure(true));
    clock.advance(60_000);
    expect(runner.orders).toEqual(['start a', 'start a']);
  });
});

test('closing leaves every state as it is', async () => {
  add('a', 'b');
  runner.end('b', failure(true));
  const before = heard.length;
  const closed = engine.close();
  runner.end('a', { kind: 'stopped' });
  await closed;
  clock.advance(60_000);
  expect(heard.slice(before)).toEqual([]);
});
