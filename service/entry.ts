/** One download in memory: what is stored of it, what the engine last told of it, and how both look from outside. */
import type { DownloadDetail, DownloadRow, Segment, SourceState } from '../contract/download.ts';
import { encodeMap } from '../contract/map.ts';
import type { Notice } from '../contract/notices.ts';
import type { Settings } from '../contract/settings.ts';
import { looksLocal } from '../engine/http/local-network.ts';
import { nameFromUrl, safeName } from '../engine/naming/index.ts';
import { isRunning } from '../engine/state.ts';
import type { DownloadRequest, Mirror, Placement, Progress, Standing } from '../engine/types.ts';
import type { HostChoices } from './hosts.ts';
import { readLink, type Link } from './link.ts';
import type { DownloadRecord } from './store/record.ts';
import { condense } from './tiles.ts';

/** A download that retries for days would otherwise fill the memory with saying so. */
const keptNotices = 200;

/** The settings that a request is made of. */
export const requestSettings = [
  'folder',
  'connections',
  'minSplitSize',
  'connectTimeout',
  'idleTimeout',
  'retries',
  'retryWait',
  'findChecksums',
  'userAgent',
  'onConflict',
] as const satisfies readonly (keyof Settings)[];

/** What a request is made of besides the download's own choices. */
interface RequestFacts {
  readonly settings: Pick<Settings, (typeof requestSettings)[number]>;
  /** What the user has set for the link's host; null when nothing. */
  readonly host: HostChoices | null;
  readonly knownConnections: number | null;
  /** What the user has set for the hosts of mirrors, and what was learned of them, by their links. */
  readonly mirror: (link: string) => Pick<Mirror, 'credentials' | 'knownConnections'>;
  readonly placement: Placement | null;
}

export class Entry {
  record: DownloadRecord;
  progress: Progress | null = null;
  notices: readonly Notice[] = [];
  /** As the engine last told of them; null while it has not. */
  sources: readonly SourceState[] | null = null;
  /** Whether a completed file still was in its place when last looked at. */
  present = true;
  /** Whether the engine has been told of it: finished downloads are not, until someone wants something of them. */
  attached = false;
  /** How far a completed file is compared with what has been expected of it since. */
  comparing: DownloadDetail['comparing'] = null;
  #proposedName: string | null = null;

  constructor(record: DownloadRecord) {
    this.record = record;
  }

  get id(): string {
    return this.record.id;
  }

  get status(): DownloadRow['status'] {
    return this.record.state.status;
  }

  /** False when there is nothing that could ever be asked for. */
  get fetchable(): boolean {
    return readLink(this.record.url).failure === null;
  }

