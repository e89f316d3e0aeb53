/** The languages of the window, and which one is spoken. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../contract/language.ts';
import ar from '../locales/ar.json';
import de from '../locales/de.json';
import en from '../locales/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

const rightToLeft: ReadonlySet<string> = new Set<Language>(['ar']);
export const directionOf = (language: string): 'ltr' | 'rtl' => (rightToLeft.has(language) ? 'rtl' : 'ltr');

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
