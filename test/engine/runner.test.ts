/** What a runner tells when something of its own is broken. */
import { expect, test, vi } from 'vitest';
import { systemClock } from '../../engine/clock.ts';
import { InlineRunner, type RunnerEvent } from '../../engine/runner.ts';
import { ThreadRunner } from '../../engine/thread-runner.ts';
import { requestFor } from '../simulator/simulation.ts';

test('a thread that dies ends its downloads as failed, and the next one gets another thread', async () => {
  const ended: (RunnerEvent & { type: 'ended' })[] = [];
  const hear = (event: RunnerEvent): void => void (event.type === 'ended' && ended.push(event));
  const limits = { maxActive: 1, maxPerHost: 1, limitRate: 0 };
  const runner = new ThreadRunner(limits, hear, () => Promise.resolve(['direct']));
  const request = requestFor('a', 'http://127.0.0.1:1/file.bin', { folder: '/dev/null' });
  runner.start(request, true, null);
  // Nothing that the thread could understand.
  runner.configure({ ...limits, groups: 5 as never });
  await vi.waitFor(() => expect(ended).toHaveLength(1), 10_000);

  runner.configure(limits);
  runner.start({ ...request, id: 'b' }, true, null);
  await vi.waitFor(() => expect(ended).toHaveLength(2), 10_000);
  expect(ended[1]).toMatchObject({ id: 'b', end: { failure: { code: 'BAD_PATH' } } });
  await runner.close();
});

test('a fault of ours ends the download as failed, and never leaves it running', async () => {
  const { promise, resolve } = Promise.withResolvers<RunnerEvent & { type: 'ended' }>();
  let asked = 0;
  const clock = {
    ...systemClock,
    wallTime: () => {
      if (asked++ > 0) throw new TypeError('a fault of ours');
      return 0;
    },
  };
  const runner = new InlineRunner({ maxActive: 1, maxPerHost: 1, limitRate: 0 }, (event) => event.type === 'ended' && resolve(event), {
    clock,
  });
  runner.start(requestFor('a', 'http://127.0.0.1:1/file.bin', { folder: '/dev/null' }), true, null);
  expect((await promise).end).toMatchObject({ kind: 'failed', failure: { code: 'INTERNAL' } });
  await runner.close();
});
