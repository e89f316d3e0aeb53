/** What goes into the engine and what comes out of it. Ranges are half-open; sizes are bytes, times milliseconds. */
import type { CategoryRules } from '../contract/category-rules.ts';
import type { Checksum, ConflictPolicy, Connections, Pieces, Segment, SourceState } from '../contract/download.ts';
import type { Failure } from '../contract/errors.ts';
import type { Notice } from '../contract/notices.ts';
import type { IntegrityReport } from '../contract/report.ts';
import type { DownloadState } from './state.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/**
 * Which unfinished download may be gone on with: one of the same `link`; this `download`'s own, from whatever link it was begun; or
 * whatever has the `name`. What was begun from another link must first prove to be the same file.
 */
export type PartialChoice = 'link' | 'download' | 'name';

/** Where a file goes by what it turns out to be. Folders are absolute. */
export interface Placement {
  /** In the order in which they are tried. */
  readonly categories: readonly (CategoryRules & { readonly folder: string })[];
  /** Where what fits none of them goes. */
  readonly usual: string;
}

/** Another link to the same file. */
export interface Mirror {
  readonly url: string;
  /** For its own server; those of the first link go to no other. */
  readonly credentials?: Credentials | null;
  /** How many connections served its host best before; null when it is new. */
  readonly knownConnections?: number | null;
}

/** Everything needed to fetch one file. It is plain data, so that it can cross into the transfer thread. */
export interface DownloadRequest {
  readonly id: string;
  readonly url: string;
  /** Where else the file can be had, the best first. */
  readonly mirrors?: readonly Mirror[];
  /** Bytes that the file must have; null or left out when nobody has said. */
  readonly size?: number | null;
  /** What is known of the file's parts beforehand. */
  readonly pieces?: Pieces | null;
  /** Absolute. Created when missing. */
  readonly folder: string;
  /** Instead of the folder, for a file that has no place yet: decided when the server has said what it is. */
  readonly placement?: Placement | null;
  /** The user's choice; null takes the name from the server or the link. */
  readonly name: string | null;
  readonly connections: Connections;
  /** How many served this host best before, where `auto` begins; null when it is new. */
  readonly knownConnections: number | null;
  readonly minSplitSize: number;
  readonly connectTimeout: number;
  /** No byte for so long means that a connection has stalled. */
  readonly idleTimeout: number;
  /** Tries in a row without progress. */
  readonly retries: number;
  /** The first delay between tries; it grows from there. */
  readonly retryWait: number;
  readonly checksums: readonly Checksum[];
  /** Where to look for checksums that the user did not give: nowhere, in the answer's own headers, or also beside the file. */
  readonly findChecksums: 'off' | 'headers' | 'everywhere';
  readonly headers: readonly (readonly [string, string])[];
  readonly userAgent: string | null;
  readonly referer: string | null;
  readonly cookie: string | null;
  readonly credentials: Credentials | null;
  readonly onConflict: ConflictPolicy;
  /** Compute SHA-256 even when nothing is there to compare it with. */
  readonly sha256: boolean;
  /** False throws an earlier partial away. */
  readonly resume: boolean;
  readonly partialOf: PartialChoice;
  /** Bytes a second for this download; 0 is no limit. */
  readonly limitRate: number;
  /** PEM texts trusted besides the system's roots. */
  readonly caCertificates: readonly string[];
  readonly insecure: boolean;
  /** No address of the user's own computer or network is asked, by whatever name or redirect: the link is not the user's own word. */
  readonly publicOnly?: boolean;
  /** Where every byte is here and the checksum is wrong, the run ends with that instead of fetching the file a second time. */
  readonly onlyCompare?: boolean;
}

/** What a file is to be. */
export type Demands = Pick<DownloadRequest, 'checksums' | 'findChecksums'>;

export type Priority = 'high' | 'normal' | 'low';

