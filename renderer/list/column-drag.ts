/** Heads of columns that are dragged to another place. The name has none: it is always first. */
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { useEffect, useState, type RefObject } from 'react';
import type { ListColumn } from '../../contract/list-layout.ts';
import { moveColumnToGap, useLayout } from '../state/layout.ts';
import { previewDrag } from './drag-preview.ts';

const dragged = 'column';

/** Makes the word of a head one that can be dragged; the head itself cannot be, for its edge is there to be pulled. */
export function useColumnDrag(word: RefObject<HTMLElement | null>, column: ListColumn, title: string): void {
  useEffect(() => {
    if (column === 'name' || !word.current) return undefined;
    return draggable({
      element: word.current,
      getInitialData: () => ({ [dragged]: column }),
      onGenerateDragPreview: ({ nativeSetDragImage }) => previewDrag(nativeSetDragImage, title),
    });
  }, [word, column, title]);
}

/** Where the column that is dragged would be put: the gap before the column of that number; null while nothing would come of it. */
export function useColumnGap(row: RefObject<HTMLElement | null>): number | null {
  const [gap, setGap] = useState<number | null>(null);
  useEffect(() => {
    const element = row.current;
    if (!element) return undefined;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => dragged in source.data,
      onDrag({ source, location }) {
        const place = gapAt(element, location.current.input.clientX);
        const from = useLayout.getState().columns.indexOf(source.data[dragged] as ListColumn);
        setGap(place === from || place === from + 1 ? null : place);
      },
      onDragLeave: () => setGap(null),
      onDrop({ source, location }) {
        setGap(null);
        moveColumnToGap(source.data[dragged] as ListColumn, gapAt(element, location.current.input.clientX));
      },
    });
  }, [row]);
  return gap;
}

/** The columns whose middle lies before the pointer, in the direction of reading; the name is before every gap. */
function gapAt(row: HTMLElement, x: number): number {
  const sign = getComputedStyle(row).direction === 'rtl' ? -1 : 1;
  const heads = [...row.querySelectorAll('[role=columnheader]')].map((head) => head.getBoundingClientRect());
  return Math.max(1, heads.filter(({ left, width }) => sign * (x - left - width / 2) > 0).length);
}
