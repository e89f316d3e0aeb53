/** Whether the list is at rest: what costs much to draw is not drawn for rows that are only scrolled past. */
import { startTransition, useDeferredValue, useEffect, useState } from 'react';
import { create } from 'zustand';
import { afterFirstPicture } from '../state/first-picture.ts';

/** The list counts as moving until it has been seen once. */
const useMotion = create<{ readonly moving: boolean }>()(() => ({ moving: true }));

/** To be told whether the list is being scrolled. */
export function useTellMotion(moving: boolean): void {
  useEffect(() => {
    let past = false;
    void afterFirstPicture(async () => past || useMotion.setState({ moving }));
    return () => {
      past = true;
    };
  }, [moving]);
}

/** Whether the list has been at rest since the row was made. Nothing of it is taken back when the list moves on. Drawn in spare time, unless at once. */
export function useRested(atOnce: boolean): boolean {
  const [rested, setRested] = useState(() => !useMotion.getState().moving);
  useEffect(() => {
    if (rested) return undefined;
    return useMotion.subscribe(({ moving }) => {
      if (!moving) startTransition(() => setRested(true));
    });
  }, [rested]);
  return useDeferredValue(rested, false) || atOnce;
}
