/**
 * What files are to be, as people say it in the course of time. A run that goes on heeds it at its end; what failed for its checksum has the bytes
 * that are there compared once more; and a file that is complete is read again.
 */
import type { Check, Checksum, ExpectInput } from '../contract/download.ts';
import { asDownloadError, DownloadError, type Failure } from '../contract/errors.ts';
import { digestsOfFile } from '../engine/run/recorder.ts';
import type { Completion } from '../engine/state.ts';
import type { Engine } from '../engine/types.ts';
import type { Downloads } from './downloads.ts';
import type { Entry } from './entry.ts';
import type { Log } from './log.ts';
import { isPresent } from './presence.ts';
import type { Store } from './store/store.ts';
import type { Verifier } from './verifier.ts';

interface ChecksumsOptions {
  readonly downloads: Downloads;
  readonly engine: Engine;
  readonly store: Store;
  readonly verifier: Verifier;
  readonly log: Log;
}

export class Checksums {
  readonly #downloads: Downloads;
  readonly #engine: Engine;
  readonly #store: Store;
  readonly #verifier: Verifier;
  readonly #log: Log;
  /** Files that are being read. */
  readonly #reading = new Map<Entry, AbortController>();

  constructor({ downloads, engine, store, verifier, log }: ChecksumsOptions) {
    this.#downloads = downloads;
    this.#engine = engine;
    this.#store = store;
    this.#verifier = verifier;
    this.#log = log;
    engine.on((event) => {
      const entry = event.type === 'state' ? downloads.entry(event.id) : null;
      if (!entry) return;
      this.#letGo(entry);
      if (entry.status === 'completed') this.#catchUp(entry);
      // Afterwards: others have yet to hear of the end that it had.
      if (isOutdated(entry)) queueMicrotask(() => downloads.compareAgain(entry.id));
    });
  }

  /** @throws DownloadError NOT_FOUND. */
  expect({ id, checksums, published }: ExpectInput): void {
    const entry = this.#downloads.entry(id);
    if (!entry) throw new DownloadError('NOT_FOUND', 'There is no such download.');
    const { choices, state } = entry.record;
    choices.checksums = checksums.map((checksum) => ({ ...checksum, origin: 'user' }));
    choices.published = published;
    this.#store.saveDownloads([entry.record]);
    if (state.status === 'completed') void this.#compare(entry, state.completion);
    else if (entry.fetchable) {
      const request = this.#downloads.attach(entry);
      this.#engine.demand(id, { checksums: request.checksums, findChecksums: request.findChecksums });
      if (state.status === 'failed' && failedForChecksum(entry, state.failure)) this.#downloads.compareAgain(id);
    }
    this.#downloads.publisher.now([id]);
  }

  close(): void {
    for (const abort of this.#reading.values()) abort.abort();
  }

  /** It is being fetched once more, or has been: nothing that is found out about the file of before holds for it. */
  #letGo(entry: Entry): void {
    this.#reading.get(entry)?.abort();
    entry.comparing = null;
  }

  /** What was said while the run was getting its file the final name came too late for the run. */
  #catchUp(entry: Entry): void {
    const { state, choices } = entry.record;
    if (state.status !== 'completed' || state.completion.skipped) return;
    const { checks } = state.completion;
    const wanted = choices.checksums ?? [];
    const left = wanted.some((checksum) => !checks.some((check) => isAbout(check, checksum)));
    const revoked = checks.some((check) => isUsers(check) && !wanted.some((checksum) => isAbout(check, checksum)));
    if (left || revoked) void this.#compare(entry, state.completion);
  }

  /** Reads a complete file, and compares it with what the user says that it is. What was compared with the server's word before stays. */
  async #compare(entry: Entry, completion: Completion): Promise<void> {
    this.#reading.get(entry)?.abort();
    const abort = new AbortController();
    this.#reading.set(entry, abort);
    const { path, size, sha256 } = completion;
    const wanted = entry.record.choices.checksums ?? [];
    // What is not expected any more, or has yet to be compared, must not stand there as if it had been.
    this.#conclude(entry, completion, []);
    entry.comparing = wanted.length > 0 ? { state: 'reading', done: 0, size } : null;
    this.#tell(entry);
    try {
      if (wanted.length === 0) return;
      const algorithms = [...new Set([...wanted.map(({ algorithm }) => algorithm), 'sha256' as const])];
      for await (const word of this.#verifier.hash({ path, algorithms }, abort.signal)) {
        // It may have been removed.
        if (abort.signal.aborted || !this.#isStill(entry, path)) return;
        if (word.state === 'hashing') entry.comparing = { ...word, state: 'reading' };
        else {
          entry.comparing = null;
          this.#conclude(entry, completion, judge(wanted, word.digests));
          if (sha256 !== null && word.digests.sha256 !== sha256)
            entry.note({ code: 'file_changed', message: `Its SHA-256 was ${sha256}`, at: Date.now() });
        }
        this.#tell(entry);
      }
    } catch (error) {
      const present = await isPresent(path);
      if (abort.signal.aborted) return;
      entry.comparing = { state: 'failed', failure: asDownloadError(error).toFailure() };
      entry.present = present;
      this.#tell(entry);
    } finally {
      if (this.#reading.get(entry) === abort) {
        this.#reading.delete(entry);
        if (entry.comparing?.state === 'reading') entry.comparing = null;
      }
    }
  }

  #isStill(entry: Entry, path: string): boolean {
    return this.#downloads.entry(entry.id) === entry && entry.path === path;
  }

  #conclude(entry: Entry, { checks, ...completion }: Completion, usersChecks: readonly Check[]): void {
    const { record } = entry;
    const concluded = { ...completion, checks: [...usersChecks, ...checks.filter((check) => !isUsers(check))] };
    record.state = { status: 'completed', completion: concluded };
    try {
      this.#store.saveDownloads([record]);
      const report = this.#store.report(record.id);
      if (report) this.#store.saveReport(record.id, { ...report, digests: digestsOfFile(concluded) });
    } catch (error) {
      // A full disk, as a rule: what was found out is shown all the same.
      this.#log('error', 'a comparison could not be stored', { id: record.id, error });
    }
  }

  #tell(entry: Entry): void {
    this.#downloads.publisher.now([entry.id]);
  }
}

/** Whether another checksum may make it right: where there are several sources, each has its own reason, and the download tells of one. */
const failedForChecksum = ({ sources }: Entry, { code }: Failure): boolean =>
  code === 'CHECKSUM' || (sources ?? []).some(({ failure }) => failure?.code === 'CHECKSUM');

/** Whether it failed for something that it is not to be any more: it was said in the moment in which the run ended. */
function isOutdated({ record: { state, choices } }: Entry): boolean {
  if (state.status !== 'failed' || state.failure.code !== 'CHECKSUM' || state.failure.details?.['origin'] !== 'user') return false;
  return !(choices.checksums ?? []).some(({ value }) => value === state.failure.details?.['expected']);
}

const isUsers = ({ origin }: Check): boolean => origin === 'user';

const isAbout = (check: Check, { algorithm, value, origin }: Checksum): boolean =>
  check.origin === origin && check.algorithm === algorithm && check.expected === value;

function judge(wanted: readonly Checksum[], digests: Readonly<Partial<Record<string, string>>>): Check[] {
  return wanted.map(({ algorithm, value, origin }) => {
    const actual = digests[algorithm] ?? '';
    return { algorithm, expected: value, actual, origin, ok: actual === value };
  });
}
