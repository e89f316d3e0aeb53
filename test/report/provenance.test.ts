import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Segment } from '../../contract/download.ts';
import type { ReportSegment } from '../../contract/report.ts';
import { attribute, Provenance, type Sender } from '../../engine/run/provenance.ts';

const host: Sender = { index: 0, key: 'a', host: 'host' };
const other: Sender = { index: 1, key: 'b', host: 'other' };

const piece = (start: number, end: number, connection: number | null = 1, refetched = 0): ReportSegment => ({
  start,
  end,
  source: connection === null ? null : 'host',
  connection,
  tries: connection === null ? 0 : 1,
  refetched,
});

const lay = (provenance: Provenance, { source, ...each }: ReportSegment, sender = host): void =>
  provenance.lay({ ...each, sender: source === null ? null : sender });

const laid = (...pieces: readonly ReportSegment[]): Provenance => {
  const provenance = new Provenance();
  for (const each of pieces) lay(provenance, each);
  return provenance;
};

describe('who sent what', () => {
  const segment = (start: number, end: number, more: Partial<Segment> = {}): Segment => ({
    start,
    end,
    received: end - start,
    speed: 0,
    state: 'done',
    tries: 0,
    ...more,
  });

  test('what is done is told of by its senders, and what is under way as it was', () => {
    const provenance = laid(piece(0, 10), piece(10, 20, 2), piece(40, 50));
    lay(provenance, piece(20, 30), other);
    const active = segment(50, 60, { state: 'active', received: 3, source: 1 });
    expect(attribute([segment(0, 35), segment(40, 50), active], provenance.stretches)).toEqual([
      segment(0, 20, { source: 0 }),
      segment(20, 30, { source: 1 }),
      segment(30, 35),
      segment(40, 50, { source: 0 }),
      active,
    ]);
    expect(provenance.sendersOf(15, 25)).toEqual([host, other]);
  });

  test('an earlier run’s bytes have no sender', () => {
    const provenance = laid(piece(0, 10));
    provenance.keep([[0, 20]]);
    expect(attribute([segment(0, 20)], provenance.stretches)).toEqual([segment(0, 10, { source: 0 }), segment(10, 20)]);
  });
});

describe('where bytes came from', () => {
  test('neighbours of one connection are one segment, and of two are two', () => {
    expect(laid(piece(0, 10), piece(10, 20, 1, 3)).list(9)).toEqual([piece(0, 20, 1, 3)]);
    expect(laid(piece(10, 20), piece(0, 10, 2)).list(9)).toEqual([piece(0, 10, 2), piece(10, 20)]);
  });

  test('what came last counts', () => {
    expect(laid(piece(0, 30), piece(10, 20, 2)).list(9)).toEqual([piece(0, 10), piece(10, 20, 2), piece(20, 30)]);
  });

  test('what is kept and not known of came from an earlier run', () => {
    const provenance = laid(piece(0, 10), piece(20, 30, 2));
    provenance.keep([[5, 25]]);
    expect(provenance.list(9)).toEqual([piece(5, 10), piece(10, 20, null), piece(20, 25, 2)]);
  });

  test('very many segments of one source are told of as one', () => {
    expect(laid(piece(0, 10), piece(10, 20, 2), piece(30, 40)).list(2)).toEqual([{ ...piece(0, 20), connection: null }, piece(30, 40)]);
  });

  test('each byte is known of as if it were looked at alone', () => {
    const length = 24;
    const pieces = fc.array(fc.tuple(fc.nat(length - 1), fc.integer({ min: 1, max: length }), fc.integer({ min: 1, max: 3 })));
    fc.assert(
      fc.property(pieces, (each) => {
        const provenance = new Provenance();
        const bytes = new Map<number, number>();
        for (const [start, span, connection] of each) {
          const end = Math.min(length, start + span);
          const known = [...bytes.keys()].filter((at) => at >= start && at < end).length;
          expect(provenance.known(start, end)).toBe(known);
          lay(provenance, piece(start, end, connection));
          for (let at = start; at < end; at++) bytes.set(at, connection);
        }
        const told = provenance
          .list(Infinity)
          .flatMap(({ start, end, connection }) => Array.from({ length: end - start }, (_, at) => [start + at, connection]));
        expect(told).toEqual([...bytes].sort(([a], [b]) => a - b));
      }),
    );
  });
});
