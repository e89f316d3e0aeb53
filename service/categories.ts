/** The categories, and what they mean for a download: where it belongs, and where its file goes. */
import { dirname } from 'node:path';
import { findCategory, type Classified } from '../contract/category-rules.ts';
import type { Category } from '../contract/category.ts';
import type { AddInput } from '../contract/download.ts';
import type { Placement, ResourceInfo } from '../engine/types.ts';
import { Latest } from './publisher/latest.ts';
import type { DownloadRecord, Placing } from './store/record.ts';
import type { Store } from './store/store.ts';

export class Categories {
  readonly list: Latest<Category[]>;
  readonly #store: Store;
  /** Makes a folder absolute as the user means it; empty is the usual one. */
  readonly #absolute: (folder: string) => string;

  constructor(store: Store, absolute: (folder: string) => string) {
    this.#store = store;
    this.#absolute = absolute;
    this.list = new Latest(store.categories());
  }

  save(categories: Category[]): void {
    this.#store.saveCategories(categories);
    this.list.set(categories);
  }

  /** Of a category that is gone: the usual one. */
  folderOf(id: string | null): string {
    return this.#absolute(this.list.value.find((category) => category.id === id)?.folder ?? '');
  }

  /** For a download that is being added: what the user chose counts, and the rules for what he left open. */
  place(item: Pick<AddInput, 'category' | 'folder'>, file: Classified): { placing: Placing; folder: string } {
    const category = item.category === undefined ? this.#find(file) : item.category;
    const placing: Placing = {
      category,
      by: item.category === undefined ? 'rules' : 'user',
      folder: item.folder ? 'user' : 'rules',
    };
    return { placing, folder: item.folder ? this.#absolute(item.folder) : this.folderOf(category) };
  }

  /** What the engine decides a file's place by; null when it is settled. */
  placement(record: DownloadRecord): Placement | null {
    if (!isOpen(record)) return null;
    const categories = this.list.value.map(({ id, types, hosts, linkPattern }) => ({
      types,
      hosts,
      linkPattern,
      folder: this.folderOf(id),
    }));
    return { categories, usual: this.#absolute('') };
  }

  /** Takes in what the server has said of a file, when it is the first to say so. */
  settle(record: DownloadRecord, { name, contentType, path }: ResourceInfo): void {
    const { placing } = record.choices;
    if (record.resource !== null || !placing) return;
    // This is where it is by now, whatever has been said of its category since it was begun.
    if (placing.folder === 'rules') record.folder = dirname(path);
    if (placing.by === 'rules')
      record.choices.placing = { ...placing, category: this.#find({ link: URL.parse(record.url), name, contentType }) };
  }

  #find(file: Classified): string | null {
    return findCategory(this.list.value, file)?.id ?? null;
  }
}

/** Whether nobody has said where the file goes. A name of the user's own is taken at once, and the place with it. */
const isOpen = ({ choices: { placing, name }, resource }: DownloadRecord): boolean =>
  placing?.by === 'rules' && placing.folder === 'rules' && name === undefined && resource === null;
