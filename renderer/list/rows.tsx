/** The rows that can be seen, and a few beyond. Apart from the list around them: while it is scrolled, nothing else is drawn anew. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, startTransition, useCallback, useEffect, useImperativeHandle, useState, type Ref } from 'react';
import type { DownloadId } from '../../contract/download.ts';
import { useTellMotion } from './rest.ts';
import { Row } from './row.tsx';

/** Up to here every row is rendered, so that finding in the page and counting by a screen reader work as anywhere. */
const wholeUpTo = 250;
/** Rows beyond those that are seen, on either side; of a short list, so many more with each frame. */
const fewBeyond = 8;

export interface RowsHandle {
  /** Scrolls until the row of a number can be seen. */
  reveal(index: number): void;
}

interface RowsProps {
  readonly ref: Ref<RowsHandle>;
  readonly order: readonly DownloadId[];
  readonly scroller: HTMLElement;
  /** Pixels of a row. */
  readonly height: number;
  /** Pixels of the head, which stands above the rows, and over them when they are scrolled. */
  readonly margin: number;
  readonly table: boolean;
  /** Whether they can be dragged to other places. */
  readonly movable: boolean;
}

export const Rows = memo(function Rows({ ref, order, scroller, height, margin, table, movable }: RowsProps) {
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller,
    estimateSize: () => height,
    // With another function for it, the places of all rows are counted anew.
    getItemKey: useCallback((index: number) => order[index] ?? index, [order]),
    overscan: useBeyond(order.length),
    scrollMargin: margin,
    scrollPaddingStart: margin,
  });
  useTellMotion(virtualizer.isScrolling);
  useEffect(() => virtualizer.measure(), [virtualizer, height]);
  useImperativeHandle(ref, () => ({ reveal: (index) => virtualizer.scrollToIndex(index) }), [virtualizer]);

  return virtualizer
    .getVirtualItems()
    .map(({ key, index, start }) => (
      <Row key={key} id={String(key)} index={index} count={order.length} top={start - margin} table={table} movable={movable} />
    ));
});

/** How many rows are rendered beyond those that are seen. All of a short list are, but not at once: the frame that has to lay them out would be late. */
function useBeyond(count: number): number {
  const most = count <= wholeUpTo ? count : fewBeyond;
  const [grown, setGrown] = useState(fewBeyond);
  useEffect(() => {
    if (grown === most) return undefined;
    const frame = requestAnimationFrame(() => startTransition(() => setGrown(Math.min(most, grown + fewBeyond))));
    return () => cancelAnimationFrame(frame);
  }, [grown, most]);
  return Math.min(grown, most);
}
