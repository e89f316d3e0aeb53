/** What a runner tells when something of its own is broken. */
import { expect, test } from 'vitest';
import { systemClock } from '../../engine/clock.ts';
import { InlineRunner, type RunnerEvent } from '../../engine/runner.ts';
import { requestFor } from '../simulator/simulation.ts';

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
