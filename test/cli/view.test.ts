import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chart, lineGlyphs } from '../../cli/view/chart.ts';
import { completionLine, failureLine, formatDuration, formatPercent, formatSize, resultLine } from '../../cli/view/format.ts';
import { drawFrame, type Screen } from '../../cli/view/frame.ts';
import { createJsonView } from '../../cli/view/json.ts';
import type { Item } from '../../cli/view/view.ts';

const completion = { path: '/folder/a.iso', size: 4096, sha256: 'ab'.repeat(32), checks: [], finishedAt: 0, elapsed: 2000, skipped: false };
const segment = (start: number, end: number, received: number) => ({
  start,
  end,
  received,
  speed: received,
  state: 'active' as const,
  tries: 1,
});

function item(changes: Partial<Item> = {}): Item {
  return { id: '1', url: 'https://host/a.iso', name: 'a.iso', status: 'downloading', progress: null, retryAt: null, ...changes };
}

describe('figures for people', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '0.98 KiB'],
    [1024, '1.00 KiB'],
    [1536 * 1024, '1.50 MiB'],
    [10 * 1024 ** 2, '10.0 MiB'],
    [999.9 * 1024, '0.98 MiB'],
    [100 * 1024 ** 3, '100 GiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  test.each([
    [0, '0:00'],
    [59_400, '0:59'],
    [59_600, '1:00'],
    [3_661_000, '1:01:01'],
    [90_000_000, '1 d 1 h'],
  ])('%d ms are %s', (time, text) => {
    expect(formatDuration(time)).toBe(text);
  });

  test('100% is said of what is complete only', () => {
    expect(formatPercent({ received: 9999, size: 10_000 })).toBe('99%');
    expect(formatPercent({ received: 10_000, size: 10_000 })).toBe('100%');
    expect(formatPercent({ received: 0, size: 0 })).toBe('100%');
    expect(formatPercent({ received: 5, size: null })).toBeNull();
  });

  test('a result is a line for sha256sum -c, or the next best', () => {
    expect(resultLine('a.iso', completion)).toBe(`SHA256 (a.iso) = ${completion.sha256}`);
    const check = { algorithm: 'md5' as const, expected: 'cd', actual: 'cd', origin: 'user' as const, ok: true };
    expect(resultLine('a.iso', { ...completion, sha256: null, checks: [check] })).toBe('MD5 (a.iso) = cd');
    expect(resultLine('a.iso', { ...completion, sha256: null })).toBe('/folder/a.iso');
  });

  test('a completion and a failure are one line each', () => {
    expect(completionLine('a.iso', completion)).toBe('a.iso: 4.00 KiB in 0:02, 2.00 KiB/s');
    expect(completionLine('a.iso', { ...completion, skipped: true })).toContain('nothing was fetched');
    const failure = { code: 'NOT_FOUND' as const, message: 'The server has no such file.', retryable: false };
    expect(failureLine('a.iso', failure, false)).toBe('a.iso: The server has no such file (NOT_FOUND)');
    expect(failureLine('a.iso', failure, true)).toContain('is kept');
  });
});

describe('a chart', () => {
  const draw = (...args: Parameters<typeof chart>): string =>
    chart(...args)
      .map(({ kind, length }) => lineGlyphs[kind].repeat(length))
      .join('');

  test.each([
    [[], '──────────'],
    [[segment(0, 100, 100)], '━━━━━━━━━━'],
    [[segment(0, 50, 25), segment(50, 100, 50)], '━━╸──━━━━━'],
    [[segment(0, 33, 33), segment(33, 100, 67)], '━━━━━━━━━━'],
    [[segment(0, 100, 99)], '━━━━━━━━━╸'],
  ])('of %j', (segments, drawn) => {
    expect(draw(segments, 100, 10)).toBe(drawn);
  });

  test('of an empty file is full', () => {
    expect(draw([], 0, 4)).toBe('━━━━');
  });

  test('has its width; every byte makes it full, and none leaves it empty', () => {
    const parts = fc.tuple(fc.integer({ min: 1, max: 1e12 }), fc.double({ min: 0, max: 1, noNaN: true }));
    const tile = (lengths: readonly number[], received: (index: number) => number) => {
      let end = 0;
      return lengths.map((length, index) => segment(end, (end += length), received(index)));
    };
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 80 }), (file, width) => {
        const lengths = file.map(([length]) => length);
        const size = lengths.reduce((sum, length) => sum + length, 0);
        const some = tile(lengths, (index) => Math.floor((lengths[index] ?? 0) * (file[index]?.[1] ?? 0)));
        expect(draw(some, size, width)).toHaveLength(width);
        const whole = tile(lengths, (index) => lengths[index] ?? 0);
        expect(draw(whole, size, width)).toBe('━'.repeat(width));
        const none = tile(lengths, () => 0);
        expect(draw(none, size, width)).toBe('─'.repeat(width));
      }),
    );
  });
});

