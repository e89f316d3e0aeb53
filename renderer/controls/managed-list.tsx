/** A short list that people keep in order: every entry can be edited, removed and, where its place counts, moved. */
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { useText } from './text.tsx';
import './managed-list.css';

interface ManagedItem {
  readonly id: string;
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  /** It cannot be removed. */
  readonly fixed?: boolean;
  /** What else can be done with it at once. */
  readonly control?: ReactNode;
}

interface ManagedListProps {
  readonly label: string;
  readonly items: readonly ManagedItem[];
  readonly onEdit: (id: string) => void;
  readonly onRemove: (id: string) => void;
  /** Left out where the order means nothing. */
  readonly onMove?: (id: string, by: -1 | 1) => void;
  /** Said when there are none. */
  readonly empty: string;
}

export function ManagedList({ label, items, onEdit, onRemove, onMove, empty }: ManagedListProps) {
  const { t } = useText();
  const list = useRef<HTMLUListElement>(null);
  /** Which entry gets the keyboard once the list has changed as asked; the service has to say so first. */
  const next = useRef<{ readonly id: string; readonly before: string } | null>(null);
  const ids = items.map(({ id }) => id).join('\n');
  useLayoutEffect(() => {
    if (next.current === null || next.current.before === ids) return;
    list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next.current.id)}"]`)?.focus();
    next.current = null;
  });

  const focusAt = (index: number): void => {
    const buttons = list.current?.querySelectorAll<HTMLElement>('.managed-main') ?? [];
    buttons[Math.min(Math.max(index, 0), buttons.length - 1)]?.focus();
  };

  function onKeyDown(event: KeyboardEvent, id: string, index: number): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by !== 0 && event.altKey) move(id, index, by);
    else if (by !== 0) focusAt(index + by);
    else if (event.key === 'Delete' && !items[index]?.fixed) remove(id, index);
    else return;
    event.preventDefault();
  }

  function move(id: string, index: number, by: -1 | 1): void {
    if (!onMove || index + by < 0 || index + by >= items.length) return;
    next.current = { id, before: ids };
    onMove(id, by);
  }

  function remove(id: string, index: number): void {
    const neighbour = items[index + 1] ?? items[index - 1];
    next.current = neighbour ? { id: neighbour.id, before: ids } : null;
    onRemove(id);
  }

  if (items.length === 0) return <p className="managed-empty">{empty}</p>;
  return (
    <ul ref={list} className="managed" aria-label={label}>
      {items.map(({ id, icon, title, text, fixed = false, control }, index) => (
        <li key={id} className="managed-item" data-fixed={fixed ? '' : undefined}>
          <button
            type="button"
            className="managed-main"
            data-id={id}
            aria-label={t('managed.edit', { name: title })}
            onClick={() => onEdit(id)}
            onKeyDown={(event) => onKeyDown(event, id, index)}
          >
            {icon}
            <span className="managed-words">
              <bdi className="managed-title">{title}</bdi>
              <bdi className="managed-text">{text}</bdi>
            </span>
          </button>
          {control}
          {onMove && (
            <>
              <IconButton
                icon={ArrowUp}
                label={t('managed.up', { name: title })}
                hint={t('managed.upHint')}
                disabled={index === 0}
                onClick={() => move(id, index, -1)}
              />
              <IconButton
                icon={ArrowDown}
                label={t('managed.down', { name: title })}
                hint={t('managed.downHint')}
                disabled={index === items.length - 1}
                onClick={() => move(id, index, 1)}
              />
            </>
          )}
          {!fixed && (
            <IconButton
              icon={Trash2}
              label={t('managed.remove', { name: title })}
              hint={t('managed.removeHint')}
              onClick={() => remove(id, index)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
