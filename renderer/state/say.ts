/** What a screen reader is told of something that was just done and that only eyes would see. */
import { create } from 'zustand';

interface Saying {
  readonly text: string;
  /** Saying the same again is news again. */
  readonly count: number;
}

export const useSaying = create<Saying>()(() => ({ text: '', count: 0 }));

export const say = (text: string): void => useSaying.setState(({ count }) => ({ text, count: count + 1 }));
