/** Categories: what belongs together in the list, and where its files go. Their order counts: the first that fits is taken. */
import { z } from 'zod';
import { longestCategoryName } from './bounds.ts';
import { categoryIcons, firstCategories, isFileType } from './first-categories.ts';
import { isHostPattern, isLinkPattern } from './pattern.ts';

const CategoryIcon = z.enum(categoryIcons);
export type CategoryIcon = z.infer<typeof CategoryIcon>;

/** A host or a pattern of hosts, as links write it. */
export const HostPattern = z.string().max(300).refine(isHostPattern, { message: 'not a host' });

export const CategoryId = z.string().min(1).max(64);

export const Category = z
  .object({
    id: CategoryId,
    /** Empty for one of the first categories: the window then names it in its own language. */
    name: z.string().trim().max(longestCategoryName),
    icon: CategoryIcon,
    /** Absolute, or from the usual folder; empty means the usual folder itself. */
    folder: z.string().max(4096),
    types: z.array(z.string().refine(isFileType, { message: 'not a file type' })).max(300),
    hosts: z.array(HostPattern).max(300),
    linkPattern: z
      .string()
      .max(2048)
      .refine((text) => text === '' || isLinkPattern(text), { message: 'not a pattern of links' }),
  })
  .refine(({ id, name }) => name !== '' || firstIds.has(id), { message: 'a category has a name', path: ['name'] });
export type Category = z.infer<typeof Category>;

export const CategoryList = z
  .array(Category)
  .max(200)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, { message: 'two categories have one id' });

const firstIds: ReadonlySet<string> = new Set(firstCategories.map(({ id }) => id));
