/** Runs the downloads of one command and turns what the engine tells into what the view shows and the exit code says. */
import { exitCodeOf, exitCodes, type Failure } from '../contract/errors.ts';
import { createHeadless, type DownloadState, type EngineEvent, type Headless } from '../service/headless.ts';
import type { Wanted } from './links.ts';
import { logEvent, type Log } from './log.ts';
import type { RunOptions } from './options.ts';
import type { Reports } from './report.ts';
import type { Item, View } from './view/view.ts';

export interface Run {
  /** The exit code: 0, or the first failure's in the order of failing. */
  readonly finished: Promise<number>;
  /** Checkpoints what runs, and tells each download that is not finished as failed by interruption. */
  interrupt(): Promise<void>;
}

export interface RunInput {
  /** All of them, those of lists too. */
  readonly wanted: readonly Wanted[];
  readonly options: RunOptions;
  /** PEM texts. */
  readonly caCertificates: readonly string[];
  readonly view: View;
  readonly log: Log | null;
  readonly reports: Reports | null;
}

const interruption: Failure = { code: 'CANCELLED', message: 'Interrupted.', retryable: true };

export function run({ wanted, options, caCertificates, view, log, reports }: RunInput): Run {
  const { transfer, limitRate, atOnce, perHost, json } = options;
  const headless: Headless = createHeadless({
    run: 'inline',
    tellSegments: json,
    maxActive: atOnce,
    maxPerHost: Math.max(perHost, transfer.connections === 'auto' ? 0 : transfer.connections),
    limitRate,
  });

  const items = new Map<string, Item>();
  const { promise: finished, resolve: finish } = Promise.withResolvers<number>();
  let exitCode: number = exitCodes.completed;

  const settle = (item: Item): void => {
    items.delete(item.id);
    if (items.size === 0) finish(exitCode);
  };

  headless.on((event) => {
    if (log) logEvent(log, event);
    const item = items.get(event.id);
    if (item) learn(item, event);
  });

  function learn(item: Item, event: EngineEvent): void {
    switch (event.type) {
      case 'resource':
        item.name = event.resource.name;
        return view.changed(item);
      case 'progress':
        item.progress = event.progress;
        return view.changed(item);
      case 'notice':
        return view.notice(item, event.notice);
      case 'report':
        return reports?.set(item.id, event.report);
      case 'removed':
        return settle(item);
      case 'learned':
      case 'sources':
        // Nothing of this outlives the command, and notices tell what is worth knowing.
        return;
      case 'state':
        return enter(item, event.state);
    }
  }

  function enter(item: Item, state: DownloadState): void {
    item.status = state.status;
    item.retryAt = state.status === 'waiting' ? state.until : null;
    if (state.status === 'completed') {
      view.completed(item, state.completion);
      settle(item);
    } else if (state.status === 'failed') {
      if (exitCode === exitCodes.completed) exitCode = exitCodeOf(state.failure.code);
      view.failed(item, state.failure, state.kept);
      settle(item);
    }
  }

  for (const { url, mirrors = [], name = null, checksums = [], size = null, pieces = null } of wanted) {
    const added = headless.add({
      ...transfer,
      url,
      mirrors: mirrors.map((mirror) => ({ url: mirror })),
      size,
      pieces,
      name: transfer.name ?? name,
      // What the user brought goes before what a Metalink says.
      checksums: transfer.checksums.length > 0 ? transfer.checksums : checksums,
      caCertificates,
      limitRate: 0,
      knownConnections: null,
    });
    const item: Item = { ...added, status: 'queued', progress: null, retryAt: null };
    items.set(item.id, item);
    view.added(item);
    reports?.add(item.id, item.url);
    log?.('info', 'added', { ...added });
  }
  // A list without a single link is done before it began.
  if (items.size === 0) finish(exitCode);

  return {
    finished: finished.then(async (code) => {
      await headless.close();
      return code;
    }),
    async interrupt() {
      await headless.close();
      for (const item of items.values()) view.failed(item, interruption, (item.progress?.received ?? 0) > 0);
    },
  };
}
