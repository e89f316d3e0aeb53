/** What each column of the table is by default: how wide, and on which side its text stands. */
import type { ListColumn, ListWidths } from '../../contract/list-layout.ts';

interface Column {
  /** Pixels; the name takes what is left over as well. */
  readonly width: number;
  /** Figures stand at the end, so that their digits stand under each other. */
  readonly figures: boolean;
}

const text = (width: number): Column => ({ width, figures: false });
const figures = (width: number): Column => ({ width, figures: true });

const usual: Readonly<Record<ListColumn, Column>> = {
  name: text(200),
  status: text(136),
  progress: text(152),
  size: figures(84),
  speed: figures(104),
  left: figures(112),
  connections: figures(84),
  queue: figures(72),
  added: figures(108),
  finished: figures(108),
  host: text(160),
  folder: text(200),
};

export const isFigures = (column: ListColumn): boolean => usual[column].figures;

export const widthOf = (column: ListColumn, widths: ListWidths): number => widths[column] ?? usual[column].width;

/** Pixels from which the column of the status has room for more than the word; table.css hides the rest below. */
export const notedStatusWidth = 208;

/** Before the first column and after the last: the box to select with, and room for the buttons. */
const lead = 32;
const tail = 68;

/** The row as a grid, and the pixels below which it cannot shrink. */
export function gridOf(columns: readonly ListColumn[], widths: ListWidths): { template: string; width: number } {
  const sizes = columns.map((column) => widthOf(column, widths));
  const tracks = sizes.map((size, index) => (columns[index] === 'name' ? `minmax(${size}px, 1fr)` : `${size}px`));
  return { template: [`${lead}px`, ...tracks, `${tail}px`].join(' '), width: sizes.reduce((sum, size) => sum + size, lead + tail) };
}
