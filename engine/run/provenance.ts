/** Where each byte of a file came from, as pieces that are sorted and never overlap. Pure. */
import type { Segment } from '../../contract/download.ts';
import type { ReportSegment } from '../../contract/report.ts';
import type { Extent } from '../extents.ts';

/** A server that sends bytes of the file, for one of its sources. */
export interface Sender {
  /** Its place among the senders of the download. */
  readonly index: number;
  /** The key of the source. */
  readonly key: string;
  readonly host: string;
}

/** What one fetch brought. */
interface Piece extends Omit<ReportSegment, 'source'> {
  /** Null when an earlier run of the program had fetched it. */
  readonly sender: Sender | null;
}

/** Neighbouring pieces of one sender. */
export interface Stretch {
  readonly start: number;
  end: number;
  readonly sender: Sender | null;
}

export class Provenance {
  #pieces: Piece[] = [];
  /** Null since the last change. */
  #stretches: readonly Stretch[] | null = null;

  /** Bytes whose coming is known. */
  get total(): number {
    return this.#pieces.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /** How many bytes of [start, end) are known of. */
  known(start: number, end: number): number {
    return this.#between(start, end).reduce((sum, old) => sum + Math.min(old.end, end) - Math.max(old.start, start), 0);
  }

  /** Who sent any of [start, end); null among them for an earlier run's. */
  sendersOf(start: number, end: number): (Sender | null)[] {
    return this.#between(start, end).map(({ sender }) => sender);
  }

  /** What came last counts: it was compared with what was there, or written over it. */
  lay(piece: Piece): void {
    this.#stretches = null;
    // With its neighbours, which it may go on from.
    const first = Math.max(0, this.#indexOf(piece.start) - 1);
    const before = this.#pieces.slice(first, this.#indexOf(piece.start));
    const old = this.#between(piece.start, piece.end);
    const pieces = [...before, piece];
    for (const other of old) {
      if (other.start < piece.start) pieces.splice(before.length, 0, { ...other, end: piece.start });
      if (other.end > piece.end) pieces.push({ ...other, start: piece.end, refetched: 0 });
    }
    this.#pieces.splice(first, before.length + old.length, ...joined(pieces, isOneFetch));
  }

  #between(start: number, end: number): Piece[] {
    const first = this.#indexOf(start);
    let past = first;
    while (past < this.#pieces.length && (this.#pieces[past] as Piece).start < end) past++;
    return this.#pieces.slice(first, past);
  }

  /** Forgets all but `extents`; what is in them and not known of came from an earlier run. */
  keep(extents: readonly Extent[]): void {
    const known = this.#pieces;
    this.#stretches = null;
    this.#pieces = extents.map(([start, end]) => ({ start, end, sender: null, connection: null, tries: 0, refetched: 0 }));
    for (const piece of known) {
      for (const [from, to] of extents) {
        const start = Math.max(piece.start, from);
        const end = Math.min(piece.end, to);
        if (start < end) this.lay({ ...piece, start, end });
      }
    }
  }

  /** All pieces. When there are more than `most`, neighbours from one source are told of as one. */
  list(most: number): ReportSegment[] {
    const pieces = this.#pieces.length <= most ? this.#pieces : joined(this.#pieces, isOneSource);
    return pieces.map(({ start, end, sender, connection, tries, refetched }) => ({
      start,
      end,
      source: sender?.host ?? null,
      connection,
      tries,
      refetched,
    }));
  }

  /** Who sent what, in order. */
  get stretches(): readonly Stretch[] {
    if (this.#stretches) return this.#stretches;
    const stretches: Stretch[] = [];
    for (const { start, end, sender } of this.#pieces) {
      const last = stretches.at(-1);
      if (last?.end === start && last.sender === sender) last.end = end;
      else stretches.push({ start, end, sender });
    }
    this.#stretches = stretches;
    return stretches;
  }

  /** The first piece that ends behind `position`. */
  #indexOf(position: number): number {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pieces[middle] as Piece).end > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const isOneSource = (one: Piece, next: Piece): boolean => one.sender?.host === next.sender?.host;
const isOneFetch = (one: Piece, next: Piece): boolean =>
  one.sender === next.sender && one.connection === next.connection && one.tries === next.tries;

/** Neighbours that touch and belong together, as one. */
function joined(pieces: readonly Piece[], together: (one: Piece, next: Piece) => boolean): Piece[] {
  const result: Piece[] = [];
  for (const next of pieces) {
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

/** Splits what is done where its sender changes, and names the senders. @param segments in order, as the stretches are. */
export function attribute(segments: readonly Segment[], stretches: readonly Stretch[]): Segment[] {
  const told: Segment[] = [];
  let first = 0;
  for (const segment of segments) {
    if (segment.state !== 'done') {
      told.push(segment);
      continue;
    }
    while ((stretches[first]?.end ?? Number.POSITIVE_INFINITY) <= segment.start) first++;
    let at = segment.start;
    const tell = (end: number, sender: Sender | null): void => {
      if (at < end) told.push({ ...segment, start: at, end, received: end - at, ...(sender && { source: sender.index }) });
      at = Math.max(at, end);
    };
    for (let index = first; index < stretches.length; index++) {
      const { start, end, sender } = stretches[index] as Stretch;
      if (start >= segment.end) break;
      tell(start, null);
      tell(Math.min(end, segment.end), sender);
    }
    tell(segment.end, null);
  }
  return told;
}
