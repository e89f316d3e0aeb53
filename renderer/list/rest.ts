/** Whether the list is at rest: what costs much to draw is not drawn for rows that are only scrolled past. */
import { startTransition, useEffect, useState } from 'react';
import { create } from 'zustand';
import { afterFirstPicture } from '../state/first-picture.ts';

interface Motion {
  readonly moving: boolean;
}

/** The list counts as moving until it has been seen once. */
const useMotion = create<Motion>()(() => ({ moving: true }));

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

/**
 * Whether the list has been at rest since the row was made. Nothing of it is taken back when the list moves on. The row is drawn first, and what
 * waits for rest in spare time after it, unless at once.
 */
export function useRested(atOnce: boolean): boolean {
  const [rested, setRested] = useState(false);
  useEffect(() => {
    if (rested) return undefined;
    const follow = ({ moving }: Motion): void => {
      if (!moving) startTransition(() => setRested(true));
    };
    follow(useMotion.getState());
    return useMotion.subscribe(follow);
  }, [rested]);
  return rested || atOnce;
}
