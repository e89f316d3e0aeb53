/** The settings as the service has them. Edits go to the service and come back as everyone's. */
import { create } from 'zustand';
import type { Settings } from '../../contract/settings.ts';
import { usualSettings } from '../../contract/usual-settings.ts';

interface SettingsState {
  readonly settings: Settings;
  receive(settings: Settings): void;
}

export const useSettings = create<SettingsState>()((set) => ({
  settings: usualSettings,
  receive: (settings) => set({ settings }),
}));
