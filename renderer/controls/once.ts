import { useRef } from 'react';

/**
 * Something that is begun once, however often it is asked for until it is done: a double click is one click. A button that is disabled meanwhile
 * would do so too, and lose the keyboard.
 */
export function useOnce(act: () => Promise<void>): () => void {
  const busy = useRef(false);
  return () => {
    if (busy.current) return;
    busy.current = true;
    void act().finally(() => (busy.current = false));
  };
}
