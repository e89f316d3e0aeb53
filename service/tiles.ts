/**
 * The tiles of a file as a window can use them. A large file that was fetched in many pieces has thousands of tiles, which several times
 * a second would be megabytes of messages: where nothing happens, neighbours that nobody could tell apart are told of as one.
 */
import type { Segment } from '../contract/download.ts';
import { joinSegments } from '../contract/segments.ts';

/** Up to here all are told of. */
const mostTiles = 256;

export function condense(tiles: readonly Segment[], size: number | null): readonly Segment[] {
  if (size === null || tiles.length <= mostTiles) return tiles;
  const stretch = size / mostTiles;
  const told: Segment[] = [];
  for (const tile of tiles) {
    const last = told.at(-1);
    if (last && last.state !== 'active' && tile.state !== 'active' && tile.end - last.start <= stretch) {
      told[told.length - 1] = joinSegments(last, tile);
    } else {
      told.push(tile);
    }
  }
  return told;
}
