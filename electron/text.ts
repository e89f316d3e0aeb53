/** The words of everything around the window: menus, tray, notifications and the system's dialogs. They change with the setting, at once. */
import { app } from 'electron';
import { createInstance } from 'i18next';
import { languageFor, type Language } from '../contract/language.ts';
import ar from './locales/ar.json' with { type: 'json' };
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

type Texts = typeof en;
type Plural = 'one' | 'other';
/** A text's place, as `menu.add`; one that is counted has no ending. */
type TextKey = { [Group in keyof Texts]: `${Group}.${Stem<keyof Texts[Group] & string>}` }[keyof Texts];
type Stem<Key extends string> = Key extends `${infer Name}_${Plural}` ? Name : Key;

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const i18n = createInstance();
void i18n.init({
  resources: { en: { texts: en }, de: { texts: de }, ar: { texts: ar } },
  defaultNS: 'texts',
  lng: 'en',
  fallbackLng: 'en',
  // Everything is here already: the first text must not be late.
  initAsync: false,
  // Nothing here is markup.
  interpolation: { escapeValue: false },
});

const listeners = new Set<() => void>();

export const t: Translate = (key, values) => i18n.t(key, { ...values });

export const spoken = (): Language => i18n.language as Language;

/** Calls now, and whenever another language is spoken. */
export function whenSpoken(say: () => void): void {
  listeners.add(say);
  say();
}

/** @param setting a language, or `system`. */
export function speak(setting: string): void {
  const wanted = languageFor(setting, app.getPreferredSystemLanguages());
  if (wanted === i18n.language) return;
  void i18n.changeLanguage(wanted).then(() => listeners.forEach((say) => say()));
}
