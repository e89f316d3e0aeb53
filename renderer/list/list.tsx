/** The list of downloads: only what can be seen is rendered, and it is one stop for the keyboard. */
import { ContextMenu } from '@base-ui/react/context-menu';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { DownloadId } from '../../contract/download.ts';
import { useText } from '../controls/text.tsx';
import { openFile, pauseOrResume } from '../state/commands.ts';
import { rowOf } from '../state/downloads.ts';
import { canOpen } from '../state/groups.ts';
import { removeWithUndo } from '../state/removal.ts';
import { extendTo, noSelection, selectAll, selectOnly, stepFrom, toggle, type Step } from '../state/selection.ts';
import { askToDelete, closeDetails, select, selectedIds, showDetails, useView } from '../state/view.ts';
import { Row, rowElementId } from './row.tsx';
import { RowMenu } from './row-menu.tsx';
import { useCompact } from './compact.ts';
import './list.css';

/** Up to here every row is rendered, so that finding in the page and counting by a screen reader work as anywhere. */
const wholeUpTo = 250;
const rowHeight = 64;
const compactRowHeight = 92;

const steps: Readonly<Record<string, Step>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
};

export function DownloadList({ order }: { readonly order: readonly DownloadId[] }) {
  const { t } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const compact = useCompact(scroller);
  const height = compact ? compactRowHeight : rowHeight;
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => order[index] ?? index,
    overscan: order.length <= wholeUpTo ? order.length : 8,
  });

  useEffect(() => virtualizer.measure(), [virtualizer, height]);

  /** Puts the keyboard on a row, which may have to be scrolled into being first. */
  function focusRow(id: DownloadId): void {
    virtualizer.scrollToIndex(order.indexOf(id));
    requestAnimationFrame(() => document.getElementById(rowElementId(id))?.focus({ preventScroll: true }));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = steps[event.key];
    if (step) {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1);
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
    <ContextMenu.Root>
      <ContextMenu.Trigger
        ref={scroller}
        className="list-scroller"
        data-compact={compact ? '' : undefined}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onContextMenu={onContextMenu}
        onFocus={(event) => {
          const id = rowIdAt(event.target);
          if (id !== null && useView.getState().selection.cursor !== id) select((selection) => ({ ...selection, cursor: id }));
        }}
      >
        <ul className="list" aria-label={t('app.main')} style={{ blockSize: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <Row key={item.key} id={String(item.key)} index={item.index} count={order.length} top={item.start} />
          ))}
        </ul>
      </ContextMenu.Trigger>
      <RowMenu />
    </ContextMenu.Root>
  );
}

/** The keys that act on what is selected. False leaves the key to whoever else wants it. */
function act(event: KeyboardEvent): boolean {
  const { selection } = useView.getState();
  const ids = selectedIds();
  const { cursor } = selection;
  switch (event.key) {
    case ' ':
      if ((event.ctrlKey || event.metaKey) && cursor !== null) select((current) => toggle(current, cursor));
      else void pauseOrResume(ids.length > 0 || cursor === null ? ids : [cursor]);
      return true;
    case 'Enter':
      if (cursor !== null) showDetails(cursor);
      return true;
    case 'Delete':
    case 'Backspace':
      if (event.shiftKey) askToDelete(ids);
      else removeWithUndo(ids);
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
