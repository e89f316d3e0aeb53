/** What the engine is asked for: a download's own choices, completed by the settings, by what is set for its servers, and by its category. */
import type { Settings } from '../contract/settings.ts';
import { isRunning } from '../engine/state.ts';
import type { Addition, DownloadRequest, Engine } from '../engine/types.ts';
import type { Categories } from './categories.ts';
import type { Entry } from './entry.ts';
import type { Hosts } from './hosts.ts';
import type { Store } from './store/store.ts';

interface RequestsOptions {
  readonly engine: Engine;
  readonly store: Pick<Store, 'hostConnections'>;
  readonly hosts: Hosts;
  readonly categories: Categories;
  readonly settings: () => Settings;
}

export class Requests {
  readonly #options: RequestsOptions;

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  /** The request as it would be made now. */
  of(entry: Entry): DownloadRequest {
    const { store, hosts, categories, settings } = this.#options;
    return entry.request({
      settings: settings(),
      host: hosts.find(entry.record.url),
      knownConnections: store.hostConnections(hostOf(entry.record.url)),
      mirror: (link) => ({ credentials: hosts.find(link)?.credentials ?? null, knownConnections: store.hostConnections(hostOf(link)) }),
      placement: categories.placement(entry.record),
    });
  }

  /** Makes downloads known to the engine that it does not know yet, all at once. */
  introduce(entries: readonly Entry[]): void {
    this.#options.engine.addAll(entries.map((entry) => this.#addition(entry, this.of(entry))));
  }

  /** Makes sure that the engine knows a download, with what was chosen for it last. @returns what it asks for from now on. */
  attach(entry: Entry): DownloadRequest {
    const { engine } = this.#options;
    const request = this.of(entry);
    if (entry.attached) engine.amend(entry.id, request);
    else engine.addAll([this.#addition(entry, request)]);
    return request;
  }

  /** Tells the engine, where it knows the download, what is asked for from now on. */
  amend(entry: Entry): void {
    if (entry.attached) this.attach(entry);
  }

  /** Ends a run as it was asked for before and starts another. What only waits is not paused for it: that would end its being started now. */
  beginAnew({ id, status }: Entry): void {
    const { engine } = this.#options;
    if (isRunning(status)) engine.pause(id);
    engine.resume(id);
  }

  #addition(entry: Entry, request: DownloadRequest): Addition {
    entry.attached = true;
    return { request, state: entry.record.state, standing: entry.standing };
  }
}

/** What is learned of a server is kept under the host that the link names: the next download begins there as well. */
const hostOf = (link: string): string => URL.parse(link)?.host ?? '';
