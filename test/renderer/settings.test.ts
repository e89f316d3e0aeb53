import { describe, expect, it } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { settingsGroups } from '../../renderer/settings/registry.ts';
import { findSettings } from '../../renderer/settings/find.ts';

/** What the app keeps for itself among the settings. */
const remembered = ['trayExplained', 'updateAnswer'];

it('every setting can be set in the window, and each in one place', () => {
  const set = settingsGroups.flatMap(({ entries }) => entries.flatMap(({ sets }) => sets));
  expect(new Set(set).size).toBe(set.length);
  // How the list is laid out is set in the list.
  const isElsewhere = (name: string): boolean => name.startsWith('list') || remembered.includes(name);
  expect(Object.keys(Settings.shape).filter((name) => !isElsewhere(name) && !set.includes(name as keyof Settings))).toEqual([]);
});

describe('the search', () => {
  const folder = { words: ['Downloads', 'Folder for downloads', 'Where files are saved'] };
  const tries = { words: ['Network', 'Tries in a row', 'Before a download fails'] };
  const german = { words: ['Verhalten', 'Prüfsummen suchen'] };
  const arabic = { words: ['حدّ السرعة'] };
  const all = [folder, tries, german, arabic];

  it.each([
    ['nothing finds all', '  ', all],
    ['a word of the label', 'folder', [folder]],
    ['a word of the sentence', 'SAVED', [folder]],
    ['the title of the group', 'network', [tries]],
    ['part of a word', 'down', [folder, tries]],
    ['every word, in any order', 'row tries', [tries]],
    ['all of its words, not some', 'folder row', []],
    ['without the accents', 'prufsummen', [german]],
    ['without the vowel marks', 'حد', [arabic]],
  ])('%s', (_, search, found) => expect(findSettings(all, search)).toEqual(found));
});
