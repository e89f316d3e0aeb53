/** Looks at links and at where they would go, for somebody who is still deciding. Few at a time, and fewer of one server. */
import pLimit, { type LimitFunction } from 'p-limit';
import type { AddInput } from '../contract/download.ts';
import type { DestinationInput, LinkDestination, LinkSight, LinkText } from '../contract/links.ts';
import { nameFromUrl, safeName } from '../engine/naming/index.ts';
import type { DownloadRequest, Engine } from '../engine/types.ts';

const together = { all: 8, ofOneServer: 3 };

export class Previews {
  readonly #engine: Engine;
  readonly #requestFor: (item: AddInput) => DownloadRequest;
  readonly #limit = pLimit(together.all);
  readonly #ofServer = new Map<string, LimitFunction>();

  /** @param requestFor what would be asked for; throws what makes a link none. */
  constructor(engine: Engine, requestFor: (item: AddInput) => DownloadRequest) {
    this.#engine = engine;
    this.#requestFor = requestFor;
  }

  /** @throws DownloadError; after `signal` aborts, its reason. */
  peek(item: AddInput, signal: AbortSignal): Promise<LinkSight> {
    return this.#inTurn(item, signal, (request) => this.#engine.peek(request, signal));
  }

  /** @throws DownloadError; after `signal` aborts, its reason. */
  readList(item: AddInput, signal: AbortSignal): Promise<LinkText> {
    return this.#inTurn(item, signal, (request) => this.#engine.readList(request, signal));
  }

  async #inTurn<Found>(item: AddInput, signal: AbortSignal, ask: (request: DownloadRequest) => Promise<Found>): Promise<Found> {
    const request = this.#requestFor(item);
    const host = new URL(request.url).host;
    const limit = this.#ofServer.get(host) ?? pLimit(together.ofOneServer);
    this.#ofServer.set(host, limit);
    try {
      return await limit(() =>
        this.#limit(() => {
          // It may have waited for its turn longer than anybody waited for it.
          signal.throwIfAborted();
          return ask(request);
        }),
      );
    } finally {
      // What has just been settled still counts as active.
      if (limit.activeCount <= 1 && limit.pendingCount === 0) this.#ofServer.delete(host);
    }
  }

  /** In the order of the questions. @throws DownloadError for what is no link. */
  async survey(questions: readonly DestinationInput[]): Promise<LinkDestination[]> {
    return await this.#engine.survey(
      questions.map(({ item, name, contentType = null }) => {
        const request = this.#requestFor(item);
        return { request, name: safeName(name ?? request.name ?? nameFromUrl(request.url) ?? ''), contentType };
      }),
    );
  }
}
