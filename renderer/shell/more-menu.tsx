/** What is wanted now and then: other views, and what keeps the list in order. */
import { Menu } from '@base-ui/react/menu';
import { Download, Ellipsis, FileText, History as HistoryIcon, Server, Shapes, Upload, type LucideIcon } from 'lucide-react';
import { exportAll, exportLinks } from '../backup/export.ts';
import { IconButton } from '../controls/button.tsx';
import { layer } from '../controls/layer.tsx';
import { useText } from '../controls/text.tsx';
import { openDialog } from '../state/view.ts';

export function MoreMenu() {
  const { t } = useText();
  const item = (Icon: LucideIcon, label: string, run: () => void) => (
    <Menu.Item className="item" onClick={run}>
      <Icon className="icon" aria-hidden />
      {label}
    </Menu.Item>
  );
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon={Ellipsis} label={t('toolbar.more')} />} />
      <Menu.Portal container={layer}>
        <Menu.Positioner className="layer-popup" sideOffset={4} align="end">
          <Menu.Popup className="popup">
            {item(HistoryIcon, t('history.open'), () => openDialog('history'))}
            {item(Shapes, t('categories.manage'), () => openDialog('categories'))}
            {item(Server, t('hosts.manage'), () => openDialog('hosts'))}
            <Menu.Separator className="separator" />
            {item(Upload, t('import.open'), () => openDialog('import'))}
            {item(Download, t('export.all'), () => void exportAll())}
            {item(FileText, t('export.links'), exportLinks)}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
