/** The list of downloads, fed by the service's changes. Rows that did not change keep their identity, so that only changed ones render. */
import { create } from 'zustand';
import type { ListChange } from '../../contract/change.ts';
import { applyChange, emptyList, type ListState } from '../../contract/list-state.ts';
import type { DownloadId, DownloadRow } from '../../contract/download.ts';
import { TimeLeft } from '../text/time-left.ts';
import { isActive } from './groups.ts';
import { SpeedHistory } from './speeds.ts';

type Rows = ListState['rows'];

export interface DownloadsState {
  readonly list: ListState;
  /** False until the first snapshot: an unknown list is not an empty one. */
  readonly loaded: boolean;
  /** False from when the line breaks until the list is told anew: nobody knows then how fast anything is, or whether it moves at all. */
  readonly current: boolean;
  /** The rows as of the last change that was more than progress: the list's order is made of these, and stays while bytes arrive. */
  readonly ordered: Rows;
  /** The rows as of the latest second, for orders that follow the progress. */
  readonly sampled: Rows;
  readonly totalSpeed: number;
  /** Milliseconds left of every download that moves. */
  readonly timeLeft: ReadonlyMap<DownloadId, number>;
}

export const useDownloads = create<DownloadsState>()(() => ({
  list: emptyList,
  loaded: false,
  current: true,
  ordered: emptyList.rows,
  sampled: emptyList.rows,
  totalSpeed: 0,
  timeLeft: new Map(),
}));

export const useIsCurrent = (): boolean => useDownloads((state) => state.current);

export const rowOf = (id: DownloadId): DownloadRow | undefined => useDownloads.getState().list.rows.get(id);

/** What changes with every byte, and so with no effect on what the list shows where. */
const volatile: ReadonlySet<string> = new Set(['id', 'received', 'speed', 'connections', 'map', 'retryAt']);

function changesStructure(change: ListChange): boolean {
  if (change.kind === 'snapshot') return true;
  if (change.added.length > 0 || change.removed.length > 0) return true;
  return change.changed.some((patch) => Object.keys(patch).some((key) => !volatile.has(key)));
}

/** What is active: of a long list, only this is gone through with every change. */
const active = new Set<DownloadId>();
const estimators = new Map<DownloadId, TimeLeft>();
const histories = new Map<DownloadId, SpeedHistory>();

export const totalHistory = new SpeedHistory();
export const historyOf = (id: DownloadId): SpeedHistory | undefined => histories.get(id);

let sampledIn = 0;

/** Takes one change in; false when an earlier one was missed. */
export function applyListChange(change: ListChange, now = Date.now()): boolean {
  const before = useDownloads.getState();
  const list = applyChange(before.list, change);
  if (!list) return false;

  const structural = changesStructure(change);
  keepTrack(list.rows, change, now);
  const moving = measure(list.rows, now);
  const second = Math.floor(now / 1000);
  useDownloads.setState({
    list,
    loaded: true,
    current: true,
    ordered: structural ? list.rows : before.ordered,
    sampled: structural || second !== sampledIn ? list.rows : before.sampled,
    ...moving,
  });
  sampledIn = second;
  return true;
}

/** Follows what became active or no longer is with a change, and forgets what has left the list. */
function keepTrack(rows: Rows, change: ListChange, now: number): void {
  const whole = change.kind === 'snapshot';
  for (const { id } of whole ? change.rows : [...change.added, ...change.changed]) {
    const row = rows.get(id);
    if (row && isActive(row.status)) active.add(id);
    else if (active.delete(id)) {
      estimators.delete(id);
      histories.get(id)?.note(now, 0);
    }
  }
  const gone = whole ? [...active, ...histories.keys()].filter((id) => !rows.has(id)) : change.removed;
  for (const of of [active, histories, estimators]) for (const id of gone) of.delete(id);
}

/** Speeds and times left of what is active now. */
function measure(rows: Rows, now: number): Pick<DownloadsState, 'totalSpeed' | 'timeLeft'> {
  let totalSpeed = 0;
  const timeLeft = new Map<DownloadId, number>();
  for (const id of active) {
    const row = rows.get(id);
    if (!row) continue;
    totalSpeed += row.speed;
    memo(histories, row.id, () => new SpeedHistory()).note(now, row.speed);
    if (row.size === null) continue;
    const left = memo(estimators, row.id, () => new TimeLeft()).update(now, row.size - row.received, row.speed);
    if (left !== null && row.status === 'downloading') timeLeft.set(row.id, left);
  }
  totalHistory.note(now, totalSpeed);
  return { totalSpeed, timeLeft };
}

/** The line is down: what was measured last holds no longer. */
export function stopMeasuring(): void {
  estimators.clear();
  for (const history of [totalHistory, ...histories.values()]) history.interrupt();
  useDownloads.setState({ current: false, totalSpeed: 0, timeLeft: new Map() });
}

function memo<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
