/** The categories as the service has them, and which of them the list is narrowed to. */
import { useMemo } from 'react';
import { create } from 'zustand';
import type { Category } from '../../contract/category.ts';
import type { DownloadRow } from '../../contract/download.ts';
import { useDownloads } from './downloads.ts';
import { useView } from './view.ts';

interface CategoriesState {
  readonly categories: readonly Category[];
  receive(categories: readonly Category[]): void;
}

export const useCategories = create<CategoriesState>()((set) => ({
  categories: [],
  receive: (categories) => set({ categories }),
}));

/** Stands for the downloads that are in no category, or in one that is gone. */
export const noCategory = ':none';

type IsIn = (row: DownloadRow) => boolean;

/** What the list is narrowed to; null for everything. A category that is gone narrows nothing. */
export function useCategoryFilter(): IsIn | null {
  const shown = useView((view) => view.category);
  const categories = useCategories((state) => state.categories);
  return useMemo(() => {
    if (shown === null) return null;
    const ids = new Set(categories.map(({ id }) => id));
    if (shown === noCategory) return (row) => row.category === null || !ids.has(row.category);
    return ids.has(shown) ? (row) => row.category === shown : null;
  }, [shown, categories]);
}

/** How many downloads there are of each category, by id; those of none under `noCategory`. */
export function useCategoryCounts(): ReadonlyMap<string, number> {
  const rows = useDownloads((state) => state.ordered);
  const leaving = useView((view) => view.leaving);
  const categories = useCategories((state) => state.categories);
  return useMemo(() => {
    const counts = new Map<string, number>(categories.map(({ id }) => [id, 0]));
    for (const row of rows.values()) {
      if (leaving.has(row.id)) continue;
      const id = row.category !== null && counts.has(row.category) ? row.category : noCategory;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }, [rows, leaving, categories]);
}
