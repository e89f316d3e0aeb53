import { useRef, useState } from 'react';

/**
 * Something that is begun once, however often it is asked for until it is done: a double click is one click. A button that is disabled meanwhile
 * would do so too, and lose the keyboard; it is said by `aria-disabled`.
 */
export function useOnce(act: () => Promise<void>): readonly [begin: () => void, busy: boolean] {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const begin = (): void => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    void act().finally(() => {
      running.current = false;
      setBusy(false);
    });
  };
  return [begin, busy];
}
