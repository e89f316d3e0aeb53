import { useEffect, useState } from 'react';

/** Narrower than this, a row stacks what it otherwise shows side by side. */
const compactBelow = 760;

/** Whether an element is too narrow for rows of one line. */
export function useCompact(element: HTMLElement | null): boolean {
  const [compact, setCompact] = useState(false);
  useEffect(() => {
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setCompact(entry.contentRect.width < compactBelow));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return compact;
}
