/** What the window knows of the desktop around it, as the service tells it. */
import { create } from 'zustand';
import type { DesktopState } from '../../contract/desktop.ts';

interface DesktopStore extends DesktopState {
  receive(state: DesktopState): void;
}

export const useDesktop = create<DesktopStore>()((set) => ({
  endings: [],
  whenDone: null,
  endsAt: null,
  kept: null,
  updates: { possible: false, newer: null, checkedAt: null },
  receive: (state) => set(state),
}));
