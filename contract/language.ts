/** The languages that Rangefinder speaks, in its window and around it. */

/** Each language's name in itself: whoever looks for his language can read no other. */
export const languages = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const;
export type Language = keyof typeof languages;

const isLanguage = (code: string): code is Language => code in languages;

/** The language meant by the setting: a code, or `system` for the first of the preferred languages that is spoken here. */
export function languageFor(setting: string, preferred: readonly string[]): Language {
  const wanted = setting === 'system' ? preferred : [setting];
  return wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage) ?? 'en';
}
