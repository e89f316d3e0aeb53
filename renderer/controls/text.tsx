/** The spoken language for components: one subscription at the top instead of one in every row. */
import type { TFunction } from 'i18next';
import { createContext, use, useEffect, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../state/settings.ts';
import { formatFor, type Format } from '../text/format.ts';
import { languageFor, type Language } from '../../contract/language.ts';
import { directionOf, localeFor } from '../text/i18n.ts';

interface Text {
  readonly t: TFunction;
  readonly format: Format;
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
}

const TextContext = createContext<Text | null>(null);

export function useText(): Text {
  const text = use(TextContext);
  if (!text) throw new Error('useText needs a TextProvider above it');
  return text;
}

export function TextProvider({ children }: { readonly children: ReactNode }) {
  const setting = useSettings((state) => state.settings.language);
  const language = languageFor(setting, navigator.languages);
  const { t, i18n } = useTranslation();

  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [i18n, language]);

  const text = useMemo<Text>(
    () => ({ t: withMemory(t), language, direction: directionOf(language), format: formatFor(localeFor(language, navigator.languages)) }),
    [t, language],
  );
  return <TextContext value={text}>{children}</TextContext>;
}

/** A label without anything to fill in is looked up once: rows that are scrolled through ask for the same ones again and again. */
function withMemory(t: TFunction): TFunction {
  const look = t as unknown as (key: string, options?: object) => string;
  const known = new Map<string, string>();
  const remember = (key: string, options?: object): string => {
    if (options) return look(key, options);
    const text = known.get(key) ?? look(key);
    known.set(key, text);
    return text;
  };
  return remember as unknown as TFunction;
}
