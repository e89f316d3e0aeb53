/** Hours of the week: over midnight, over changes of the clocks, and against a wall clock that is read minute by minute. */
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { isWithin, nextChange, weekdays, type Hours } from '../../contract/schedule.ts';

const home = process.env['TZ'];
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const allDays = [...weekdays];
const at = (text: string): number => new Date(text).getTime();
const time = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const hours = (start: string, end: string, days: readonly number[] = allDays): Hours => ({
  days: [...days],
  start: time(start),
  end: time(end),
});

/** The zone is the process's own; a test sets it and the next has it back. */
const inZone = (zone: string): void => void (process.env['TZ'] = zone);
const goHome = (): void => {
  if (home === undefined) delete process.env['TZ'];
  else process.env['TZ'] = home;
};
afterEach(goHome);
afterAll(goHome);

describe('hours of a day', () => {
  test('begin with their first minute and end before their last', () => {
    const office = hours('09:00', '17:30');
    expect(isWithin(office, at('2026-11-02T08:59:59.999'))).toBe(false);
    expect(isWithin(office, at('2026-11-02T09:00:00.000'))).toBe(true);
    expect(isWithin(office, at('2026-11-02T17:29:59.999'))).toBe(true);
    expect(isWithin(office, at('2026-11-02T17:30:00.000'))).toBe(false);
    expect(nextChange(office, at('2026-11-02T08:00'))).toBe(at('2026-11-02T09:00'));
    expect(nextChange(office, at('2026-11-02T09:00'))).toBe(at('2026-11-02T17:30'));
    expect(nextChange(office, at('2026-11-02T17:30'))).toBe(at('2026-11-03T09:00'));
  });

  test('go over midnight, and belong to the day on which they begin', () => {
    const fridayNight = hours('23:00', '07:00', [5]);
    expect(isWithin(fridayNight, at('2026-11-06T22:59'))).toBe(false);
    expect(isWithin(fridayNight, at('2026-11-07T06:59'))).toBe(true);
    expect(isWithin(fridayNight, at('2026-11-06T03:00'))).toBe(false);
    expect(nextChange(fridayNight, at('2026-11-07T07:00'))).toBe(at('2026-11-13T23:00'));
  });

  test('that end when they begin are a whole day, and without a break between two such days', () => {
    const weekend = hours('00:00', '00:00', [6, 0]);
    expect(nextChange(weekend, at('2026-11-04T12:00'))).toBe(at('2026-11-07T00:00'));
    expect(nextChange(weekend, at('2026-11-07T12:00'))).toBe(at('2026-11-09T00:00'));
    expect(nextChange(hours('05:00', '05:00'), at('2026-11-04T12:00'))).toBeNull();
    expect(isWithin(hours('05:00', '05:00'), at('2026-11-04T04:00'))).toBe(true);
  });
});

describe('when the clocks are changed', () => {
  test('a night in spring is an hour shorter, and one in autumn an hour longer', () => {
    inZone('Europe/Berlin');
    const night = hours('23:00', '07:00');
    const length = (evening: string): number => (nextChange(night, at(evening)) as number) - at(evening);
    expect(length('2026-03-28T23:00')).toBe(7 * hour);
    expect(length('2026-10-24T23:00')).toBe(9 * hour);
    expect(length('2026-06-01T23:00')).toBe(8 * hour);
  });

  test('a time that is left out is as much later', () => {
    inZone('Europe/Berlin');
    // At two o'clock it is three.
    const early = hours('02:30', '06:00');
    expect(nextChange(early, at('2026-03-29T01:00'))).toBe(Date.UTC(2026, 2, 29, 1, 30));
    // And hours that would then begin after they have ended are none that day.
    expect(nextChange(hours('02:30', '03:10'), at('2026-03-29T01:00'))).toBe(at('2026-03-30T02:30'));
  });

  test('a time that comes twice begins once', () => {
    inZone('Europe/Berlin');
    const early = hours('02:30', '03:30');
    const start = nextChange(early, at('2026-10-25T01:00')) as number;
    expect(start).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(nextChange(early, start)).toBe(Date.UTC(2026, 9, 25, 2, 30));
  });

  test('a day that begins at one o’clock has whole hours too', () => {
    inZone('Africa/Cairo');
    expect(nextChange(hours('00:00', '00:00', [5]), at('2026-04-23T20:00'))).toBe(Date.UTC(2026, 3, 23, 22, 0));
  });
});

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
];
const anyHours: fc.Arbitrary<Hours> = fc.record({
  days: fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 7 }),
  start: fc.nat(1439),
  end: fc.nat(1439),
});
const anyMoment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2037, 0, 1) });

/** Whether the wall clock reads a time that is in the hours: right wherever the clocks are not being changed. */
function readsWithin({ days, start, end }: Hours, moment: number): boolean {
  const now = new Date(moment);
  const minutes = now.getHours() * 60 + now.getMinutes();
  const today = days.includes(now.getDay());
  const yesterday = days.includes((now.getDay() + 6) % 7);
  if (start < end) return today && start <= minutes && minutes < end;
  return (today && minutes >= start) || (yesterday && minutes < end);
}

const changesNear = (moment: number): boolean => {
  const offset = (shift: number): number => new Date(moment + shift).getTimezoneOffset();
  return [-day, -day / 2, day / 2, day].some((shift) => offset(shift) !== offset(0));
};

describe.each(zones)('in %s', (zone) => {
  test('it is within hours when the wall clock says so', () => {
    inZone(zone);
    fc.assert(
      fc.property(anyHours, anyMoment, (some, moment) => {
        fc.pre(!changesNear(moment));
        expect(isWithin(some, moment)).toBe(readsWithin(some, moment));
      }),
    );
  });

  test('the next change is one, and nothing changes before it', () => {
    inZone(zone);
    fc.assert(
      fc.property(anyHours, anyMoment, fc.double({ min: 0, max: 1, noNaN: true }), (some, moment, share) => {
        const now = isWithin(some, moment);
        const always = some.days.length === 7 && some.start === some.end;
        const change = nextChange(some, moment) ?? moment + 7 * day;
        expect(change).toBeGreaterThan(moment);
        expect(change - moment).toBeLessThanOrEqual(7 * day + 2 * hour);
        expect(isWithin(some, change)).toBe(always || !now);
        expect(isWithin(some, Math.floor(moment + share * (change - 1 - moment)))).toBe(now);
        expect(isWithin(some, change - 1)).toBe(now);
      }),
    );
  });

  test('every day of a year has its hours, once', () => {
    inZone(zone);
    const night = hours('23:00', '07:00');
    const starts: string[] = [];
    let moment = at('2026-01-01T12:00');
    while (moment < at('2027-01-01T12:00')) {
      moment = nextChange(night, moment) as number;
      if (isWithin(night, moment)) starts.push(new Date(moment).toDateString());
    }
    expect(new Set(starts).size).toBe(starts.length);
    expect(starts.length).toBe(365 + (isWithin(night, moment) ? 1 : 0));
  });
});
