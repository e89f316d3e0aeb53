/** The edge of a column, to be dragged with the mouse; two clicks give the column its usual width again. */
import { useRef, type PointerEvent } from 'react';
import type { ListColumn } from '../../contract/list-layout.ts';
import { useText } from '../controls/text.tsx';
import { keepWidths, previewWidth, resetWidth } from '../state/layout.ts';

export function ColumnEdge({ column }: { readonly column: ListColumn }) {
  const { direction } = useText();
  const drag = useRef<{ readonly from: number; readonly width: number; moved: boolean } | null>(null);

  function begin(event: PointerEvent<HTMLElement>): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    // As wide as it is seen: the name may be wider than what was chosen for it.
    const width = event.currentTarget.parentElement?.offsetWidth ?? 0;
    drag.current = { from: event.clientX, width, moved: false };
  }

  function follow(event: PointerEvent): void {
    if (!drag.current) return;
    const by = event.clientX - drag.current.from;
    if (by === 0) return;
    drag.current.moved = true;
    previewWidth(column, drag.current.width + (direction === 'rtl' ? -by : by));
  }

  function end(): void {
    if (drag.current?.moved) keepWidths();
    drag.current = null;
  }

  return (
    <div
      className="column-edge"
      aria-hidden
      onPointerDown={begin}
      // It lies over the next head as well, which would be dragged along.
      onMouseDown={(event) => event.preventDefault()}
      onPointerMove={follow}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => resetWidth(column)}
    />
  );
}
