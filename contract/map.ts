/**
 * The compact map of a file that a list row carries: one character for each of up to 48 equal stretches of the file. Sent
 * ten times a second for every active download, it costs a few hundred bytes where the segments themselves would cost thousands.
 *
 * A lower-case letter says how much of a stretch is there, `a` for none and `k` for all of it; the same letter in upper case
 * says that a connection is writing in it now.
 */
import type { Segment } from './download.ts';

export const mapCells = 48;

const letters = 'abcdefghijk';
const most = letters.length - 1;

export interface MapCell {
  /** Part of the stretch that is there, 0 to 1. */
  readonly done: number;
  readonly active: boolean;
}

/** The map of a file of known size; null when there is nothing to draw one of. */
export function encodeMap(segments: readonly Segment[], size: number | null): string | null {
  if (size === null || size <= 0) return null;
  const cells = new Cells(size);
  for (const segment of segments) {
    const head = segment.start + segment.received;
    cells.fill(segment.start, Math.min(head, size));
    if (segment.state === 'active') cells.activate(Math.min(head, size - 1));
  }
  return cells.toString();
}

/** Cells begin at whole bytes, so that counting is exact: one missing byte of a terabyte still shows. */
class Cells {
  readonly #size: number;
  readonly #count: number;
  readonly #received: Float64Array;
  readonly #active: Uint8Array;

  constructor(size: number) {
    this.#size = size;
    this.#count = Math.min(mapCells, size);
    this.#received = new Float64Array(this.#count);
    this.#active = new Uint8Array(this.#count);
  }

  #startOf(cell: number): number {
    return Math.floor((cell * this.#size) / this.#count);
  }

  /** The cell that a byte lies in. Division may miss by one at an edge, which the edges themselves then settle. */
  #cellOf(byte: number): number {
    const cell = Math.floor((byte * this.#count) / this.#size);
    if (this.#startOf(cell + 1) <= byte) return cell + 1;
    return this.#startOf(cell) > byte ? cell - 1 : cell;
  }

  fill(start: number, end: number): void {
    if (start >= end) return;
    const last = this.#cellOf(end - 1);
    for (let cell = this.#cellOf(start); cell <= last; cell++) {
      const bytes = Math.min(end, this.#startOf(cell + 1)) - Math.max(start, this.#startOf(cell));
      this.#received[cell] = (this.#received[cell] ?? 0) + bytes;
    }
  }

  activate(byte: number): void {
    this.#active[this.#cellOf(byte)] = 1;
  }

  toString(): string {
    return Array.from(this.#received, (received, cell) => {
      const letter = letters[levelOf(received, this.#startOf(cell + 1) - this.#startOf(cell))] ?? 'a';
      return this.#active[cell] === 1 ? letter.toUpperCase() : letter;
    }).join('');
  }
}

/** Neither end is rounded to: a stretch shows as empty or full only when it is. */
function levelOf(received: number, length: number): number {
  if (received <= 0) return 0;
  if (received >= length) return most;
  return Math.min(most - 1, Math.max(1, Math.round((received / length) * most)));
}

export function decodeMap(map: string): MapCell[] {
  return Array.from(map, (character) => {
    const letter = character.toLowerCase();
    return { done: Math.max(0, letters.indexOf(letter)) / most, active: character !== letter };
  });
}
