/**
 * Offers links that were copied elsewhere: each once, with a quiet word that asks for nothing. What was copied in this window, is in
 * the list, or has been offered before is no news.
 */
import i18next from 'i18next';
import { bridgeName } from '../../contract/bridge.ts';
import type { Client } from '../../contract/client.ts';
import { copiedLinks } from '../input/copied.ts';
import { listedForm, nameFromLink } from '../input/links.ts';
import { offerLinks } from './draft.ts';
import { useDownloads } from './downloads.ts';
import { useSettings } from './settings.ts';
import { toasts } from './toasts.ts';

/** Whether the page itself has to read the clipboard, because no desktop does it for it. */
export const readsItself = (): boolean => !(bridgeName in globalThis);

/** Long enough to be found by somebody who comes back from where he copied it. */
const shownFor = 30_000;

const offered = new Set<string>();
let own = '';
let shown: { readonly id: string; readonly links: readonly string[] } | null = null;

/** What is copied in this window is not offered to it. */
export const noteOwnCopy = (text: string): void => {
  own = text.trim();
};

function offerCopied(text: string): void {
  if (text.trim() === own) return;
  const listed = new Set([...useDownloads.getState().ordered.values()].map(({ url }) => url));
  const news = copiedLinks(text).filter((link) => !offered.has(link) && !listed.has(listedForm(link)));
  if (news.length === 0) return;
  for (const link of news) offered.add(link);

  // What is still on offer stays so, together with the new.
  const links = [...(shown?.links ?? []), ...news];
  if (shown) toasts.close(shown.id);
  const [first] = links as [string];
  const id = toasts.add({
    title: i18next.t('clipboard.offer', { count: links.length, name: nameFromLink(first) }),
    timeout: shownFor,
    actionProps: {
      children: i18next.t('clipboard.add'),
      onClick: () => {
        toasts.close(id);
        offerLinks(links.join('\n'));
      },
    },
    onClose: () => {
      if (shown?.id === id) shown = null;
    },
  });
  shown = { id, links };
}

/** Offers what the desktop tells of, until the line breaks. */
export async function followClipboard(client: Client, signal: AbortSignal): Promise<void> {
  for await (const text of await client.clipboard.watch(undefined, { signal })) offerCopied(text);
}

/** Asks the browser for the right to read; it may ask the user, who has just switched this on. False when it is refused. */
export async function mayReadClipboard(): Promise<boolean> {
  if (!readsItself()) return true;
  try {
    noteOwnCopy(await navigator.clipboard.readText());
    return true;
  } catch {
    return false;
  }
}

/** A page may read the clipboard only while it has the focus: it looks when somebody comes back to it, if it may without asking. */
export async function lookAtClipboard(): Promise<void> {
  if (!readsItself() || !useSettings.getState().settings.clipboardWatch) return;
  try {
    // A browser that does not know the permission would ask every time.
    const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
    if (state === 'granted') offerCopied(await navigator.clipboard.readText());
  } catch {
    // Not here, or not now.
  }
}
