/** What the app does by itself. */
import { onOff, type SettingsGroup } from '../entry.tsx';

export const behaviour: SettingsGroup = {
  id: 'behaviour',
  entries: [onOff('resumeOnStart'), onOff('notify'), onOff('keepAwake')],
};
