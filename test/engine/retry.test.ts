import { describe, expect, test } from 'vitest';
import { DownloadError, type ErrorCode } from '../../contract/errors.ts';
import { decideRetry } from '../../engine/retry.ts';
import type { RunEnd } from '../../engine/runner.ts';
import { requestFor } from '../simulator/simulation.ts';

type Failed = RunEnd & { kind: 'failed' };

const failed = (more: Partial<Failed> = {}, code: ErrorCode = 'CONNECTION_LOST'): Failed => ({
  kind: 'failed',
  failure: new DownloadError(code, 'a failure').toFailure(),
  kept: true,
  progressed: false,
  reached: true,
  again: true,
  retryAfter: null,
  ...more,
});

const request = requestFor('a', 'http://host.example/', { retries: 3, retryWait: 1000 });
const decide = (end: Failed, attempts = 0, random = 0.5, asked = request): ReturnType<typeof decideRetry> =>
  decideRetry(end, attempts, asked, random);

describe('a failed run', () => {
  test('is final when another would end alike', () => {
    expect(decide(failed({ again: false }))).toEqual({ retry: false });
  });

  test('is tried again as often as allowed, after growing waits', () => {
    const waits = [0, 1, 2].map((attempts) => decide(failed(), attempts));
    expect(waits).toEqual([
      { retry: true, attempt: 1, delay: 1000 },
      { retry: true, attempt: 2, delay: 1500 },
      { retry: true, attempt: 3, delay: 2250 },
    ]);
    expect(decide(failed(), 3)).toEqual({ retry: false });
  });

  test('waits no longer than 20 s, give or take a tenth', () => {
    const patient = { ...request, retries: 100 };
    for (const random of [0, 0.999]) {
      const decision = decide(failed(), 50, random, patient);
      expect(decision.retry && decision.delay).toBeGreaterThanOrEqual(18_000);
      expect(decision.retry && decision.delay).toBeLessThanOrEqual(22_000);
    }
  });

  test('costs no try when it brought something', () => {
    expect(decide(failed({ progressed: true }), 3)).toEqual({ retry: true, attempt: 0, delay: 1000 });
  });

  test('is never tried again where the user wants no tries', () => {
    const once = { ...request, retries: 0 };
    expect(decide(failed({ progressed: true }), 0, 0.5, once)).toEqual({ retry: false });
    expect(decide(failed(), 0, 0.5, once)).toEqual({ retry: false });
  });

  test('waits for as long as the server asks', () => {
    expect(decide(failed({ retryAfter: 45_000 }))).toEqual({ retry: true, attempt: 1, delay: 45_000 });
    expect(decide(failed({ retryAfter: 45_000, progressed: true }))).toEqual({ retry: true, attempt: 0, delay: 45_000 });
  });

  test('waits for the network without an end, once the server has been reached', () => {
    for (const code of ['NETWORK_AWAY', 'DNS'] as const) {
      expect(decide(failed({}, code), 3)).toEqual({ retry: true, attempt: 3, delay: 5000 });
      expect(decide(failed({ reached: false }, code), 3)).toEqual({ retry: false });
    }
  });
});
