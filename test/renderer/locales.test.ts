import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../contract/errors.ts';
import { noticeCodes } from '../../contract/notices.ts';
import aroundAr from '../../electron/locales/ar.json' with { type: 'json' };
import aroundDe from '../../electron/locales/de.json' with { type: 'json' };
import aroundEn from '../../electron/locales/en.json' with { type: 'json' };
import ar from '../../renderer/locales/ar.json' with { type: 'json' };
import de from '../../renderer/locales/de.json' with { type: 'json' };
import en from '../../renderer/locales/en.json' with { type: 'json' };
import { languageFor } from '../../contract/language.ts';
import { directionOf, localeFor } from '../../renderer/text/i18n.ts';

interface Texts {
  readonly [key: string]: string | Texts;
}

const plural = /_(?:zero|one|two|few|many|other)$/;

function* leaves(texts: Texts, path = ''): Generator<[string, string]> {
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') yield [path + key, value];
    else yield* leaves(value, `${path}${key}.`);
  }
}

const variables = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted();
const stem = (key: string): string => key.replace(plural, '');

/** The window's texts, and those around it. */
describe.each([
  ['window', 'en', en, en],
  ['window', 'de', de, en],
  ['window', 'ar', ar, en],
  ['desktop', 'en', aroundEn, aroundEn],
  ['desktop', 'de', aroundDe, aroundEn],
  ['desktop', 'ar', aroundAr, aroundEn],
] as [string, string, Texts, Texts][])('%s, %s', (_where, language, texts, reference) => {
  const own = new Map(leaves(texts));
  const english = new Map(leaves(reference));

  test('has every text', () => {
    expect(new Set([...own.keys()].map(stem))).toEqual(new Set([...english.keys()].map(stem)));
  });

  test('has every plural that its grammar has', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = new Set([...own.keys()].filter((key) => plural.test(key)).map(stem));
    const missing = [...counted].flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !own.has(key));
    expect(missing).toEqual([]);
  });

  test('uses no variable that English does not give', () => {
    for (const [key, text] of own) {
      const given = variables(english.get(key) ?? english.get(`${stem(key)}_one`) ?? '');
      const other = variables(english.get(`${stem(key)}_other`) ?? '');
      expect([key, ...given, ...other]).toEqual(expect.arrayContaining(variables(text)));
    }
  });
});

test.each([
  ['en', en],
  ['de', de],
  ['ar', ar],
])('%s says of every failure what happened and what to do, and of every notice what it means', (_language, texts) => {
  expect(Object.keys(texts.errors).toSorted()).toEqual([...errorCodes].toSorted());
  expect(Object.keys(texts.notices).toSorted()).toEqual([...noticeCodes].toSorted());
  for (const { title, advice } of Object.values(texts.errors)) expect(title.length * advice.length).toBeGreaterThan(0);
});

test('the language is the one asked for, else the first preferred that is spoken here, else English', () => {
  expect(languageFor('de', ['ar'])).toBe('de');
  expect(languageFor('system', ['fr-FR', 'ar-EG', 'de'])).toBe('ar');
  expect(languageFor('system', ['fr'])).toBe('en');
  expect(languageFor('tlh', [])).toBe('en');
  expect(localeFor('de', ['en-US', 'de-AT'])).toBe('de-AT');
  expect(directionOf('ar')).toBe('rtl');
});
