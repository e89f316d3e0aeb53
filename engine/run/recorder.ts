/**
 * Gathers what the integrity report tells, at the places where things happen: once for each answer, fetch and failure, never for a
 * buffer. One recorder belongs to one download, over all its runs in this process.
 */
import type { Check, Segment } from '../../contract/download.ts';
import type { DownloadError } from '../../contract/errors.ts';
import type { Proof, ReportDigest, ReportSource } from '../../contract/report.ts';
import type { Validators } from '../disk/journal.ts';
import type { Extent } from '../extents.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Claim } from '../segments.ts';
import type { Completion } from '../state.ts';
import type { ResourceInfo, RunReport } from '../types.ts';
import type { Unread } from '../verify/sidecars.ts';
import { ChecksumError } from './expectations.ts';
import type { Outcome } from './memory.ts';
import { attribute, Provenance, type Sender } from './provenance.ts';
import type { Source } from './sources.ts';

/** A download that retries for days would otherwise fill the memory with saying so. */
const mostEvents = 1000;
/** A report of more segments than this is of no more use, and no small thing to keep. */
const mostSegments = 4096;
/** Stretches of different senders that are told of while the file comes: of more, nobody could tell one from the next. */
const mostStretches = 512;

type ListedSource = Pick<Source, 'key' | 'url' | 'trouble'>;

/** One fetch has ended: which bytes it brought first, and how many bytes came in all. */
export type FetchEnded = (claim: Claim, brought: readonly Extent[], received: number) => void;

export class Recorder {
  readonly #wallTime: () => number;
  readonly #startedAt: number;
  readonly #provenance = new Provenance();
  readonly #senders: Sender[] = [];
  readonly #links: string[] = [];
  readonly #sameness: RunReport['sameness'] = [];
  readonly #restarts: RunReport['restarts'] = [];
  readonly #repairs: RunReport['repairs'] = [];
  #retries: RunReport['retries'] = [];
  #unread: RunReport['unread'] = [];
  #redirects: string[] = [];
  #finalUrl: string | null = null;
  #resource: ResourceInfo | null = null;
  #validators: RunReport['validators'] = { etag: null, lastModified: null };
  #connections = 0;
  #refetched = 0;
  /** What ended the last run; with another run it becomes a retry. */
  #failure: { readonly at: number; readonly error: DownloadError } | null = null;

  constructor(wallTime: () => number) {
    this.#wallTime = wallTime;
    this.#startedAt = wallTime();
  }

