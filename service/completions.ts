/** What a restart owes to the downloads that were complete before it. */
import type { Engine } from '../engine/types.ts';
import type { Entry } from './entry.ts';

/** Milliseconds by which an acknowledgement may lag behind the storing. */
const moment = 10_000;

/** The last program may have died between storing a completion and acknowledging it; only those that were stored last can be concerned. */
export function acknowledgeLast(engine: Engine, entries: Iterable<Entry>): void {
  const completions = Array.from(entries).flatMap(({ id, record: { state } }) =>
    state.status === 'completed' ? [{ id, ...state.completion }] : [],
  );
  const last = completions.reduce((latest, { finishedAt }) => Math.max(latest, finishedAt), 0);
  for (const { id, path, finishedAt } of completions) if (finishedAt >= last - moment) engine.acknowledge(id, path);
}
