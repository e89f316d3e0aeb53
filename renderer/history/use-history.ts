/** Pages of the history, fetched when they come into view and anew when the history or the question changes. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { HistoryEntry } from '../../contract/history.ts';
import { useConnection } from '../state/connection.ts';

const pageSize = 100;

export interface HistoryView {
  /** Null until the first answer. */
  readonly total: number | null;
  /** Undefined while it is being fetched. */
  readonly entryAt: (index: number) => HistoryEntry | undefined;
  /** Fetches what is missing of [start, end). */
  readonly need: (start: number, end: number) => void;
}

interface Pages {
  readonly total: number | null;
  readonly pages: ReadonlyMap<number, readonly HistoryEntry[]>;
}

export function useHistory(search: string): HistoryView {
  const client = useConnection((connection) => connection.client);
  const version = useHistoryVersion();
  const [{ total, pages }, setPages] = useState<Pages>({ total: null, pages: new Map() });
  /** What has been asked for since the question last changed; answers to an earlier question are dropped. */
  const asked = useRef<{ readonly search: string; readonly version: number; readonly pages: Set<number> } | null>(null);

  const need = useCallback(
    (start: number, end: number): void => {
      if (!client) return;
      if (asked.current?.search !== search || asked.current.version !== version) asked.current = { search, version, pages: new Set() };
      const question = asked.current;
      for (let page = Math.floor(start / pageSize); page * pageSize < end; page++) {
        if (question.pages.has(page)) continue;
        const first = question.pages.size === 0;
        question.pages.add(page);
        void client.history.find({ search, offset: page * pageSize, limit: pageSize }).then(
          (answer) => {
            if (asked.current !== question) return;
            // The pages of the question before stay on the screen until the first answer to the new one.
            setPages((before) => ({ total: answer.total, pages: new Map(first ? [] : before.pages).set(page, answer.entries) }));
          },
          () => question.pages.delete(page),
        );
      }
    },
    [client, search, version],
  );

  useEffect(() => need(0, 1), [need]);
  return { total, need, entryAt: (index) => pages.get(Math.floor(index / pageSize))?.[index % pageSize] };
}

/** A number that changes with the history. */
function useHistoryVersion(): number {
  const client = useConnection((connection) => connection.client);
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const ended = new AbortController();
    const follow = async (): Promise<void> => {
      if (!client) return;
      for await (const number of await client.history.watch(undefined, { signal: ended.signal })) setVersion(number);
    };
    // The line broke, or the dialog is closed: it begins anew with the next client.
    follow().catch(() => {});
    return () => ended.abort();
  }, [client]);
  return version;
}
