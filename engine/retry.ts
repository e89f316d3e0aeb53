/** When a download that failed is tried again. Pure. */
import type { RunEnd } from './runner.ts';
import type { DownloadRequest } from './types.ts';

const growth = 1.5;
const longestDelay = 20_000;
/** With the network away, only its return matters; looking for it costs next to nothing. */
const networkLook = 5000;

/** The network's absence is nobody's failure once the server has been reached. */
const isNetworkAway = (end: RunEnd & { kind: 'failed' }): boolean =>
  end.reached && (end.failure.code === 'NETWORK_AWAY' || end.failure.code === 'DNS');

export type RetryDecision =
  | { readonly retry: false }
  /** `attempt` counts tries in a row without progress. */
  | { readonly retry: true; readonly attempt: number; readonly delay: number };

/** @param attempts tries in a row without progress before this one. @param random in [0, 1), so that many do not come back at once. */
export function decideRetry(
  end: RunEnd & { kind: 'failed' },
  attempts: number,
  { retries, retryWait }: DownloadRequest,
  random: number,
): RetryDecision {
  if (!end.again) return { retry: false };
  if (isNetworkAway(end)) return { retry: true, attempt: end.progressed ? 0 : attempts, delay: Math.max(retryWait, networkLook) };
  if (end.progressed)
    return retries === 0 ? { retry: false } : { retry: true, attempt: 0, delay: end.retryAfter ?? Math.min(retryWait, 1000) };
  if (attempts >= retries) return { retry: false };
  const delay = Math.min(retryWait * growth ** attempts, Math.max(retryWait, longestDelay)) * (0.9 + random * 0.2);
  return { retry: true, attempt: attempts + 1, delay: end.retryAfter ?? delay };
}
