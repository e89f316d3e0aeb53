import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DesktopState } from '../../contract/desktop.ts';
import { Settings } from '../../contract/settings.ts';
import { Latest } from '../../service/publisher/latest.ts';
import { isNewer, readRelease, Updates } from '../../service/updates.ts';

test.each([
  ['{"version":"1.2.3","url":"https://host.example/new"}', { version: '1.2.3', address: 'https://host.example/new' }],
  [
    '{"tag_name":"v2.0.0","html_url":"https://forge.example/r/2","url":"https://api.forge.example/r"}',
    { version: '2.0.0', address: 'https://forge.example/r/2' },
  ],
  ["version: '1.3.0'\nfiles:\n  - url: x.AppImage\npath: x.AppImage\n", { version: '1.3.0', address: null }],
  ['{"version":"1.2.3","url":"javascript:alert(1)"}', { version: '1.2.3', address: null }],
  ['{"version":"1.2.3-beta.1"}', { version: '1.2.3-beta.1', address: null }],
  ['{"version":"latest"}', null],
  ['{"version":7}', null],
  ['<html>Not found</html>', null],
  ['null', null],
  ['', null],
])('%s', (text, release) => {
  expect(readRelease(text)).toEqual(release);
});

test.each([
  ['1.0.1', '1.0.0', true],
  ['1.10.0', '1.9.9', true],
  ['1.0.0', '1.0.0', false],
  ['0.9.9', '1.0.0', false],
  ['1.0.0', '1.0.0-rc.1', true],
  ['2.0.0-beta.1', '1.0.0', false],
])('%s is newer than %s: %s', (version, than, expected) => {
  expect(isNewer(version, than)).toBe(expected);
});

describe('the question', () => {
  const day = 24 * 60 * 60 * 1000;
  const state = (): Latest<DesktopState> =>
    new Latest<DesktopState>({
      endings: [],
      whenDone: null,
      endsAt: null,
      kept: null,
      updates: { possible: false, newer: null, checkedAt: null },
    });
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function scene(feed: string | null, answer: () => Promise<Response>, changes: Partial<Settings> = {}, store = (): void => {}) {
    let settings: Settings = { ...Settings.parse({}), ...changes };
    const asked: string[] = [];
    const shown = state();
    const fetch = (url: string): Promise<Response> => {
      asked.push(url);
      return answer();
    };
    const remember = (updateAnswer: Settings['updateAnswer']): void => {
      store();
      settings = { ...settings, updateAnswer };
    };
    const updates = new Updates({ feed, fetch, state: shown, version: '0.1.0', settings: () => settings, remember, log: () => {} });
    return { updates, asked, shown: () => shown.value.updates, change: (more: Partial<Settings>) => (settings = { ...settings, ...more }) };
  }
  const said = async () => new Response('{"version":"0.2.0","url":"https://host.example/"}');

  test('is asked after the start, and once a day from then on', async () => {
    const { asked, shown, updates } = scene('https://feed.example/', said);
    expect(shown()).toEqual({ possible: true, newer: null, checkedAt: null });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual(['https://feed.example/']);
    expect(shown().newer).toEqual({ version: '0.2.0', address: 'https://host.example/' });
    await vi.advanceTimersByTimeAsync(day - 20_000);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toHaveLength(2);
    updates.close();
    await vi.advanceTimersByTimeAsync(2 * day);
    expect(asked).toHaveLength(2);
  });

  test('is not asked more often because its answer cannot be stored', async () => {
    const { asked, updates } = scene('https://feed.example/', said, {}, () => {
      throw new Error('database or disk is full');
    });
    await vi.advanceTimersByTimeAsync(day - 10_000);
    expect(asked).toHaveLength(1);
    updates.close();
  });

  test('is not asked anew by every start, and what was answered is still known', async () => {
    const { asked, shown, updates } = scene('https://feed.example/', said, {
      updateAnswer: { at: Date.now() - 1000, version: '0.3.0', address: null },
    });
    await vi.advanceTimersByTimeAsync(day / 2);
    expect(asked).toEqual([]);
    expect(shown().newer).toEqual({ version: '0.3.0', address: null });
    updates.close();
  });

  test('is not asked where nobody wants it, or there is nobody to ask', async () => {
    const off = scene('https://feed.example/', said, { checkForUpdates: false });
    const none = scene(null, said);
    await vi.advanceTimersByTimeAsync(2 * day);
    expect([...off.asked, ...none.asked]).toEqual([]);
    expect(none.shown().possible).toBe(false);
    expect(await none.updates.check()).toBe(false);
    off.change({ checkForUpdates: true });
    off.updates.follow();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(off.asked).toHaveLength(1);
    off.updates.close();
  });

  test.each([
    ['is away', () => Promise.reject(new Error('offline'))],
    ['talks nonsense', async () => new Response('<html>')],
    ['says no', async () => new Response('{"version":"9.9.9"}', { status: 500 })],
  ])('a feed that %s changes nothing, and is asked again the next day only', async (_what, answer) => {
    const { asked, shown, updates } = scene('https://feed.example/', answer);
    expect(await updates.check()).toBe(false);
    expect(shown().newer).toBeNull();
    await vi.advanceTimersByTimeAsync(day - 1000);
    expect(asked).toHaveLength(1);
    updates.close();
  });
});