  /** A run begins. @param link without credentials. */
  begin(link: string): void {
    if (this.#failure) this.#note('download', this.#failure.error, this.#failure.at);
    this.#failure = null;
    if (this.#links.at(-1) === link) return;
    this.#links.push(link);
    this.#redirects = [];
    this.#finalUrl = null;
  }

  /** A server has described the file; `answer` is null when none was asked. */
  described(resource: ResourceInfo, { etag, lastModified }: Validators, answer: Exchange | null): void {
    this.#resource = resource;
    this.#validators = { etag, lastModified };
    if (!answer) return;
    this.#redirects = [...answer.redirects];
    this.#finalUrl = answer.url.href;
  }

  /** These bytes are in the file as a transfer begins. */
  standing(extents: readonly Extent[]): void {
    this.#provenance.keep(extents);
  }

  /**
   * @param source the host that proved it; null when none was asked.
   * @param compared bytes that were fetched again for nothing else.
   */
  proven(proof: Proof, source: string | null, compared = 0): void {
    this.#refetched += compared;
    const last = this.#sameness.at(-1);
    if (last?.proof === proof && last.source === source) return;
    this.#sameness.push({ at: this.#wallTime(), proof, source });
    if (this.#sameness.length > mostEvents) this.#sameness.shift();
  }

  /** @param key of the source. @param host that answers for it, after redirects. */
  sender(key: string, host: string): Sender {
    const known = this.#senders.find((sender) => sender.key === key && sender.host === host);
    if (known) return known;
    const sender = { index: this.#senders.length, key, host };
    this.#senders.push(sender);
    return sender;
  }

  /** The hosts that segments name by their place here. */
  get hosts(): readonly string[] {
    return this.#senders.map(({ host }) => host);
  }

  /** Says of what is here who sent it. */
  attribute(segments: readonly Segment[]): readonly Segment[] {
    const { stretches } = this.#provenance;
    return stretches.length > mostStretches ? segments : attribute(segments, stretches);
  }

  /** The keys of the sources that bytes came from; null among them where that is not known. */
  sendersOf([start, end]: Extent): ReadonlySet<string | null> {
    return new Set(this.#provenance.sendersOf(start, end).map((sender) => sender?.key ?? null));
  }

  /** A connection is opened. @returns what to call whenever a fetch over it has ended. */
  connect(sender: Sender): FetchEnded {
    const connection = ++this.#connections;
    return (claim, brought, received) => {
      const tries = claim.tries + 1;
      const fresh = brought.reduce((sum, [start, end]) => sum + end - start - this.#provenance.known(start, end), 0);
      const again = received - fresh;
      this.#refetched += again;
      for (const [index, [start, end]] of brought.entries()) {
        this.#provenance.lay({ start, end, sender, connection, tries, refetched: index === 0 ? again : 0 });
      }
    };
  }

  /** Checksums have been looked for beside the file. What an earlier search could not read does not count any more. */
  searched(unread: readonly Unread[]): void {
    const at = this.#wallTime();
    this.#unread = unread.map(({ name, problem: { code, message } }) => ({ at, name, code, message }));
  }

  /** Something went wrong, and is tried again. */
  retried(of: 'connection' | 'download', error: DownloadError): void {
    this.#note(of, error, this.#wallTime());
  }

  #note(of: 'connection' | 'download', { code, message }: DownloadError, at: number): void {
    this.#retries.push({ at, of, code, message });
    if (this.#retries.length > mostEvents) this.#retries = this.#retries.slice(-mostEvents);
  }

  /** All that was fetched is thrown away. */
  restarted(reason: string): void {
    this.#restarts.push({ at: this.#wallTime(), reason, dropped: this.#provenance.total });
    this.#provenance.keep([]);
  }

  /** Bytes were wrong. @param source the host that had sent others the first time; null when it was the disk that changed them. */
  repaired([start, end]: Extent, source: string | null): void {
    this.#repairs.push({ at: this.#wallTime(), start, end, source });
    if (this.#repairs.length > mostEvents) this.#repairs.shift();
  }

  /** What each source has brought of what is in the file. */
  #brought(sources: readonly ListedSource[]): ReportSource[] {
    const bytes = new Map<string | undefined, number>();
    for (const { start, end, sender } of this.#provenance.stretches) bytes.set(sender?.key, (bytes.get(sender?.key) ?? 0) + end - start);
    return sources.map(({ key, url, trouble }) => ({
      link: url,
      hosts: [...new Set(this.#senders.filter((sender) => sender.key === key).map(({ host }) => host))],
      bytes: bytes.get(key) ?? 0,
      failure: trouble?.error.toFailure() ?? null,
    }));
  }

  /** The report as of now, at the end of a run. @param sources of the download. */
  report(outcome: Outcome, sources: readonly ListedSource[]): RunReport {
    const completion = outcome.kind === 'completed' ? outcome.completion : null;
    const error = outcome.kind === 'failed' ? outcome.error : null;
    if (error) this.#failure = { at: this.#wallTime(), error };
    return {
      outcome: outcome.kind,
      failure: error?.toFailure() ?? null,
      path: completion?.path ?? this.#resource?.path ?? null,
      size: completion?.size ?? this.#resource?.size ?? null,
      link: this.#links.at(-1) ?? null,
      earlierLinks: this.#links.slice(0, -1),
      redirects: [...this.#redirects],
      finalUrl: this.#finalUrl,
      validators: this.#validators,
      sameness: [...this.#sameness],
      sources: this.#brought(sources),
      segments: this.#provenance.list(mostSegments),
      connections: this.#connections,
      refetched: this.#refetched,
      retries: [...this.#retries],
      restarts: [...this.#restarts],
      repairs: [...this.#repairs],
      unread: this.#unread,
      digests: digestsOf(outcome),
      startedAt: this.#startedAt,
      finishedAt: completion?.finishedAt ?? this.#wallTime(),
    };
  }
}

function digestsOf(outcome: Outcome): ReportDigest[] {
  if (outcome.kind === 'completed') return digestsOfFile(outcome.completion);
  return outcome.kind === 'failed' && outcome.error instanceof ChecksumError ? outcome.error.checks.map(compared) : [];
}

/** The digests that were compared, and SHA-256 where it was only computed. */
export function digestsOfFile({ sha256, checks }: Pick<Completion, 'sha256' | 'checks'>): ReportDigest[] {
  const digests = checks.map(compared);
  if (sha256 !== null && !checks.some(({ algorithm }) => algorithm === 'sha256')) {
    digests.push({ algorithm: 'sha256', value: sha256, expected: null, origin: null, outcome: 'computed' });
  }
  return digests;
}

const compared = ({ algorithm, actual, expected, origin, ok }: Check): ReportDigest => ({
  algorithm,
  value: actual,
  expected,
  origin,
  outcome: ok ? 'matches' : 'differs',
});
