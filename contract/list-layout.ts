/** How the list of downloads is laid out. The window draws it; the service only remembers it from one start to the next. */
import { z } from 'zod';

/** `comfortable` has two calm lines for each download, `table` one line and the columns that were chosen. */
export const ListDensity = z.enum(['comfortable', 'table']);
export type ListDensity = z.infer<typeof ListDensity>;

/** Every list has its names: that column cannot be taken away, and comes first. */
export const listColumns = [
  'name',
  'status',
  'progress',
  'size',
  'speed',
  'left',
  'connections',
  'queue',
  'added',
  'finished',
  'host',
  'folder',
] as const;
export const ListColumn = z.enum(listColumns);
export type ListColumn = z.infer<typeof ListColumn>;

export const defaultColumns: readonly ListColumn[] = ['name', 'status', 'progress', 'size', 'speed', 'left', 'added'];

/** Where `reversed` is false the order is the one that people mean by it: names from A on, the largest and the newest first. */
export const ListSorting = z.object({ key: ListColumn, reversed: z.boolean() });
export type ListSorting = z.infer<typeof ListSorting>;

/** CSS pixels. */
export const narrowestColumn = 48;
export const widestColumn = 1200;
const ColumnWidth = z.number().min(narrowestColumn).max(widestColumn);

/** The widths that somebody has chosen; the other columns have their usual ones. */
export const ListWidths = z.partialRecord(ListColumn, ColumnWidth);
export type ListWidths = z.infer<typeof ListWidths>;
