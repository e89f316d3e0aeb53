/** The list of downloads. It is one stop for the keyboard. */
import { ContextMenu } from '@base-ui/react/context-menu';
import { memo, useLayoutEffect, useRef, useState, type CSSProperties, type FocusEvent, type KeyboardEvent, type MouseEvent } from 'react';
import type { DownloadId } from '../../contract/download.ts';
import { useText } from '../controls/text.tsx';
import { openFile, pauseOrResume } from '../state/commands.ts';
import { rowOf } from '../state/downloads.ts';
import { canOpen } from '../state/groups.ts';
import { useLayout } from '../state/layout.ts';
import type { QueueStep } from '../state/queue.ts';
import { removeWithUndo } from '../state/removal.ts';
import { moveInQueue } from '../state/reorder.ts';
import { extendTo, neighbour, noSelection, selectAll, selectOnly, stepFrom, steps, toggle } from '../state/selection.ts';
import { askToDelete, closeDetails, select, selectedIds, showDetails, useView } from '../state/view.ts';
import { gridOf } from './columns.ts';
import { useCompact } from './compact.ts';
import { ListHeader } from './header.tsx';
import { useDropGap } from './row-drag.ts';
import { RowMenu } from './row-menu.tsx';
import { rowElementId } from './row.tsx';
import { Rows, type RowsHandle } from './rows.tsx';
import './list.css';
import './table.css';

const rowHeights = { comfortable: 64, compact: 92, table: 36 } as const;
const headerHeight = 36;

const queueSteps: Readonly<Record<string, QueueStep>> = { ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last' };

export const DownloadList = memo(function DownloadList({ order }: { readonly order: readonly DownloadId[] }) {
  const { t } = useText();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const rows = useRef<RowsHandle>(null);
  const list = useRef<HTMLUListElement>(null);
  const compact = useCompact(scroller);
  const density = useLayout((layout) => layout.density);
  const columns = useLayout((layout) => layout.columns);
  const widths = useLayout((layout) => layout.widths);
  const movable = useLayout((layout) => layout.sorting.key === 'queue');
  const form = compact ? 'compact' : density;
  const table = form === 'table';
  const height = rowHeights[form];
  const grid = gridOf(columns, widths);
  const gap = useDropGap(list, height, order.length, movable);

  // A row that is put elsewhere on the page loses the keyboard: it gets it back, and is followed when it was moved on purpose.
  // When it goes, the keyboard goes to the row that takes its place.
  const before = useRef(order);
  const keyboardOn = useRef<DownloadId | null>(null);
  const followed = useRef(false);
  useLayoutEffect(() => {
    const earlier = before.current;
    before.current = order;
    const id = keyboardOn.current;
    if (id === null) return;
    if (!order.includes(id)) {
      const next = neighbour(id, earlier, new Set(order));
      if (next !== null && document.activeElement === document.body) focusRow(next);
    } else if (followed.current) focusRow(id);
    else if (document.activeElement === document.body) document.getElementById(rowElementId(id))?.focus({ preventScroll: true });
    followed.current = false;
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [order]);

  /** Puts the keyboard on a row, which may have to be scrolled into being first. */
  function focusRow(id: DownloadId): void {
    rows.current?.reveal(order.indexOf(id));
    requestAnimationFrame(() => document.getElementById(rowElementId(id))?.focus({ preventScroll: true }));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = steps[event.key];
    const queueStep = event.altKey ? queueSteps[event.key] : undefined;
    if (queueStep) {
      followed.current = true;
      void moveInQueue(idsToActOn(), queueStep);
      event.preventDefault();
      return;
    }
    if (step && !event.altKey) {
      const page = Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / height) - 1);
      const target = stepFrom(useView.getState().selection.cursor, order, step, page);
      if (target !== null) moveTo(target, event);
      event.preventDefault();
      return;
    }
    if (isControl(event.target)) return;
    const handled = act(event);
    if (handled) event.preventDefault();
  }

  function moveTo(target: DownloadId, event: KeyboardEvent): void {
    if (event.shiftKey) select((selection) => extendTo(selection, order, target));
    else if (event.ctrlKey || event.metaKey) select((selection) => ({ ...selection, cursor: target }));
    else select(() => selectOnly(target));
    focusRow(target);
  }

  return (
    <div
      ref={setScroller}
      className="list-scroller"
      data-form={form}
      style={table ? ({ '--columns': grid.template, '--list-width': `${grid.width}px` } as CSSProperties) : undefined}
    >
      {table && <ListHeader />}
      <ContextMenu.Root>
        <ContextMenu.Trigger
          render={<ul ref={list} />}
          className="list"
          aria-label={t('app.main')}
          style={{ blockSize: order.length * height }}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onDoubleClick={onDoubleClick}
          onContextMenu={onContextMenu}
          onFocus={(event) => {
            keyboardOn.current = rowIdAt(event.target);
            onFocus(event);
          }}
          onBlur={() => {
            keyboardOn.current = null;
          }}
        >
          {scroller && (
            <Rows
              ref={rows}
              order={order}
              scroller={scroller}
              height={height}
              margin={table ? headerHeight : 0}
              table={table}
              movable={movable}
            />
          )}
          {gap !== null && <li className="drop-gap" role="presentation" style={{ translate: `0 ${gap * height}px` }} />}
        </ContextMenu.Trigger>
        <RowMenu />
      </ContextMenu.Root>
    </div>
  );
});

