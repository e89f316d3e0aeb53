/** Rows that are dragged within the list. Nothing of it leaves the window, so that it is never taken for links being dropped. */
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import i18next from 'i18next';
import { useEffect, useState, type RefObject } from 'react';
import type { DownloadId } from '../../contract/download.ts';
import { rowOf } from '../state/downloads.ts';
import { dropInGap } from '../state/reorder.ts';
import { selectOnly } from '../state/selection.ts';
import { select, selectedIds, useView } from '../state/view.ts';
import { previewDrag } from './drag-preview.ts';

const dragged = 'download';

/** Makes a row one that can be dragged, together with all that are selected with it. */
export function useRowDrag(element: RefObject<HTMLElement | null>, id: DownloadId, enabled: boolean): void {
  useEffect(() => {
    if (!enabled || !element.current) return undefined;
    return draggable({
      element: element.current,
      getInitialData: () => ({ [dragged]: id }),
      onDragStart() {
        if (!useView.getState().selection.selected.has(id)) select(() => selectOnly(id));
      },
      onGenerateDragPreview({ nativeSetDragImage }) {
        const { selected } = useView.getState().selection;
        const count = selected.has(id) ? selected.size : 1;
        previewDrag(nativeSetDragImage, count > 1 ? i18next.t('selection.count', { count }) : (rowOf(id)?.name ?? ''));
      },
    });
  }, [element, id, enabled]);
}

/** Where what is dragged would be put: a gap between rows, 0 above the first; null while nothing is dragged over the list. */
export function useDropGap(list: RefObject<HTMLElement | null>, rowHeight: number, count: number, enabled: boolean): number | null {
  const [gap, setGap] = useState<number | null>(null);
  useEffect(() => {
    const element = list.current;
    if (!enabled || !element) return undefined;
    const gapAt = (y: number): number => Math.min(count, Math.max(0, Math.round((y - element.getBoundingClientRect().top) / rowHeight)));
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => dragged in source.data,
      onDrag: ({ location }) => setGap(gapAt(location.current.input.clientY)),
      onDragLeave: () => setGap(null),
      onDrop({ location }) {
        setGap(null);
        void dropInGap(selectedIds(), gapAt(location.current.input.clientY));
      },
    });
  }, [list, rowHeight, count, enabled]);
  return enabled ? gap : null;
}
