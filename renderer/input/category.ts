/** From what is typed about a category to the category, with every problem named beside its field. */
import { longestCategoryName } from '../../contract/bounds.ts';
import type { Category, CategoryIcon } from '../../contract/category.ts';
import { isFileType } from '../../contract/first-categories.ts';
import { isHostPattern, isLinkPattern } from '../../contract/pattern.ts';

export interface CategoryDraft {
  readonly name: string;
  readonly icon: CategoryIcon;
  readonly folder: string;
  readonly types: string;
  readonly hosts: string;
  readonly linkPattern: string;
}

export interface CategoryReading {
  readonly problems: {
    readonly name: 'missing' | 'long' | 'taken' | null;
    readonly folder: boolean;
    /** The first word that is none of its kind; null when all are. */
    readonly types: string | null;
    readonly hosts: string | null;
    readonly linkPattern: boolean;
  };
  /** Null while anything is wrong. */
  readonly category: Omit<Category, 'id'> | null;
}

export const draftOf = ({ icon, folder, types, hosts, linkPattern }: Omit<Category, 'id'>, name: string): CategoryDraft => ({
  name,
  icon,
  folder,
  types: types.join(' '),
  hosts: hosts.join(' '),
  linkPattern,
});

/** @param taken the names of the other categories. */
export function readCategory(draft: CategoryDraft, taken: readonly string[]): CategoryReading {
  const name = draft.name.trim();
  const folder = draft.folder.trim();
  const linkPattern = draft.linkPattern.trim();
  const types = wordsOf(draft.types, readFileType);
  const hosts = wordsOf(draft.hosts, readHostPattern);
  const problems = {
    name: nameProblem(name, taken),
    // oxlint-disable-next-line no-control-regex
    folder: /[\u0000-\u001f\u007f]/.test(folder),
    types: types.wrong,
    hosts: hosts.wrong,
    linkPattern: linkPattern !== '' && !isLinkPattern(linkPattern),
  };
  const wrong = Object.values(problems).some((problem) => problem !== null && problem !== false);
  return { problems, category: wrong ? null : { name, icon: draft.icon, folder, types: types.read, hosts: hosts.read, linkPattern } };
}

function nameProblem(name: string, taken: readonly string[]): CategoryReading['problems']['name'] {
  if (name === '') return 'missing';
  if (name.length > longestCategoryName) return 'long';
  return taken.some((other) => other.toLocaleLowerCase() === name.toLocaleLowerCase()) ? 'taken' : null;
}

/** Words between blanks, commas and semicolons, each once. */
function wordsOf(text: string, read: (word: string) => string | null): { read: string[]; wrong: string | null } {
  const words = text.split(/[\s,;،؛]+/).filter((word) => word !== '');
  const wrong = words.find((word) => read(word) === null) ?? null;
  return { read: [...new Set(words.flatMap((word) => read(word) ?? []))], wrong };
}

/** `.pdf`, `*.pdf` and `PDF` are all meant as pdf. */
function readFileType(word: string): string | null {
  const type = word.toLowerCase().replace(/^\*?\./, '');
  return isFileType(type) ? type : null;
}

/** A host or a pattern of hosts as links write it, from what people type: also a whole link, or a host in another script. */
export function readHostPattern(word: string): string | null {
  const host = word
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');
  if (isHostPattern(host)) return host;
  // A star is no character of a host: a word stands in for it while the parser writes the rest as links have it.
  const stand = 'rangefinder0star';
  const link = URL.parse(`http://${host.replaceAll('*', stand)}`);
  const written = link?.username === '' && link.pathname === '/' ? link.host.replaceAll(stand, '*') : '';
  return isHostPattern(written) ? written : null;
}
