/** Keys that work anywhere in the window. */
import { useLayoutEffect } from 'react';
import { undoLast } from '../state/removal.ts';
import { closeDetails, openDialog, searchFieldId, useView } from '../state/view.ts';

export function useShortcuts(): void {
  // With the first picture, not after it: a key pressed as soon as the window is seen must not be lost.
  useLayoutEffect(() => {
    const listeners = new AbortController();
    addEventListener('keydown', onKeyDown, { signal: listeners.signal });
    return () => listeners.abort();
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || useView.getState().dialog !== null) return;
  const command = event.ctrlKey || event.metaKey;
  const typing = event.target instanceof HTMLElement && event.target.matches('input:not([type=checkbox]), textarea');
  if (command && event.key === 'n') openDialog('add');
  else if (command && event.key === 'f') document.getElementById(searchFieldId)?.focus();
  else if (command && event.key === ',') openDialog('settings');
  else if (command && event.key === 'z' && !typing) undoLast();
  else if (event.key === '?' && !typing) openDialog('shortcuts');
  else if (event.key === 'Escape' && !typing && useView.getState().detailsOpen) closeDetails();
  else return;
  event.preventDefault();
}
