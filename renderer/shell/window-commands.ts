/** Does what menus, links and other programs want of the window. */
import i18next from 'i18next';
import type { WindowCommand } from '../../contract/desktop.ts';
import { readListText } from '../input/lists.ts';
import { takeLists } from '../state/lists.ts';
import { openDialog, searchFieldId } from '../state/view.ts';

export function carryOut(command: WindowCommand): void {
  switch (command.do) {
    case 'add':
    case 'settings':
    case 'shortcuts':
    case 'verify':
      return openDialog(command.do);
    case 'find':
      return document.getElementById(searchFieldId)?.focus();
    case 'offer':
      void readListText(command.name, command.text).then((reading) => {
        takeLists(reading, { none: i18next.t('toast.noLinksFound'), handedOver: command.handedOver });
      });
  }
}
