/** The languages of the window, and which one is spoken. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import ar from '../locales/ar.json';
import de from '../locales/de.json';
import en from '../locales/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** Each language's name in itself: whoever looks for his language can read no other. */
export const languages = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const;
export type Language = keyof typeof languages;

const rightToLeft: ReadonlySet<string> = new Set<Language>(['ar']);
export const directionOf = (language: string): 'ltr' | 'rtl' => (rightToLeft.has(language) ? 'rtl' : 'ltr');

const isLanguage = (code: string): code is Language => code in languages;

/** The language meant by the setting: a code, or `system` for the first of the browser's languages that is spoken here. */
export function languageFor(setting: string, preferred: readonly string[]): Language {
  const wanted = setting === 'system' ? preferred : [setting];
  return wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage) ?? 'en';
}

/** Digits and dates follow the region, when the system's own language is the one spoken. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}

export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, de: { translation: de }, ar: { translation: ar } },
    lng: language,
    fallbackLng: 'en',
    returnNull: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
}
