/** Queues as they are kept: beside a list that knew none, and where what is kept is damaged. */
import { DatabaseSync } from 'node:sqlite';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseQueue, Queue } from '../../contract/queue.ts';
import { silent } from '../../service/log.ts';
import { migrate, migrations } from '../../service/store/migrations.ts';
import { openStore } from '../../service/store/store.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rangefinder-queues-'));
  path = join(folder, 'list.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const beforeQueues = migrations.slice(
  0,
  migrations.findIndex((step) => step.includes('CREATE TABLE queues')),
);

test('downloads of a list without queues are in the default one', () => {
  const old = new DatabaseSync(path);
  migrate(old, beforeQueues);
  old.exec(`INSERT INTO downloads (id, position, added_at, url, folder, request, state, received)
    VALUES ('a', 1, 1, 'https://host.example/a', '/downloads', '{}', '{"status":"paused"}', 0)`);
  old.close();
  const store = openStore(path, silent);
  expect(store.downloads()).toMatchObject([{ id: 'a', queue: 'default', priority: 'normal', startNow: false }]);
  expect(store.queues()).toEqual([]);
  store.close();
});

test('queues come back as they were, in the order in which they were made', () => {
  const night = Queue.parse({ id: 'n', name: 'Night', hours: { days: [5, 6], start: 1380, end: 420 } });
  const slow = Queue.parse({
    id: 'a',
    name: 'Slow',
    limitRate: 1000,
    timedLimit: { hours: { days: [1], start: 0, end: 0 }, limitRate: 0 },
  });
  const store = openStore(path, silent);
  store.saveQueue(night);
  store.saveQueue(slow);
  store.saveQueue({ ...night, name: 'Weekend' });
  store.close();
  const again = openStore(path, silent);
  expect(again.queues()).toEqual([{ ...night, name: 'Weekend' }, slow]);
  again.removeQueue('n');
  expect(again.queues()).toEqual([slow]);
  again.close();
});

test('of a damaged queue only what is damaged is lost', () => {
  expect(parseQueue('a', { name: 'Night', maxActive: -1, hours: { days: [], start: 0, end: 1 }, limitRate: 5, on: 'yes' })).toEqual(
    Queue.parse({ id: 'a', name: 'Night', limitRate: 5 }),
  );
  expect(parseQueue('a', null)).toEqual(Queue.parse({ id: 'a' }));
  expect(parseQueue('', {})).toBeNull();
});