  /** Shown until the server has named the file. */
  get proposedName(): string {
    return (this.#proposedName ??= proposeName(this.record));
  }

  get size(): number | null {
    const { state, resource } = this.record;
    return state.status === 'completed' ? state.completion.size : (this.progress?.size ?? resource?.size ?? null);
  }

  /** Bytes a second; 0 while it does not run. */
  get speed(): number {
    return isRunning(this.status) ? (this.progress?.speed ?? 0) : 0;
  }

  /** Where the completed file is; null before that. */
  get path(): string | null {
    const { state } = this.record;
    return state.status === 'completed' ? state.completion.path : null;
  }

  /** Takes another link. What is a secret between the user and one server is not told to another. */
  relink({ url, credentials }: Link): void {
    const sameServer = URL.parse(url)?.origin === URL.parse(this.record.url)?.origin;
    const { logins } = this.record.secrets;
    const kept = sameServer ? this.record.secrets : { ...(logins && { logins }) };
    // It may be one of the mirrors by now, whose own login it then keeps.
    const login = credentials ?? logins?.[url];
    this.sources = null;
    const { handedOver, ...choices } = this.record.choices;
    // The user vouches for this link, and not for mirrors that a page has named.
    const proposed = handedOver === true && choices.mirrors !== undefined;
    this.record = {
      ...this.record,
      url,
      choices: { ...choices, ...(proposed && { handedOver }) },
      secrets: login ? { ...kept, credentials: login } : kept,
    };
    this.#proposedName = null;
  }

  note(notice: Notice): void {
    this.notices = [...this.notices, notice].slice(-keptNotices);
  }

  row(): DownloadRow {
    const { id, url, folder, state, resource, choices, addedAt, queue, priority, startNow, position, received } = this.record;
    const completion = state.status === 'completed' ? state.completion : null;
    return {
      id,
      url,
      name: resource?.name ?? this.proposedName,
      folder,
      category: choices.placing?.category ?? null,
      status: state.status,
      size: this.size,
      received: completion?.size ?? received,
      speed: this.speed,
      connections: isRunning(state.status) ? (this.progress?.connections ?? 0) : 0,
      limitRate: choices.limitRate ?? 0,
      resumable: resource?.resumable ?? null,
      addedAt,
      finishedAt: completion?.finishedAt ?? null,
      queue,
      priority,
      startNow,
      position,
      error: state.status === 'failed' ? state.failure : state.status === 'waiting' ? state.cause : null,
      retryAt: state.status === 'waiting' ? state.until : null,
      sha256: completion?.sha256 ?? null,
      checks: (completion?.checks ?? noChecks) as DownloadRow['checks'],
      present: this.present,
      map: completion || !this.progress ? null : encodeMap(this.#segments(), this.size),
    };
  }

  /** Where it stands among the others. */
  get standing(): Standing {
    const { queue, priority, startNow } = this.record;
    return { group: queue, priority, now: startNow };
  }

  detail(): DownloadDetail {
    const { id, resource, choices } = this.record;
    return {
      id,
      segments: [...condense(this.#segments(), this.size)],
      hosts: [...(this.progress?.hosts ?? [])],
      sources: this.#sources(),
      notices: [...this.notices],
      finalUrl: resource?.finalUrl ?? null,
      validator: resource?.validator ?? null,
      contentType: resource?.contentType ?? null,
      expected: choices.checksums ?? [],
      published: choices.published ?? true,
      comparing: this.comparing,
    };
  }

  /** What the engine is asked for: the user's choices, and the settings where there are none. */
  request({ settings, host, knownConnections, mirror, placement }: RequestFacts): DownloadRequest {
    const { id, url, folder, choices, secrets } = this.record;
    return {
      id,
      url,
      mirrors: (choices.mirrors ?? []).map((link) => {
        const known = mirror(link);
        return { url: link, ...known, credentials: secrets.logins?.[link] ?? known.credentials ?? null };
      }),
      size: choices.size ?? null,
      pieces: choices.pieces ?? null,
      folder,
      placement,
      name: choices.name ?? null,
      connections: choices.connections ?? host?.rules.connections ?? settings.connections,
      knownConnections,
      minSplitSize: choices.minSplitSize ?? settings.minSplitSize,
      connectTimeout: settings.connectTimeout,
      idleTimeout: settings.idleTimeout,
      retries: settings.retries,
      retryWait: settings.retryWait,
      checksums: choices.checksums ?? [],
      findChecksums: choices.published === false ? 'off' : settings.findChecksums ? 'everywhere' : 'headers',
      headers: secrets.headers ?? [],
      userAgent: choices.userAgent ?? (host?.rules.userAgent || settings.userAgent || null),
      referer: choices.referer ?? null,
      cookie: secrets.cookie ?? null,
      credentials: secrets.credentials ?? host?.credentials ?? null,
      onConflict: choices.onConflict ?? settings.onConflict,
      sha256: true,
      resume: true,
      partialOf: 'download',
      limitRate: choices.limitRate ?? host?.rules.limitRate ?? 0,
      caCertificates: [],
      insecure: false,
      publicOnly: choices.handedOver === true && hidesItsPlace([url, ...(choices.mirrors ?? [])]),
      ...(choices.onlyCompare && { onlyCompare: true }),
    };
  }

  /** None is in use while nothing is asked of any. */
  #sources(): SourceState[] {
    const { url, choices, state } = this.record;
    const links = new Set([url, ...(choices.mirrors ?? [])]);
    const told = this.sources ?? Array.from(links, (link) => ({ link, status: 'waiting' as const, failure: null }));
    if (isRunning(state.status) || state.status === 'completed') return [...told];
    return told.map((source) => (source.status === 'in_use' ? { ...source, status: 'waiting' } : source));
  }

  #segments(): readonly Segment[] {
    const { state } = this.record;
    const told = this.progress?.segments;
    if (isRunning(state.status)) return told ?? [];
    if (state.status !== 'completed') return told?.map(atRest) ?? [];
    const { size } = state.completion;
    return told ?? [{ start: 0, end: size, received: size, speed: 0, state: 'done', tries: 0 }];
  }
}

/** Whoever sees a link to the own network and chooses it means it; of any other, nobody can see where it leads. */
const hidesItsPlace = (links: readonly string[]): boolean => !links.every((link) => looksLocal(URL.parse(link)?.hostname ?? ''));

/** The last that a run told was told while it ran: what was being fetched then is not any more. */
const atRest = (segment: Segment): Segment => (segment.state === 'active' ? { ...segment, speed: 0, state: 'missing' } : segment);

/** One array for all, so that a row without checks never looks changed. */
const noChecks: DownloadRow['checks'] = [];

function proposeName({ url, choices }: DownloadRecord): string {
  return safeName(choices.name ?? nameFromUrl(url) ?? URL.parse(url)?.hostname ?? url);
}
