/** The end of a run: every byte is in the partial; now it is proven, and becomes the file. */
import type { Check } from '../../contract/download.ts';
import { markAsDownloaded } from '../disk/mark.ts';
import type { PartialState } from '../disk/partial.ts';
import { publish } from '../disk/publish.ts';
import type { OpenTarget } from '../disk/target.ts';
import type { DownloadRequest } from '../types.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { followPartial, type FollowedFile } from '../verify/follower.ts';
import type { Digests } from '../verify/hashing.ts';
import type { Environment, Reporter } from './environment.ts';
import { demandAll, type Expectations } from './expectations.ts';
import { demandPieces } from './pieces.ts';

export interface FinishOptions {
  readonly environment: Environment;
  readonly request: DownloadRequest;
  readonly target: OpenTarget;
  /** Of known size, and complete. */
  readonly state: PartialState;
  readonly followed: FollowedFile;
  readonly expectations: Expectations;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** Bytes of several sources are in the file, and nothing tells any more whether they belong together. */
export class Untold extends Error {}

export interface Finished {
  readonly path: string;
  readonly sha256: string | null;
  readonly checks: readonly Check[];
}

/**
 * Verifies, then publishes. From `finishing` on it cannot be stopped. The journal stays until somebody has noted that the file is complete.
 * @throws CHECKSUM, with the partial as it was; Spoiled; Untold; what the disk says; the reason of an abort.
 */
export async function finish(options: FinishOptions): Promise<Finished> {
  const { environment, request, target, state, expectations, reporter, signal } = options;
  const size = state.size as number;
  reporter.phase('verifying');
  for (const { algorithm } of await expectations.settle(environment.clock))
    reporter.notice('checksum_found', `The server publishes a ${algorithm} of the file`);
  const digests = await unlessAborted(digest(options, size), signal);
  const checks = expectations.compare(digests);
  demandAll(checks);
  // What it was to be may have been taken back since the sources were mixed.
  if (state.mixed && !expectations.prove) throw new Untold();
  // What a server says of the whole is said of its own file.
  if (expectations.pieces && !checks.some(({ origin }) => origin === 'user' || origin === 'metalink'))
    await demandPieces(target.partial, size, expectations.pieces, signal);
  if (signal.aborted) throw signal.reason;

  reporter.phase('finishing');
  const sha256 = request.sha256 ? (digests.sha256 ?? null) : null;
  target.partial.setSize(size);
  // From here on a crash is mended by the next run, which finds the verified file under one name or the other.
  await target.partial.checkpoint({ ...state, verified: { name: target.name, sha256 } });
  await target.partial.close();
  await markAsDownloaded(target.partial.path, request.url);
  return { path: await publish(target, request.onConflict), sha256, checks };
}

/** The digests that were followed, and those whose need was learned only since. */
async function digest({ environment, target, state, followed, expectations }: FinishOptions, size: number): Promise<Digests> {
  return expectations.complete(await followed.finish(size), (late) =>
    followPartial(environment.follower, target.partial, late, state).finish(size),
  );
}
