/** Links from anywhere: pasted with no field focused, or dropped on the window. */
import { useLayoutEffect, useState } from 'react';
import i18next from 'i18next';
import { Download } from 'lucide-react';
import { useText } from '../controls/text.tsx';
import { readDrop } from '../input/drops.ts';
import { lookAtClipboard, noteOwnCopy } from '../state/clipboard.ts';
import { offerLinks } from '../state/draft.ts';
import { extractLines } from '../input/links.ts';
import { offerToVerify } from '../state/verify.ts';
import { takeLists } from '../state/lists.ts';
import { toasts } from '../state/toasts.ts';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, input:not([type=checkbox])'));

function selectedText(): string {
  const field = document.activeElement;
  const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  return isText ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0) : String(getSelection() ?? '');
}

function onPaste(event: ClipboardEvent): void {
  if (isField(event.target)) return;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (text.trim() === '') return;
  event.preventDefault();
  if (!offerLinks(text)) toasts.add({ title: i18next.t('toast.noLinks') });
}

async function onDrop(event: DragEvent): Promise<void> {
  event.preventDefault();
  if (!event.dataTransfer) return;
  const reading = await readDrop(event.dataTransfer);
  // What is no list of links can still be verified.
  if (reading.rest.length > 0 && reading.troubles.length === 0 && extractLines(reading.text).length === 0)
    await offerToVerify(reading.rest);
  else takeLists(reading);
}

export function Intake() {
  const { t } = useText();
  const [over, setOver] = useState(false);

  // With the first picture, not after it: what is pasted as soon as the window is seen must not be lost.
  useLayoutEffect(() => {
    // Entering a child leaves its parent, so what counts is how many were entered and not yet left.
    let depth = 0;
    const move = (change: number): void => {
      depth = Math.max(0, depth + change);
      setOver(depth > 0);
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    addEventListener('paste', onPaste, { signal });
    // Told from what the document has selected: a field's own selection is not part of it.
    for (const name of ['copy', 'cut']) addEventListener(name, () => noteOwnCopy(selectedText()), { signal });
    addEventListener('focus', () => void lookAtClipboard(), { signal });
    // Rows that are dragged to another place in the list are no links that come from elsewhere.
    let ours = false;
    const fromElsewhere = (type: 'dragenter' | 'dragleave' | 'dragover' | 'drop', act: (event: DragEvent) => void): void =>
      addEventListener(type, (event) => ours || act(event), { signal });
    addEventListener('dragstart', () => void (ours = true), { signal });
    // What goes from the page while it is dragged has no `dragend`; but pointers are silent for as long as anything is dragged.
    for (const name of ['dragend', 'pointermove']) addEventListener(name, () => void (ours = false), { signal });
    fromElsewhere('dragenter', () => move(1));
    fromElsewhere('dragleave', () => move(-1));
    // Without this the browser refuses the drop, or leaves the page for what was dropped.
    fromElsewhere('dragover', (event) => event.preventDefault());
    fromElsewhere('drop', (event) => {
      move(-depth);
      void onDrop(event);
    });
    return () => listeners.abort();
  }, []);

  if (!over) return null;
  return (
    <div className="drop-veil">
      <Download className="empty-icon" aria-hidden />
      <p className="drop-title">{t('drop.title')}</p>
      <p>{t('drop.text')}</p>
    </div>
  );
}
