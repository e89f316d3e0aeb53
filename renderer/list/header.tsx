/**
 * The heads of the table's columns. They are one stop for the keyboard: arrows go from one to the next, Enter sorts, Shift with an
 * arrow changes the width, Control and Shift with an arrow the place. The mouse drags the edges and the heads, and the menu can do all of it.
 */
import { ContextMenu } from '@base-ui/react/context-menu';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { ListColumn } from '../../contract/list-layout.ts';
import { useText } from '../controls/text.tsx';
import { keepWidths, moveColumn, previewWidth, sortByColumn, useLayout } from '../state/layout.ts';
import { directionOf } from '../state/order.ts';
import { say } from '../state/say.ts';
import { useColumnDrag, useColumnGap } from './column-drag.ts';
import { ColumnEdge } from './column-edge.tsx';
import { ColumnMenu } from './column-menu.tsx';
import { isFigures, widthOf } from './columns.ts';
import './header.css';

/** Pixels for each press of a key. */
const widthStep = 16;

export function ListHeader() {
  const { t, direction } = useText();
  const columns = useLayout((layout) => layout.columns);
  const row = useRef<HTMLDivElement>(null);
  const gap = useColumnGap(row);
  const [reachable, setReachable] = useState<ListColumn>('name');
  const [menuOf, setMenuOf] = useState<ListColumn>('name');

  function focusAt(index: number): void {
    const heads = row.current?.querySelectorAll('button') ?? [];
    heads[Math.min(Math.max(index, 0), heads.length - 1)]?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const at = columns.indexOf(reachable);
    const towardsEnd = direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    if (event.key === 'Home') focusAt(0);
    else if (event.key === 'End') focusAt(columns.length - 1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const by = event.key === towardsEnd ? 1 : -1;
      if (event.shiftKey && event.ctrlKey) moveColumn(reachable, by);
      else if (event.shiftKey) resize(reachable, by * widthStep);
      else focusAt(at + by);
    } else return;
    event.preventDefault();
  }

  function resize(column: ListColumn, by: number): void {
    const width = previewWidth(column, widthOf(column, useLayout.getState().widths) + by);
    keepWidths();
    say(t('columns.width', { column: t(`columns.${column}`), width }));
  }

  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        className="list-header"
        role="table"
        aria-label={t('columns.label')}
        onKeyDown={onKeyDown}
        onFocus={(event) => setReachable(columnAt(event.target) ?? 'name')}
        onContextMenu={(event) => setMenuOf(columnAt(event.target) ?? 'name')}
      >
        <div className="list-header-row" role="row" ref={row}>
          {columns.map((column, index) => (
            <Head
              key={column}
              column={column}
              reachable={column === reachable || (!columns.includes(reachable) && column === 'name')}
              drop={gap === index ? 'before' : gap === columns.length && index === gap - 1 ? 'after' : undefined}
            />
          ))}
        </div>
      </ContextMenu.Trigger>
      <ColumnMenu column={menuOf} />
    </ContextMenu.Root>
  );
}

interface HeadProps {
  readonly column: ListColumn;
  readonly reachable: boolean;
  /** On which side of it the one that is dragged would be put. */
  readonly drop: 'before' | 'after' | undefined;
}

function Head({ column, reachable, drop }: HeadProps) {
  const { t } = useText();
  const word = useRef<HTMLButtonElement>(null);
  useColumnDrag(word, column, t(`columns.${column}`));
  const sorting = useLayout((layout) => layout.sorting);
  const sorted = sorting.key === column ? directionOf(sorting) : undefined;
  const Arrow = sorted === 'ascending' ? ChevronUp : ChevronDown;
  return (
    <div
      className="list-head"
      role="columnheader"
      aria-sort={sorted}
      data-column={column}
      data-figures={isFigures(column) ? '' : undefined}
      data-drop={drop}
    >
      <button
        ref={word}
        type="button"
        tabIndex={reachable ? 0 : -1}
        aria-keyshortcuts="Shift+ArrowRight Shift+ArrowLeft Control+Shift+ArrowRight Control+Shift+ArrowLeft"
        onClick={() => sortByColumn(column)}
      >
        <span>{t(`columns.${column}`)}</span>
        {sorted && <Arrow className="icon" aria-hidden />}
      </button>
      <ColumnEdge column={column} />
    </div>
  );
}

const columnAt = (target: EventTarget): ListColumn | null =>
  ((target instanceof Element && target.closest<HTMLElement>('[data-column]')?.dataset['column']) || null) as ListColumn | null;
