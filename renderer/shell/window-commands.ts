/** Does what menus, links and other programs want of the window. */
import i18next from 'i18next';
import type { WindowCommand } from '../../contract/desktop.ts';
import { textOfNamed } from '../input/drops.ts';
import { offerLinks } from '../state/draft.ts';
import { toasts } from '../state/toasts.ts';
import { openDialog } from '../state/view.ts';
import { searchFieldId } from './toolbar.tsx';

export function carryOut(command: WindowCommand): void {
  switch (command.do) {
    case 'add':
    case 'settings':
    case 'shortcuts':
      return openDialog(command.do);
    case 'find':
      return document.getElementById(searchFieldId)?.focus();
    case 'offer':
      if (!offerLinks(textOfNamed(command.name, command.text))) toasts.add({ title: i18next.t('toast.noLinksFound') });
  }
}
