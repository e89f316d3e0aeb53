/** Where each byte of a file came from, as segments that are sorted and never overlap. Pure. */
import type { ReportSegment } from '../../contract/report.ts';
import type { Extent } from '../extents.ts';

export class Provenance {
  #segments: ReportSegment[] = [];

  /** Bytes whose coming is known. */
  get total(): number {
    return this.#segments.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /** How many bytes of [start, end) are known of. */
  known(start: number, end: number): number {
    return this.#between(start, end).reduce((sum, old) => sum + Math.min(old.end, end) - Math.max(old.start, start), 0);
  }

  /** What came last counts: it was compared with what was there, or written over it. */
  lay(piece: ReportSegment): void {
    // With its neighbours, which it may go on from.
    const first = Math.max(0, this.#indexOf(piece.start) - 1);
    const before = this.#segments.slice(first, this.#indexOf(piece.start));
    const old = this.#between(piece.start, piece.end);
    const pieces = [...before, piece];
    for (const segment of old) {
      if (segment.start < piece.start) pieces.splice(before.length, 0, { ...segment, end: piece.start });
      if (segment.end > piece.end) pieces.push({ ...segment, start: piece.end, refetched: 0 });
    }
    this.#segments.splice(first, before.length + old.length, ...joined(pieces, isOneFetch));
  }

  #between(start: number, end: number): ReportSegment[] {
    const first = this.#indexOf(start);
    let past = first;
    while (past < this.#segments.length && (this.#segments[past] as ReportSegment).start < end) past++;
    return this.#segments.slice(first, past);
  }

  /** Forgets all but `extents`; what is in them and not known of came from an earlier run. */
  keep(extents: readonly Extent[]): void {
    const known = this.#segments;
    this.#segments = extents.map(([start, end]) => ({ start, end, source: null, connection: null, tries: 0, refetched: 0 }));
    for (const segment of known) {
      for (const [from, to] of extents) {
        const start = Math.max(segment.start, from);
        const end = Math.min(segment.end, to);
        if (start < end) this.lay({ ...segment, start, end });
      }
    }
  }

  /** The segments. When there are more than `most`, neighbours from one source are told of as one. */
  list(most: number): ReportSegment[] {
    return this.#segments.length <= most ? [...this.#segments] : joined(this.#segments, isOneSource);
  }

  /** The first segment that ends behind `position`. */
  #indexOf(position: number): number {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#segments[middle] as ReportSegment).end > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const isOneSource = (one: ReportSegment, next: ReportSegment): boolean => one.source === next.source;
const isOneFetch = (one: ReportSegment, next: ReportSegment): boolean =>
  isOneSource(one, next) && one.connection === next.connection && one.tries === next.tries;

/** Neighbours that touch and belong together, as one. */
function joined(segments: readonly ReportSegment[], together: (one: ReportSegment, next: ReportSegment) => boolean): ReportSegment[] {
  const result: ReportSegment[] = [];
  for (const next of segments) {
    const last = result.at(-1);
    if (last?.end !== next.start || !together(last, next)) result.push({ ...next });
    else {
      last.end = next.end;
      last.refetched += next.refetched;
      last.tries = Math.max(last.tries, next.tries);
      if (last.connection !== next.connection) last.connection = null;
    }
  }
  return result;
}
