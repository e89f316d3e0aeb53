/** What the list can show of downloads, and how. No schema library here: the window's first picture waits for this file. */

/** `comfortable` has two calm lines for each download, `table` one line and the columns that were chosen. */
export const listDensities = ['comfortable', 'table'] as const;

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

export const defaultColumns: readonly (typeof listColumns)[number][] = ['name', 'status', 'progress', 'size', 'speed', 'left', 'added'];

/** CSS pixels. */
export const narrowestColumn = 48;
export const widestColumn = 1200;
