/** Links from anywhere: pasted with no field focused, or dropped on the window. */
import { useLayoutEffect, useState } from 'react';
import i18next from 'i18next';
import { Download } from 'lucide-react';
import { useText } from '../controls/text.tsx';
import { textOfDrop } from '../input/drops.ts';
import { offerLinks } from '../state/draft.ts';
import { toasts } from '../state/toasts.ts';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, input:not([type=checkbox])'));

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
  const text = await textOfDrop(event.dataTransfer);
  if (!offerLinks(text)) toasts.add({ title: i18next.t('toast.noLinksDropped') });
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
    addEventListener('dragenter', () => move(1), { signal });
    addEventListener('dragleave', () => move(-1), { signal });
    // Without this the browser refuses the drop, or leaves the page for what was dropped.
    addEventListener('dragover', (event) => event.preventDefault(), { signal });
    addEventListener(
      'drop',
      (event) => {
        move(-depth);
        void onDrop(event);
      },
      { signal },
    );
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
