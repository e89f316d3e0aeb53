/** The compact map of a file, drawn as two shapes however many cells it has. */
import { memo } from 'react';
import { decodeMap } from '../../contract/map.ts';

export const FileMap = memo(function FileMap({ map }: { readonly map: string }) {
  const cells = decodeMap(map);
  let done = '';
  let active = '';
  for (const [at, cell] of cells.entries()) {
    if (cell.active) active += `M${at} 0h1v1h-1z`;
    if (cell.done > 0) done += `M${at} 0h${cell.done}v1h${-cell.done}z`;
  }
  return (
    <svg className="file-map" viewBox={`0 0 ${cells.length} 1`} preserveAspectRatio="none" aria-hidden>
      <path className="file-map-active" d={active} />
      <path className="file-map-done" d={done} />
    </svg>
  );
});
