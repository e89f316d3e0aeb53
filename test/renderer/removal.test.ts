import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '../../contract/client.ts';
import { useConnection } from '../../renderer/state/connection.ts';
import { applyListChange } from '../../renderer/state/downloads.ts';
import { holdRemovals, releaseRemovals, removeWithUndo, undoLast } from '../../renderer/state/removal.ts';
import { useView } from '../../renderer/state/view.ts';
import { row } from './rows.ts';

const removed: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  removed.length = 0;
  const remove = async ({ ids }: { readonly ids: readonly string[] }): Promise<void> => void removed.push(...ids);
  useConnection.setState({ client: { downloads: { remove } } as unknown as Client });
  applyListChange({ kind: 'snapshot', seq: 0, rows: [row({ id: 'one' }), row({ id: 'two' })] });
});
afterEach(async () => {
  releaseRemovals();
  await vi.runAllTimersAsync();
  vi.useRealTimers();
});

test('what is removed goes for good after ten seconds, unless it is taken back', async () => {
  removeWithUndo(['one']);
  expect(useView.getState().leaving).toEqual(new Set(['one']));
  await vi.advanceTimersByTimeAsync(9_000);
  removeWithUndo(['two']);
  undoLast();
  expect(useView.getState().leaving).toEqual(new Set(['one']));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(removed).toEqual(['one']);
});

test('the time rests while the pointer or the keyboard is on the offer, and what is left of it is enough to see', async () => {
  removeWithUndo(['one']);
  await vi.advanceTimersByTimeAsync(9_500);
  holdRemovals('pointer');
  holdRemovals('keyboard');
  removeWithUndo(['two']);
  await vi.advanceTimersByTimeAsync(60_000);
  releaseRemovals('pointer');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(removed).toEqual([]);

  releaseRemovals('keyboard');
  await vi.advanceTimersByTimeAsync(1_900);
  expect(removed).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(removed).toEqual(['one']);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(removed).toEqual(['one', 'two']);
});
