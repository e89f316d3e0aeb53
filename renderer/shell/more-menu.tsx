/** What is wanted now and then, each with its words: other views, what keeps the list in order, and help. */
import { Menu } from '@base-ui/react/menu';
import {
  Download,
  Ellipsis,
  FileText,
  History as HistoryIcon,
  Keyboard,
  ListOrdered,
  ListX,
  RotateCw,
  Server,
  Shapes,
  ShieldCheck,
  Upload,
  type LucideIcon,
} from 'lucide-react';
import { exportAll, exportLinks } from '../backup/export.ts';
import { IconButton } from '../controls/button.tsx';
import { layer } from '../controls/layer.tsx';
import { useText } from '../controls/text.tsx';
import { retryFailed } from '../state/commands.ts';
import { useCounts } from '../state/counts.ts';
import { removeCompleted } from '../state/removal.ts';
import { openDialog } from '../state/view.ts';

export function MoreMenu() {
  const { t } = useText();
  const item = (Icon: LucideIcon, label: string, run: () => void, key?: string) => (
    <Menu.Item className="item" onClick={run}>
      <Icon className="icon" aria-hidden />
      {label}
      {key && (
        <span className="item-keys" aria-hidden>
          {key}
        </span>
      )}
    </Menu.Item>
  );
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon={Ellipsis} label={t('toolbar.more')} />} />
      <Menu.Portal container={layer}>
        <Menu.Positioner className="layer-popup" sideOffset={4} align="end">
          <Menu.Popup className="popup">
            {item(HistoryIcon, t('history.open'), () => openDialog('history'))}
            {item(ShieldCheck, t('verify.open'), () => openDialog('verify'))}
            <ForAll />
            <Menu.Separator className="separator" />
            {item(ListOrdered, t('queues.open'), () => openDialog('queues'))}
            {item(Shapes, t('categories.open'), () => openDialog('categories'))}
            {item(Server, t('hosts.open'), () => openDialog('hosts'))}
            <Menu.Separator className="separator" />
            {item(Upload, t('import.open'), () => openDialog('import'))}
            {item(Download, t('export.all'), () => void exportAll())}
            {item(FileText, t('export.links'), exportLinks)}
            <Menu.Separator className="separator" />
            {item(Keyboard, t('shortcuts.title'), () => openDialog('shortcuts'), '?')}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** In a component of its own, so that only an open menu follows the list. */
function ForAll() {
  const { t } = useText();
  const { failed, completed } = useCounts();
  return (
    <>
      <Menu.Item className="item" disabled={failed === 0} onClick={() => void retryFailed()}>
        <RotateCw className="icon" aria-hidden />
        {t('toolbar.retryFailed')}
      </Menu.Item>
      <Menu.Item className="item" disabled={completed === 0} onClick={removeCompleted}>
        <ListX className="icon" aria-hidden />
        {t('toolbar.removeCompleted')}
      </Menu.Item>
    </>
  );
}
