/** Whether a window that is put back where it was could be got hold of there. */

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What must be seen of its width, and how far its upper edge may be from where the work area begins and ends. */
const enough = 80;
const barely = 8;

/**
 * False for what no display shows any more, for a window whose upper edge, by which it is dragged, is out of reach, and for anything that
 * is no rectangle.
 */
export function isReachable(bounds: Area, workArea: Area): boolean {
  if (![bounds.x, bounds.y, bounds.width, bounds.height].every(Number.isInteger)) return false;
  if (bounds.width <= 0 || bounds.height <= 0) return false;
  const width = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
  const below = bounds.y - workArea.y;
  return width >= enough && below >= -barely && below <= workArea.height - enough;
}
