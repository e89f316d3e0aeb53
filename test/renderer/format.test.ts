import { describe, expect, test } from 'vitest';
import { formatFor } from '../../renderer/text/format.ts';

const english = formatFor('en');
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('in English', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1024, '1.00 kB'],
    [10 * 1024, '10.0 kB'],
    [500 * 1024, '500 kB'],
    [1023 * 1024, '1.00 MB'],
    [1024 ** 3, '1.00 GB'],
    [100 * 1024 ** 4, '100 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(plain(english.size(bytes))).toBe(text);
  });

  test.each([
    [0, '0 kB/s'],
    [1536, '1.50 kB/s'],
    [25 * 1024 ** 2, '25.0 MB/s'],
  ])('%d bytes a second are %s', (speed, text) => {
    expect(plain(english.speed(speed))).toBe(text);
  });

  test.each([
    [5 * 1024 ** 2, '5 MB/s'],
    [1.5 * 1024 ** 2, '1.5 MB/s'],
    [512 * 1024, '512 kB/s'],
    [1234 * 1024, '1.21 MB/s'],
  ])('a limit of %d bytes a second is %s', (limit, text) => {
    expect(plain(english.limit(limit))).toBe(text);
  });

  test.each([
    [0, '0%'],
    [0.995, '99%'],
    [0.9999999, '99%'],
    [1, '100%'],
  ])('%d of 1 is %s: never done before it is', (fraction, text) => {
    expect(english.percent(fraction)).toBe(text);
  });

  test.each([
    [400, '0 sec'],
    [59_400, '59 sec'],
    [60_000, '1 min'],
    [90_000, '1 min 30 sec'],
    [12 * 60_000 + 30_000, '12 min'],
    [3_600_000, '1 hr'],
    [3_660_000, '1 hr 1 min'],
    [3_605_000, '1 hr'],
    [90_000_000, '1 day 1 hr'],
  ])('%d ms are %s', (milliseconds, text) => {
    expect(plain(english.duration(milliseconds))).toBe(text);
  });

  test('a moment of today is a time, another day a date, another year with the year', () => {
    const now = new Date(2026, 5, 15, 12).getTime();
    expect(plain(english.moment(new Date(2026, 5, 15, 9, 30).getTime(), now))).toBe('9:30 AM');
    expect(english.moment(new Date(2026, 5, 1).getTime(), now)).toBe('Jun 1');
    expect(english.moment(new Date(2025, 5, 1).getTime(), now)).toBe('Jun 1, 2025');
  });
});

test('other locales have their own marks and words', () => {
  expect(plain(formatFor('de').size(1.5 * 1024 ** 2))).toBe('1,50 MB');
  expect(plain(formatFor('ar-EG').size(1.5 * 1024 ** 2))).toBe('١٫٥٠ م.ب');
});

describe('a moment to come, and hours', () => {
  const now = new Date(2026, 10, 4, 12).getTime();
  const german = formatFor('de');

  test.each([
    [new Date(2026, 10, 4, 23), /^11:00 PM$/, /^23:00$/],
    [new Date(2026, 10, 5, 0, 30), /^Thu.* 12:30 AM$/, /^Do.* 00:30$/],
    [new Date(2026, 10, 20, 8), /^Nov 20.* 8:00 AM$/, /^20\. Nov.* 08:00$/],
  ])('is told by its time, its day or its date: %s', (moment, inEnglish, inGerman) => {
    expect(plain(english.upcoming(moment.getTime(), now))).toMatch(inEnglish);
    expect(plain(german.upcoming(moment.getTime(), now))).toMatch(inGerman);
  });

  test('are read off the wall clock, whatever the zone', () => {
    expect(german.timeOfDay(23 * 60 + 5)).toBe('23:05');
    expect(german.timeOfDay(0)).toBe('00:00');
  });

  test('are of days that begin with the week of the place', () => {
    expect(german.week).toEqual([1, 2, 3, 4, 5, 6, 0]);
    expect(formatFor('en-US').week[0]).toBe(0);
    expect(german.week.map((day) => german.weekday(day, 'short'))).toEqual(['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So']);
    expect(english.weekday(0, 'long')).toBe('Sunday');
  });
});
