import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DesktopState, Ending } from '../../contract/desktop.ts';
import type { DownloadStatus } from '../../contract/download.ts';
import { DownloadError } from '../../contract/errors.ts';
import type { EngineEvent } from '../../engine/types.ts';
import { Latest } from '../../service/publisher/latest.ts';
import { countdown, WhenDone } from '../../service/when-done.ts';

const initial: DesktopState = {
  endings: ['quit', 'shutdown'],
  whenDone: null,
  endsAt: null,
  kept: null,
  updates: { possible: false, newer: null, checkedAt: null },
};

/** A list that is told what becomes of its downloads, as the service tells it. */
class Scene {
  readonly state = new Latest(initial);
  readonly ended: Ending[] = [];
  refusal: DownloadError | null = null;
  readonly #statuses = new Map<string, DownloadStatus>();
  readonly whenDone = new WhenDone({
    state: this.state,
    downloads: () => Array.from(this.#statuses, ([id, status]) => ({ id, status })),
    end: async (ending) => {
      if (this.refusal) throw this.refusal;
      this.ended.push(ending);
    },
    log: () => {},
  });

  /** The engine says nothing of what waits for its queue to open. */
  add(id: string): void {
    this.#statuses.set(id, 'queued');
    this.whenDone.added();
  }

  becomes(id: string, status: DownloadStatus): void {
    this.#statuses.set(id, status);
    this.whenDone.heard({ type: 'state', id, state: { status } } as EngineEvent);
  }

  get now(): DesktopState {
    return this.state.value;
  }
}

let scene: Scene;
beforeEach(() => {
  vi.useFakeTimers();
  scene = new Scene();
});
afterEach(() => vi.useRealTimers());

describe('when all is done', () => {
  test('there is a minute, and then it happens, once', async () => {
    scene.becomes('a', 'downloading');
    scene.becomes('b', 'queued');
    scene.whenDone.choose('shutdown');
    scene.becomes('a', 'completed');
    expect(scene.now.endsAt).toBeNull();
    scene.becomes('b', 'completed');
    expect(scene.now.endsAt).toBe(Date.now() + countdown);
    await vi.advanceTimersByTimeAsync(countdown - 1);
    expect(scene.ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(scene.ended).toEqual(['shutdown']);
    expect(scene.now).toMatchObject({ whenDone: null, endsAt: null });

    scene.becomes('c', 'completed');
    await vi.advanceTimersByTimeAsync(countdown * 2);
    expect(scene.ended).toHaveLength(1);
  });

  test('it can be called off in that minute, or done at once', async () => {
    scene.whenDone.choose('shutdown');
    scene.becomes('a', 'completed');
    scene.whenDone.choose(null);
    await vi.advanceTimersByTimeAsync(countdown);
    expect(scene.ended).toEqual([]);
    scene.whenDone.hurry();
    expect(scene.ended).toEqual([]);

    scene.whenDone.choose('quit');
    scene.becomes('b', 'completed');
    scene.whenDone.hurry();
    expect(scene.ended).toEqual(['quit']);
  });

  test('what is added or resumed in that minute puts it off until that is done as well', async () => {
    scene.becomes('a', 'paused');
    scene.whenDone.choose('quit');
    scene.becomes('b', 'completed');
    expect(scene.now.endsAt).not.toBeNull();
    scene.becomes('a', 'queued');
    expect(scene.now).toMatchObject({ endsAt: null, whenDone: 'quit' });
    await vi.advanceTimersByTimeAsync(countdown);
    expect(scene.ended).toEqual([]);
    scene.becomes('a', 'completed');
    await vi.advanceTimersByTimeAsync(countdown);
    expect(scene.ended).toEqual(['quit']);
  });

  test('what is added to a queue that is closed puts it off as well', async () => {
    scene.becomes('a', 'downloading');
    scene.whenDone.choose('shutdown');
    scene.becomes('a', 'completed');
    scene.add('b');
    expect(scene.now).toMatchObject({ whenDone: 'shutdown', endsAt: null });
    await vi.advanceTimersByTimeAsync(2 * countdown);
    expect(scene.ended).toEqual([]);
    scene.becomes('b', 'completed');
    await vi.advanceTimersByTimeAsync(countdown);
    expect(scene.ended).toEqual(['shutdown']);
  });

  test('what waits for another try is not done, and a pause is no end', async () => {
    scene.whenDone.choose('quit');
    scene.becomes('a', 'waiting');
    scene.becomes('b', 'completed');
    expect(scene.now.endsAt).toBeNull();
    scene.becomes('a', 'paused');
    await vi.advanceTimersByTimeAsync(countdown);
    expect(scene.ended).toEqual([]);
  });

  test('a download that failed since keeps it from happening, and that is said', async () => {
    scene.becomes('old', 'failed');
    scene.whenDone.choose('shutdown');
    scene.becomes('a', 'failed');
    scene.becomes('b', 'failed');
    scene.becomes('b', 'queued');
    scene.becomes('b', 'completed');
    await vi.advanceTimersByTimeAsync(countdown);
    expect(scene.ended).toEqual([]);
    expect(scene.now).toMatchObject({ whenDone: null, kept: { because: 'failed', ending: 'shutdown', count: 1 } });
    scene.whenDone.dismiss();
    expect(scene.now.kept).toBeNull();
  });

  test('what had failed before does not keep it, unless it was tried again and failed again', async () => {
    scene.becomes('old', 'failed');
    scene.whenDone.choose('quit');
    scene.becomes('a', 'completed');
    await vi.advanceTimersByTimeAsync(countdown);
    expect(scene.ended).toEqual(['quit']);

    scene.whenDone.choose('quit');
    scene.becomes('old', 'queued');
    scene.becomes('old', 'failed');
    expect(scene.now.kept).toMatchObject({ because: 'failed', count: 1 });
  });

  test('a system that refuses is quoted', async () => {
    scene.refusal = new DownloadError('INTERNAL', 'Access denied');
    scene.whenDone.choose('shutdown');
    scene.becomes('a', 'completed');
    await vi.advanceTimersByTimeAsync(countdown);
    expect(scene.now.kept).toEqual({ because: 'refused', ending: 'shutdown', message: 'Access denied' });
  });
});
