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
  const count = Math.min(mapCells, size);
  const width = size / count;
  const received = new Float64Array(count);
  const active = new Uint8Array(count);

  for (const segment of segments) {
    const head = segment.start + segment.received;
    fill(received, width, segment.start, Math.min(head, size));
    if (segment.state === 'active') active[Math.min(count - 1, Math.floor(head / width))] = 1;
  }

  let map = '';
  for (let cell = 0; cell < count; cell++) {
    const level = levelOf((received[cell] ?? 0) / width);
    const letter = letters[level] ?? 'a';
    map += active[cell] === 1 ? letter.toUpperCase() : letter;
  }
  return map;
}

/** Adds the bytes of [start, end) to the cells that they fall in. */
function fill(cells: Float64Array, width: number, start: number, end: number): void {
  for (let cell = Math.floor(start / width); cell < cells.length && cell * width < end; cell++) {
    const bytes = Math.min(end, (cell + 1) * width) - Math.max(start, cell * width);
    cells[cell] = (cells[cell] ?? 0) + Math.max(0, bytes);
  }
}

/** Neither end is rounded to: a stretch shows as empty or full only when it is. */
function levelOf(done: number): number {
  if (done <= 0) return 0;
  // A byte's share of a cell is not exact in binary, so full allows for the last bit.
  if (done >= 1 - 1e-9) return most;
  return Math.min(most - 1, Math.max(1, Math.round(done * most)));
}

export function decodeMap(map: string): MapCell[] {
  return Array.from(map, (character) => {
    const letter = character.toLowerCase();
    return { done: Math.max(0, letters.indexOf(letter)) / most, active: character !== letter };
  });
}
