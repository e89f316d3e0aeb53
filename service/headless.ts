/**
 * The service for a command that fetches a few files and forgets them: no list, no settings, no ports. It loads neither the schemas
 * nor the database, so that the first request leaves at once.
 */
import type { DownloadRequest, EngineEvent, EngineOptions } from '../engine/types.ts';
import { createEngine } from '../engine/index.ts';
import { nameFromUrl, safeName } from '../engine/naming/index.ts';
import { readLink } from './link.ts';
import { reportOfNothing } from './report.ts';

export type { Completion, DownloadState } from '../engine/state.ts';
export type { EngineEvent, Progress, RunReport } from '../engine/types.ts';
export { publicReport, reportOfNothing } from './report.ts';

interface Added {
  readonly id: string;
  /** Without credentials, fit to be shown. */
  readonly url: string;
  /** Shown until the server has named the file. */
  readonly name: string;
}

export interface Headless {
  /** Queues a download. A link that is none fails alone, by an event, so that the others are not held up. */
  add(request: Omit<DownloadRequest, 'id'>): Added;
  on(listener: (event: EngineEvent) => void): void;
  /** Checkpoints and stops what runs. */
  close(): Promise<void>;
}

export function createHeadless(options: EngineOptions): Headless {
  const engine = createEngine(options);
  const listeners: ((event: EngineEvent) => void)[] = [];
  const emit = (event: EngineEvent): void => listeners.forEach((listener) => listener(event));
  // Nothing here outlives the command but its files: what has been told is all there is to note.
  engine.on((event) => {
    emit(event);
    if (event.type === 'state' && event.state.status === 'completed') engine.acknowledge(event.id, event.state.completion.path);
  });
  let count = 0;

  return {
    add(request) {
      const id = String(++count);
      const { url, credentials, failure } = readLink(request.url);
      // Once the caller knows the id: otherwise he would take its first events for somebody else's.
      queueMicrotask(() => {
        if (failure) {
          emit({ type: 'report', id, report: reportOfNothing(url, failure) });
          emit({ type: 'state', id, state: { status: 'failed', failure, kept: false } });
        } else engine.add({ ...request, id, url, credentials: request.credentials ?? credentials }, { status: 'queued' });
      });
      return { id, url, name: safeName(request.name ?? nameFromUrl(url) ?? URL.parse(url)?.hostname ?? url) };
    },
    on(listener) {
      listeners.push(listener);
    },
    close: () => engine.close(),
  };
}
