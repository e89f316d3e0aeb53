import { expect, test } from 'vitest';
import { unlessAborted } from '../../engine/unless-aborted.ts';

const reason = new Error('enough');

test('brings what the work brings, and what it fails with', async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(Promise.resolve(7), signal)).toBe(7);
  await expect(unlessAborted(Promise.reject(new RangeError('broken')), signal)).rejects.toThrow('broken');
});

test('waits no longer than to the abort, and lets a later failure of the work pass', async () => {
  const abort = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const waiting = unlessAborted(promise, abort.signal);
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  // Vitest fails a test file in which a rejection is left unhandled.
  reject(new RangeError('too late'));
});

test('does not wait at all where it was aborted before', async () => {
  await expect(unlessAborted(new Promise(() => {}), AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('leaves no listener behind', async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    listeners++;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    listeners--;
    remove(...given);
  };
  await unlessAborted(Promise.resolve(), signal);
  expect(listeners).toBe(0);
});