/** Where a download stands among the others. It decides when it runs and how fast, never what it fetches. */
export interface Standing {
  /** Whose limits hold for it besides the overall ones; null for nobody's. */
  readonly group: string | null;
  /** Whose turn it is inside the group; among equals, the order of the queue decides. */
  readonly priority: Priority;
  /** Starts at once, whatever its group's hours and all numbers say. It ends with being paused, completed or failed. */
  readonly now: boolean;
}

/** What holds for the downloads of one group together. A group that is not described has no limits. */
export interface GroupLimits {
  readonly id: string;
  /** Whether its downloads may run. Those that do go back to the queue when it closes, and on by themselves when it opens. */
  readonly open: boolean;
  /** Downloads that run at the same time; 0 is no limit. */
  readonly maxActive: number;
  /** Bytes a second; 0 is no limit. */
  readonly limitRate: number;
}

/** What the server's answer taught about the file. */
export interface ResourceInfo {
  readonly name: string;
  /** Where the file will be when it is complete. */
  readonly path: string;
  /** Null when the server does not say. */
  readonly size: number | null;
  /** Whether ranges work, so that a pause loses nothing and several connections help. */
  readonly resumable: boolean;
  /** After redirects, without credentials. */
  readonly finalUrl: string;
  readonly validator: string | null;
  readonly contentType: string | null;
}

/** What of a request a run heeds while it goes on. */
export type Adjustment = Pick<DownloadRequest, 'limitRate' | 'connections'>;

export interface Progress {
  readonly received: number;
  readonly size: number | null;
  /** Bytes a second, smoothed. */
  readonly speed: number;
  readonly connections: number;
  /** Tiles the file from its first byte to its last, in order; their `received` add up to the download's. Empty where nobody wants them. */
  readonly segments: readonly Segment[];
  /** The hosts that segments name by their place here. */
  readonly hosts: readonly string[];
}

/** What the runs of a download have to tell of it so far. Its addresses hold no credentials, but their queries may hold secrets. */
export type RunReport = Omit<IntegrityReport, 'format' | 'program'>;

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly type: 'resource'; readonly id: string; readonly resource: ResourceInfo }
  | { readonly type: 'progress'; readonly id: string; readonly progress: Progress }
  | { readonly type: 'notice'; readonly id: string; readonly notice: Notice }
  /** Whenever a run has ended, before the state that it led to. */
  | { readonly type: 'report'; readonly id: string; readonly report: RunReport }
  /** How many connections a host takes gladly; worth remembering for its next download. */
  | { readonly type: 'learned'; readonly id: string; readonly host: string; readonly connections: number }
  /** The links to the file, and how each does. Not told of where there is only one. */
  | { readonly type: 'sources'; readonly id: string; readonly sources: readonly SourceState[] };

export type EngineEvent =
  | RunEvent
  | { readonly type: 'state'; readonly id: string; readonly state: DownloadState }
  | { readonly type: 'removed'; readonly id: string };

export interface EngineLimits {
  /** Downloads that run at the same time. */
  readonly maxActive: number;
  /** Connections to one host over all downloads. */
  readonly maxPerHost: number;
  /** Bytes a second over all downloads; 0 is no limit. */
  readonly limitRate: number;
  readonly groups?: readonly GroupLimits[];
  /** Hosts, by patterns, that take another number of connections; the first that means a host counts. */
  readonly hostLimits?: readonly { readonly host: string; readonly most: number }[];
}

/** What a link leads to, as a look at it tells. */
export interface Sight {
  readonly name: string;
  /** Null when the server does not say. */
  readonly size: number | null;
  readonly resumable: boolean;
  /** After redirects, without credentials. */
  readonly finalUrl: string;
  readonly contentType: string | null;
}

/** What a link to a list of links leads to. */
export interface LinkText {
  readonly name: string;
  /** Null when it is larger than any list. */
  readonly text: string | null;
}

export interface DestinationQuestion {
  readonly request: DownloadRequest;
  /** What the file will be called, as far as is known. */
  readonly name: string;
  /** What the server calls its kind; null when it has not been asked. */
  readonly contentType: string | null;
  /** Whether an unfinished download of the same link that nobody owns may be gone on with. */
  readonly adopt: boolean;
}

