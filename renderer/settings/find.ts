/** Finding a setting by any of its words. */

export interface Findable {
  /** Everything that is written of it. */
  readonly words: readonly string[];
}

/** Those in which every word of the search begins or is inside of some word, whatever its accents and case. All, for an empty search. */
export function findSettings<Item extends Findable>(items: readonly Item[], search: string): Item[] {
  const wanted = plain(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  return items.filter(({ words }) => {
    const text = plain(words.join('\n'));
    return wanted.every((word) => text.includes(word));
  });
}

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
