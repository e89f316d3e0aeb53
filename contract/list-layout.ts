/** How the list of downloads is laid out. The window draws it; the service only remembers it from one start to the next. */
import { z } from 'zod';
import { listColumns, listDensities, narrowestColumn, widestColumn } from './list-columns.ts';

export const ListDensity = z.enum(listDensities);
export type ListDensity = z.infer<typeof ListDensity>;

export const ListColumn = z.enum(listColumns);
export type ListColumn = z.infer<typeof ListColumn>;

/** Where `reversed` is false the order is the one that people mean by it: names from A on, the largest and the newest first. */
export const ListSorting = z.object({ key: ListColumn, reversed: z.boolean() });
export type ListSorting = z.infer<typeof ListSorting>;

/** CSS pixels. */
const ColumnWidth = z.number().min(narrowestColumn).max(widestColumn);

/** The widths that somebody has chosen; the other columns have their usual ones. */
export const ListWidths = z.partialRecord(ListColumn, ColumnWidth);
export type ListWidths = z.infer<typeof ListWidths>;
