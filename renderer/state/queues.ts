/** The queues as the service has them, and which of them the list is narrowed to. */
import { useMemo } from 'react';
import { create } from 'zustand';
import type { DownloadRow } from '../../contract/download.ts';
import type { QueueId, QueueState } from '../../contract/queue.ts';
import { defaultQueueId } from '../../contract/turns.ts';
import { useDownloads } from './downloads.ts';
import { useView } from './view.ts';

interface QueuesState {
  /** The default one first; none until they are heard of. */
  readonly queues: readonly QueueState[];
  receive(queues: readonly QueueState[]): void;
}

export const useQueues = create<QueuesState>()((set) => ({
  queues: [],
  receive: (queues) => set({ queues }),
}));

/** The queue that the list is narrowed to; null for all, also when the one that was picked is gone. */
export function useShownQueue(): QueueId | null {
  const shown = useView((view) => view.queue);
  return useQueues(({ queues }) => (queues.some(({ id }) => id === shown) ? shown : null));
}

/** What the list is narrowed to; null for everything. */
export function useQueueFilter(): ((row: DownloadRow) => boolean) | null {
  const shown = useShownQueue();
  return useMemo(() => (shown === null ? null : (row) => row.queue === shown), [shown]);
}

/** How many downloads of each queue are still to come, by id. */
export function useQueueCounts(): ReadonlyMap<QueueId, number> {
  const rows = useDownloads((state) => state.ordered);
  const leaving = useView((view) => view.leaving);
  return useMemo(() => {
    const counts = new Map<QueueId, number>();
    for (const row of rows.values()) {
      if (row.status !== 'completed' && !leaving.has(row.id)) counts.set(row.queue, (counts.get(row.queue) ?? 0) + 1);
    }
    return counts;
  }, [rows, leaving]);
}

/** The queue that keeps a download waiting, because it is off or outside of its hours; undefined when none does. */
export function useClosedQueue(row: DownloadRow): QueueState | undefined {
  return useQueues(({ queues }) =>
    row.status === 'queued' && !row.startNow ? queues.find(({ id, open }) => id === row.queue && !open) : undefined,
  );
}

/** Where new downloads go while nothing else is said: the queue that is looked at, else the default one. */
export const useUsualQueue = (): QueueId => useShownQueue() ?? defaultQueueId;
