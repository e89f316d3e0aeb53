/** How the window looks and which language it speaks. */
import { languages } from '../../../contract/language.ts';
import { choice, type SettingsGroup } from '../entry.tsx';

const spoken = Object.entries(languages).map(([value, label]) => ({ value, label }));

export const appearance: SettingsGroup = {
  id: 'appearance',
  entries: [
    choice('theme', (t) => (['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.themes.${value}`) }))),
    choice('language', (t) => [{ value: 'system', label: t('settings.languageSystem') }, ...spoken]),
  ],
};
