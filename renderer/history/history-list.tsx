/** The entries that can be seen, as one stop for the keyboard: arrows go through them, Tab to what can be done with one. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, Copy, FolderOpen, RotateCcw, X } from 'lucide-react';
import { useEffect, useId, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import type { HistoryEntry } from '../../contract/history.ts';
import { IconButton } from '../controls/button.tsx';
import { FileIcon } from '../controls/file-icon.tsx';
import { useText } from '../controls/text.tsx';
import { copyText, downloadAgain, removeHistory, showHistoryInFolder } from '../state/commands.ts';
import { stepFrom, steps } from '../state/selection.ts';
import { HistoryFacts } from './history-facts.tsx';
import type { HistoryView } from './use-history.ts';

/** Of an entry that shows no more than its line. */
const rowHeight = 64;

export function HistoryList({ history }: { readonly history: HistoryView }) {
  const { t } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const total = history.total ?? 0;
  const [current, setCurrent] = useState(0);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const cursor = Math.min(current, total - 1);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const start = items[0]?.index ?? 0;
  const end = (items.at(-1)?.index ?? 0) + 1;
  const { need } = history;
  useEffect(() => need(start, end), [need, start, end]);

  function focusRow(index: number): void {
    setCurrent(index);
    virtualizer.scrollToIndex(index);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true }));
  }

  /** Whatever has the keyboard, a row or a button in it, is where the arrows go on from. */
  function onFocus(event: FocusEvent): void {
    const row = event.target.closest<HTMLElement>('.history-row');
    if (row) setCurrent(Number(row.dataset['index']));
  }

  const toggle = (id: string): void => setOpened((before) => before.symmetricDifference(new Set([id])));

  function onKeyDown(event: KeyboardEvent): void {
    const step = steps[event.key];
    const entry = history.entryAt(cursor);
    if (step) {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
      const order = Array.from({ length: total }, (_, index) => String(index));
      focusRow(Number(stepFrom(String(cursor), order, step, page) ?? 0));
    } else if (event.key === 'Delete' && entry) {
      void removeHistory([entry.id]);
      focusRow(Math.min(cursor, total - 2));
    } else if (event.key === 'Enter' && entry && (event.target as Element).matches('.history-row')) toggle(entry.id);
    else return;
    event.preventDefault();
  }

  return (
    // Not a control of its own: it hears the keys of the rows in it.
    <div ref={scroller} className="history-scroller" onKeyDown={onKeyDown} onFocus={onFocus} role="presentation">
      <ul className="history" aria-label={t('history.title')} style={{ blockSize: virtualizer.getTotalSize() }}>
        {items.map(({ index, start: top }) => (
          <li
            key={index}
            ref={virtualizer.measureElement}
            className="history-row"
            data-index={index}
            // The one stop that the list is for the keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={index === cursor ? 0 : -1}
            aria-posinset={index + 1}
            aria-setsize={total}
            aria-label={history.entryAt(index)?.name}
            style={{ translate: `0 ${top}px` }}
          >
            <Entry entry={history.entryAt(index)} opened={opened} onToggle={toggle} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface EntryProps {
  readonly entry: HistoryEntry | undefined;
  /** The ids of the entries that show all there is. */
  readonly opened: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}

function Entry({ entry, opened, onToggle }: EntryProps) {
  const more = useId();
  const { t, format } = useText();
  if (!entry) return null;
  const { id, name, host, size, at, completed, present } = entry;
  const open = opened.has(id);
  const where = !completed ? t('history.unfinished') : present ? null : t('row.gone');
  const facts = [format.moment(at), host, size === null ? null : format.size(size), where].filter((fact) => fact !== null);
  return (
    <>
      <div className="history-line">
        <FileIcon name={name} />
        <div className="history-words">
          <bdi className="history-name">{name}</bdi>
          <span className="history-facts">{facts.join(' · ')}</span>
        </div>
        <IconButton
          icon={ChevronDown}
          className="history-toggle"
          label={t('history.about', { name })}
          hint={t('history.aboutHint')}
          aria-expanded={open}
          aria-controls={open ? more : undefined}
          onClick={() => onToggle(id)}
        />
        <IconButton icon={RotateCcw} label={t('history.again', { name })} hint={t('menu.again')} onClick={() => void downloadAgain([id])} />
        <IconButton icon={Copy} label={t('history.copy', { name })} hint={t('menu.copyLink')} onClick={() => void copyText(entry.url)} />
        <IconButton
          icon={FolderOpen}
          label={t('row.showInFolder', { name })}
          hint={t('menu.showInFolder')}
          disabled={!present}
          onClick={() => void showHistoryInFolder(id)}
        />
        <IconButton
          icon={X}
          label={t('history.remove', { name })}
          hint={t('history.removeHint')}
          onClick={() => void removeHistory([id])}
        />
      </div>
      {open && <HistoryFacts id={more} entry={entry} />}
    </>
  );
}
