import type { SourceState } from '../../contract/download.ts';
import type { Clock } from '../clock.ts';
import type { Connector } from '../http/connector.ts';
import type { TokenBucket } from '../rate.ts';
import type { Hosts } from '../transfer/hosts.ts';
import type { ListCache } from '../verify/sidecars.ts';
import type { Follower } from '../verify/follower.ts';
import type { NoticeCode } from '../../contract/notices.ts';
import type { Progress, ResourceInfo } from '../types.ts';

/** What all downloads of a process share. */
export interface Environment {
  readonly clock: Clock;
  readonly connector: Connector;
  readonly hosts: Hosts;
  readonly follower: Follower;
  /** Checksum lists of folders. */
  readonly lists: ListCache;
  /** The limit over all downloads. */
  readonly bucket: TokenBucket;
  /** Whether progress tells of the parts of a file. */
  readonly tellSegments: boolean;
}

/** How a run tells what happens; it never asks back. */
export interface Reporter {
  phase(phase: 'probing' | 'downloading' | 'verifying' | 'finishing'): void;
  resource(resource: ResourceInfo): void;
  progress(progress: Progress): void;
  /** How many connections a host takes gladly. */
  learned(host: string, connections: number): void;
  /** The links to the file, and how each does. */
  sources(sources: readonly SourceState[]): void;
  notice(code: NoticeCode, message: string): void;
}