/** What is selected, or else the row that the keyboard is on. */
function idsToActOn(): DownloadId[] {
  const ids = selectedIds();
  const { cursor } = useView.getState().selection;
  return ids.length > 0 || cursor === null ? ids : [cursor];
}

/** The keys that act on what is selected. False leaves the key to whoever else wants it. */
function act(event: KeyboardEvent): boolean {
  const { cursor } = useView.getState().selection;
  switch (event.key) {
    case ' ':
      if ((event.ctrlKey || event.metaKey) && cursor !== null) select((current) => toggle(current, cursor));
      else void pauseOrResume(idsToActOn());
      return true;
    case 'Enter':
      if (cursor !== null) showDetails(cursor);
      return true;
    case 'Delete':
    case 'Backspace':
      if (event.shiftKey) askToDelete(idsToActOn());
      else removeWithUndo(idsToActOn());
      return true;
    case 'Escape':
      if (useView.getState().detailsOpen) closeDetails();
      else select(({ cursor: stays }) => ({ ...noSelection, cursor: stays }));
      return true;
    case 'a':
      if (!event.ctrlKey && !event.metaKey) return false;
      select(selectAll);
      return true;
    default:
      return false;
  }
}

function onFocus(event: FocusEvent): void {
  const id = rowIdAt(event.target);
  if (id !== null && useView.getState().selection.cursor !== id) select((selection) => ({ ...selection, cursor: id }));
}

function onClick(event: MouseEvent): void {
  const id = rowIdAt(event.target);
  if (id === null || isControl(event.target)) return;
  if (event.shiftKey) select((selection, order) => extendTo(selection, order, id));
  else if (event.ctrlKey || event.metaKey) select((selection) => toggle(selection, id));
  else showDetails(id);
}

function onDoubleClick(event: MouseEvent): void {
  const id = rowIdAt(event.target);
  const row = id === null ? undefined : rowOf(id);
  if (row && !isControl(event.target) && canOpen(row)) void openFile(row.id);
}

/** The menu is about the selection; a row outside of it becomes the selection first. */
function onContextMenu(event: MouseEvent): void {
  const id = rowIdAt(event.target);
  if (id === null) event.preventDefault();
  else if (!useView.getState().selection.selected.has(id)) select(() => selectOnly(id));
}

const rowIdAt = (target: EventTarget): DownloadId | null =>
  (target instanceof Element && target.closest<HTMLElement>('.row')?.dataset['id']) || null;

const isControl = (target: EventTarget): boolean => target instanceof Element && target.closest('button, input') !== null;
