/** Takes in what the engine tells of downloads: notes it in their entries, stores it, and has it published. */
import { isSettled } from '../engine/state.ts';
import type { Engine, EngineEvent } from '../engine/types.ts';
import type { Categories } from './categories.ts';
import type { Entry } from './entry.ts';
import type { Log } from './log.ts';
import type { Publisher } from './publisher/publisher.ts';
import { publicReport } from './report.ts';
import type { Requests } from './requests.ts';
import type { DownloadRecord } from './store/record.ts';
import type { Store } from './store/store.ts';

interface BookkeepingOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly categories: Categories;
  readonly publisher: Publisher;
  readonly requests: Requests;
  /** The list. */
  readonly entries: Map<string, Entry>;
  /** Out of the list, and not yet gone: one that was getting its name just then still completes. */
  readonly leaving: ReadonlyMap<string, Entry>;
  /** The program's, for reports. */
  readonly version: string;
  readonly log: Log;
}

export class Bookkeeping {
  readonly #options: BookkeepingOptions;

  constructor(options: BookkeepingOptions) {
    this.#options = options;
    options.engine.on((event) => this.#heard(event));
  }

  #heard(event: EngineEvent): void {
    const { engine, store, categories, publisher, requests, entries, leaving, version } = this.#options;
    const entry = entries.get(event.id);
    if (!entry) {
      // It was removed a moment ago, and this was on its way.
      const removed = leaving.get(event.id);
      if (removed && event.type === 'state') removed.record.state = event.state;
      return;
    }
    const { record } = entry;
    switch (event.type) {
      case 'state':
        record.state = event.state;
        if (isSettled(entry.status)) forgetWishes(record);
        if (event.state.status === 'completed') {
          entry.present = true;
          // They were for this one fetch, and can be large.
          delete record.choices.pieces;
        }
        // What could not be stored is told of again after the next start.
        if (this.keep(record) && event.state.status === 'completed') engine.acknowledge(entry.id, event.state.completion.path);
        return publisher.now([entry.id]);
      case 'learned':
        return void this.#try('what was learned of a server', record, () => store.saveHostConnections(event.host, event.connections));
      case 'sources':
        entry.sources = event.sources;
        return publisher.soon(entry.id);
      case 'resource':
        categories.settle(record, event.resource);
        record.resource = event.resource;
        this.keep(record);
        // From here on the place is settled; the next run must look for the file there.
        requests.attach(entry);
        return publisher.now([entry.id]);
      case 'progress':
        entry.progress = event.progress;
        record.received = event.progress.received;
        return publisher.soon(entry.id);
      case 'notice':
        entry.note(event.notice);
        return publisher.soon(entry.id);
      case 'report':
        return void this.#try('a report', record, () => store.saveReport(entry.id, publicReport(event.report, version)));
      case 'removed':
        entries.delete(entry.id);
        store.removeDownloads([entry.id]);
        return publisher.now([entry.id]);
    }
  }

  /** @returns whether the record is stored: durably, once the download has come to rest. */
  keep(record: DownloadRecord): boolean {
    const { store } = this.#options;
    return this.#try('a change of a download', record, () => {
      if (isSettled(record.state.status)) store.saveDownloads([record]);
      else store.noteDownload(record);
    });
  }

  /** @returns whether `write` did not throw. What the engine tells of must not end the program for want of room. */
  #try(what: string, { id, state }: DownloadRecord, write: () => void): boolean {
    try {
      write();
      return true;
    } catch (error) {
      // A full disk, as a rule. The download itself goes on, and its journal knows what this did not get written.
      this.#options.log('error', `${what} could not be stored`, { id, status: state.status, error });
      return false;
    }
  }
}

/** What was wanted until the download came to rest: to be started now, or only to be compared. */
export function forgetWishes(record: DownloadRecord): void {
  record.startNow = false;
  delete record.choices.onlyCompare;
}
