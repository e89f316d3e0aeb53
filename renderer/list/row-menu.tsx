/** The menu of the selected rows. */
import { ContextMenu } from '@base-ui/react/context-menu';
import { layer } from '../controls/layer.tsx';
import type { DownloadRow } from '../../contract/download.ts';
import { useText } from '../controls/text.tsx';
import { copyText, openFile, pause, resume, retry, showInFolder, startNow } from '../state/commands.ts';
import { useDownloads } from '../state/downloads.ts';
import { canLimit, canOpen, canPause, canRefresh, canRemove, canResume, canStartNow } from '../state/groups.ts';
import { removeWithUndo } from '../state/removal.ts';
import { inQueueOrder, moveInQueue } from '../state/reorder.ts';
import { askForChecksum, askForLimit, askForLink, askToDelete, showDetails, useView } from '../state/view.ts';
import { CategoryMenu } from './category-menu.tsx';
import { PriorityMenu, QueueMenu } from './turn-menus.tsx';

export function RowMenu() {
  return (
    <ContextMenu.Portal container={layer}>
      <ContextMenu.Positioner className="layer-popup">
        <ContextMenu.Popup className="popup">
          <Items />
        </ContextMenu.Popup>
      </ContextMenu.Positioner>
    </ContextMenu.Portal>
  );
}

interface Entry {
  readonly key: string;
  readonly label: string;
  readonly keys?: string;
  readonly shown: boolean;
  readonly danger?: boolean;
  readonly run: () => void;
}

function Items() {
  const { t } = useText();
  const selected = useView((view) => view.selection.selected);
  const order = useView((view) => view.order);
  const rows = useDownloads((state) => state.list.rows);
  const chosen = order
    .filter((id) => selected.has(id))
    .map((id) => rows.get(id))
    .filter((row) => row !== undefined);
  const [first] = chosen;
  if (!first) return null;

  const ids = chosen.map((row) => row.id);
  const only: DownloadRow | null = chosen.length === 1 ? first : null;
  const sha256 = only?.sha256 ?? null;
  // What has ended, or is under way already, starts no sooner for being moved; in the order of the queue it can be put aside all the same.
  const waiting = inQueueOrder() || chosen.some((row) => row.status === 'queued' || row.status === 'paused');

  const blocks: readonly (readonly Entry[])[] = [
    [
      { key: 'open', label: t('menu.open'), shown: only !== null && canOpen(only), run: () => void openFile(first.id) },
      { key: 'folder', label: t('menu.showInFolder'), shown: only !== null && canOpen(only), run: () => void showInFolder(first.id) },
      { key: 'details', label: t('menu.details'), keys: t('shortcuts.keys.enter'), shown: only !== null, run: () => showDetails(first.id) },
    ],
    [
      { key: 'pause', label: t('menu.pause'), keys: t('shortcuts.keys.space'), shown: chosen.some(canPause), run: () => void pause(ids) },
      {
        key: 'resume',
        label: t('menu.resume'),
        keys: t('shortcuts.keys.space'),
        shown: chosen.some(canResume),
        run: () => void resume(ids),
      },
      { key: 'now', label: t('menu.startNow'), shown: chosen.some(canStartNow), run: () => void startNow(ids) },
      { key: 'retry', label: t('menu.retry'), shown: chosen.some((row) => row.status === 'failed'), run: () => void retry(ids) },
      { key: 'refresh', label: t('menu.refreshLink'), shown: only !== null && canRefresh(only), run: () => askForLink(first.id) },
      { key: 'expect', label: t('menu.expect'), shown: only !== null, run: () => askForChecksum(first.id) },
      { key: 'limit', label: t('menu.limit'), shown: chosen.some(canLimit), run: () => askForLimit(ids) },
      {
        key: 'front',
        label: t('menu.toFront'),
        keys: t('shortcuts.keys.altHome'),
        shown: waiting,
        run: () => void moveInQueue(ids, 'first'),
      },
      { key: 'back', label: t('menu.toBack'), keys: t('shortcuts.keys.altEnd'), shown: waiting, run: () => void moveInQueue(ids, 'last') },
    ],
    [
      { key: 'link', label: t('menu.copyLink'), shown: true, run: () => void copyText(chosen.map((row) => row.url).join('\n')) },
      { key: 'sum', label: t('menu.copyChecksum'), shown: sha256 !== null, run: () => void copyText(sha256 ?? '') },
    ],
    [
      {
        key: 'remove',
        label: t('menu.remove'),
        keys: t('shortcuts.keys.delete'),
        shown: chosen.some(canRemove),
        run: () => removeWithUndo(ids),
      },
      { key: 'delete', label: t('menu.removeWithFile'), shown: chosen.some(canOpen), danger: true, run: () => askToDelete(ids) },
    ],
  ];
  const filled = blocks.map((block) => block.filter((entry) => entry.shown)).filter((block) => block.length > 0);
  return filled.map((block, index) => (
    <div key={block[0]?.key} role="presentation">
      {index > 0 && <ContextMenu.Separator className="separator" />}
      {block.map((entry) => (
        <ContextMenu.Item key={entry.key} className={entry.danger ? 'item item-danger' : 'item'} onClick={entry.run}>
          {entry.label}
          {entry.keys && <span className="item-keys">{entry.keys}</span>}
        </ContextMenu.Item>
      ))}
      {block.some((entry) => entry.key === 'limit') && (
        <>
          <QueueMenu rows={chosen} />
          <PriorityMenu rows={chosen} />
        </>
      )}
      {block.some((entry) => entry.key === 'link') && <CategoryMenu rows={chosen} />}
    </div>
  ));
}
