/** Bars made of line characters: heavy where bytes are, light where they are missing. */
import type { Progress } from '../../service/headless.ts';

type Span = Pick<Progress['segments'][number], 'start' | 'end' | 'received'>;

export interface Glyphs {
  readonly full: string;
  readonly half: string;
  readonly empty: string;
  readonly more: string;
  readonly done: string;
  readonly failed: string;
}

export const lineGlyphs: Glyphs = { full: '━', half: '╸', empty: '─', more: '…', done: '✓', failed: '✗' };
export const asciiGlyphs: Glyphs = { full: '=', half: '-', empty: '.', more: '...', done: 'ok', failed: '!!' };

/** The bar's cells in runs of one kind, so that a colour is set once for each. */
export interface Run {
  readonly kind: 'full' | 'half' | 'empty';
  readonly length: number;
}

/** How much of each of `width` equal parts of the file is there, from 0 to 1. */
function coverage(spans: readonly Span[], size: number, width: number): Float64Array {
  const cells = new Float64Array(width);
  const cellSize = size / width;
  for (const { start, received } of spans) {
    const end = start + received;
    const last = Math.min(width - 1, Math.ceil(end / cellSize) - 1);
    for (let cell = Math.floor(start / cellSize); cell <= last; cell++) {
      const overlap = Math.min(end, (cell + 1) * cellSize) - Math.max(start, cell * cellSize);
      cells[cell] = (cells[cell] ?? 0) + Math.max(0, overlap) / cellSize;
    }
  }
  return cells;
}

/** The file from its first byte to its last, with every gap that is wider than half a cell. */
export function chart(spans: readonly Span[], size: number, width: number): readonly Run[] {
  const runs: { kind: Run['kind']; length: number }[] = [];
  for (const share of size > 0 ? coverage(spans, size, width) : new Float64Array(width).fill(1)) {
    // Sums of parts may fall short of one by rounding.
    const kind = share > 1 - 1e-9 ? 'full' : share >= 0.5 ? 'half' : 'empty';
    const last = runs.at(-1);
    if (last?.kind === kind) last.length += 1;
    else runs.push({ kind, length: 1 });
  }
  return runs;
}