describe('a frame', () => {
  const screen = (changes: Partial<Screen> = {}): Screen => ({
    columns: 100,
    rows: 24,
    glyphs: lineGlyphs,
    style: (_, text) => text,
    now: 0,
    ...changes,
  });
  const progress = (count: number, size: number | null = count * 100) => ({
    received: count * 50,
    size,
    speed: 100,
    connections: count,
    segments: Array.from({ length: count }, (_, index) => segment(index * 100, index * 100 + 100, 50)),
    hosts: ['host'],
  });

  test('has a bar for the file and one for each chunk', () => {
    const frame = drawFrame([item({ progress: progress(4) })], screen()).join('\n');
    expect(frame).toContain('a.iso');
    expect(frame).toMatch(/━╸?─.* 50% .*200 B of 400 B.*100 B\/s.*0:02 left.*4 conn/);
    for (const number of [1, 2, 3, 4]) expect(frame).toMatch(new RegExp(`${number} ━+╸?─+  50%      50 B/s`));
  });

  test('says what is going on when no bytes come', () => {
    const text = (changes: Partial<Item>): string => drawFrame([item(changes)], screen({ now: 1000 })).join('\n');
    expect(text({ status: 'probing' })).toContain('connecting');
    expect(text({ status: 'waiting', retryAt: 6000 })).toContain('trying again in 0:05');
    expect(text({ status: 'verifying', progress: progress(1) })).toContain('verifying');
  });

  test('shows an amount where the size is unknown', () => {
    expect(drawFrame([item({ progress: progress(1, null) })], screen()).join('\n')).toMatch(/50 B +100 B\/s/);
  });

  test('counts what is not shown', () => {
    const items = Array.from({ length: 200 }, (_, index) =>
      item({ id: String(index), status: index < 5 ? 'downloading' : 'queued', progress: index < 5 ? progress(8) : null }),
    );
    expect(drawFrame(items, screen()).at(-1)).toBe('500 B/s, 195 more to go');
  });

  test('fits on any terminal', () => {
    const chunks = fc.integer({ min: 0, max: 64 });
    fc.assert(
      fc.property(
        fc.array(chunks, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 40, max: 300 }),
        fc.integer({ min: 5, max: 80 }),
        (counts, columns, rows) => {
          const items = counts.map((count, index) =>
            item({ id: String(index), progress: progress(count, index % 3 === 0 ? null : count * 100) }),
          );
          const frame = drawFrame(items, screen({ columns, rows }));
          expect(frame.length).toBeLessThan(rows);
          expect(Math.max(...frame.map((line) => line.length))).toBeLessThan(columns);
        },
      ),
    );
  });
});

describe('events for programs', () => {
  function events(tell: (view: ReturnType<typeof createJsonView>, clock: { now: number }) => void): { event: string }[] {
    const lines: string[] = [];
    const clock = { now: 0 };
    const output = { stdout: (line: string) => void lines.push(line), stderr: () => {} };
    tell(
      createJsonView(output, () => clock.now),
      clock,
    );
    return lines.map((line) => JSON.parse(line) as { event: string });
  }
  const progress = { received: 5, size: null, speed: 1.5, connections: 1, segments: [segment(0, 10, 5)], hosts: ['host'] };

  test('have exactly the fields of the contract', () => {
    const told = events((view) => {
      view.added(item());
      view.changed(item({ progress }));
      view.notice(item(), { code: 'resumed', message: 'Goes on.', at: 1 });
      view.completed(item(), completion);
      view.failed(item(), { code: 'NO_SPACE', message: 'Full.', retryable: false, details: { needed: 5 } }, true);
    });
    expect(told).toEqual([
      { event: 'added', id: '1', url: 'https://host/a.iso' },
      { event: 'progress', id: '1', received: 5, size: null, speed: 2, connections: 1, segments: [{ start: 0, end: 10, received: 5 }] },
      { event: 'notice', id: '1', code: 'resumed', message: 'Goes on.' },
      { event: 'completed', id: '1', path: '/folder/a.iso', size: 4096, sha256: completion.sha256, checks: [], elapsed_ms: 2000 },
      { event: 'failed', id: '1', code: 'NO_SPACE', message: 'Full.', retryable: false, kept: true },
    ]);
  });

  test('tell progress of each download 10 times a second at most', () => {
    const told = events((view, clock) => {
      for (; clock.now < 1000; clock.now += 10) {
        view.changed(item({ progress }));
        view.changed(item({ id: '2', progress }));
      }
    });
    expect(told).toHaveLength(20);
  });
});