/** What a download would meet where it is to go. */
export interface Destination {
  readonly folder: string;
  /** Bytes; null where the file system does not say. */
  readonly free: number | null;
  /** Why nothing can be written there; null when something can. */
  readonly problem: Failure | null;
  /** What has the file's name already. Its size is null when it is no file. */
  readonly there: { readonly name: string; readonly size: number | null } | null;
  /** An unfinished download of the same link that would be gone on with. */
  readonly begun: { readonly name: string; readonly received: number; readonly size: number | null } | null;
}

/** A download in the state it was left in. */
export interface Addition {
  readonly request: DownloadRequest;
  readonly state: DownloadState;
  readonly standing?: Standing;
}

/** What the engine's users hold; `engine/index.ts` makes one. */
export interface Engine {
  /** Adds a download in the state it was left in; `queued` starts it when its turn comes. Without a standing it is under the overall limits alone. */
  add(request: DownloadRequest, state: DownloadState, standing?: Standing): void;
  /** Adds several before the first of them starts: it must not go on with what a later one of the same link has begun. */
  addAll(additions: readonly Addition[]): void;
  /** Changes where a download stands; limits follow at once, also for one that runs. */
  setStanding(id: string, changes: Partial<Standing>): void;
  /** Replaces what a download was asked to do: its speed limit and its connections at once, everything else when it next starts. */
  amend(id: string, changes: Partial<Omit<DownloadRequest, 'id'>>): void;
  /** What the file is to be from now on; a run that goes on heeds it at its end. */
  demand(id: string, demands: Demands): void;
  /** As `resume`, to compare what is here with what it is to be: only what is missing is fetched, and what is wrong stays. */
  compareAgain(id: string): void;
  pause(id: string): void;
  /** From paused, failed, waiting or completed: back in the queue. Nothing happens when it already runs or is queued. */
  resume(id: string): void;
  /**
   * The completion of a download has been noted for good, and what would tell of it again after a crash may go. Until then the next run of the same
   * download ends at once with the same completion. To be called for every completion. @param path where its file is.
   */
  acknowledge(id: string, path: string): void;
  /** Stops it, deletes its partial (and the finished file, when asked) and forgets it. Resolves when nothing is left of it. */
  remove(id: string, options: { readonly deleteFiles: boolean }): Promise<void>;
  /** The order in which queued downloads start. Ids left out keep their place behind those named. */
  reorder(ids: readonly string[]): void;
  configure(limits: Partial<EngineLimits>): void;
  /** Looks at what a link leads to, with few bytes and for a bounded time. @throws DownloadError; after `signal` aborts, its reason. */
  peek(request: DownloadRequest, signal: AbortSignal): Promise<Sight>;
  /** Reads the small text that a link leads to, for a bounded time. @throws DownloadError; after `signal` aborts, its reason. */
  readList(request: DownloadRequest, signal: AbortSignal): Promise<LinkText>;
  /** Looks at where downloads would go, in the same order. Nothing is changed there. */
  survey(questions: readonly Omit<DestinationQuestion, 'adopt'>[]): Promise<Destination[]>;
  on(listener: (event: EngineEvent) => void): () => void;
  /** Checkpoints and stops everything that runs; the states at that time are not changed, so that a restart can go on. */
  close(): Promise<void>;
}

/**
 * Says which proxies lead to an address, to be tried in this order: each the URL of an http, https, socks4 or socks5 proxy, with its
 * credentials, or `direct` for none.
 */
export type ProxyResolver = (url: string) => Promise<readonly string[]>;

/** A thread keeps the caller's event loop free for a window; `inline` saves it where there is none. */
type RunMode =
  | { readonly run: 'thread' }
  /** Without segments, progress has none of them: nobody looks at them, and to tell them often costs more than the rest of a slow download. */
  | { readonly run: 'inline'; readonly tellSegments?: boolean };

export type EngineOptions = EngineLimits &
  RunMode & {
    /** Asked for every request; left out, the environment is heeded (http_proxy, https_proxy, all_proxy, no_proxy). */
    readonly proxies?: ProxyResolver;
  };
