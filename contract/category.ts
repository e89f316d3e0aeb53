/** Categories: what belongs together in the list, and where its files go. Their order counts: the first that fits is taken. */
import { z } from 'zod';
import { isHostPattern, isLinkPattern } from './pattern.ts';

/** The pictures that a category can have. */
export const categoryIcons = [
  'document',
  'video',
  'music',
  'archive',
  'disk',
  'program',
  'image',
  'book',
  'code',
  'game',
  'data',
  'folder',
] as const;
const CategoryIcon = z.enum(categoryIcons);
export type CategoryIcon = z.infer<typeof CategoryIcon>;

const ending = /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{N}.+_-]*$/u;
const mediaType = /^[a-z]+\/(?:\*|[a-z0-9][a-z0-9.+-]*)$/;

/** An ending of file names without the dot, or a media type. */
export const isFileType = (text: string): boolean => text.length <= 64 && (ending.test(text) || mediaType.test(text));

/** A host or a pattern of hosts, as links write it. */
export const HostPattern = z.string().max(300).refine(isHostPattern, { message: 'not a host' });

export const CategoryId = z.string().min(1).max(64);

export const Category = z
  .object({
    id: CategoryId,
    /** Empty for one of the first categories: the window then names it in its own language. */
    name: z.string().trim().max(60),
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

const first = (id: string, icon: CategoryIcon, types: string): Category => ({
  id,
  name: '',
  icon,
  folder: '',
  types: types.split(' '),
  hosts: [],
  linkPattern: '',
});

/** What there is before anybody has said anything. They have no folders, so that no file goes where nobody expects it. */
export const firstCategories: readonly Category[] = [
  first(
    'documents',
    'document',
    'pdf doc docx odt rtf txt md epub mobi xls xlsx ods csv ppt pptx odp application/pdf application/epub+zip',
  ),
  first('video', 'video', 'mp4 mkv webm avi mov m4v mpg mpeg wmv flv ogv 3gp video/*'),
  first('music', 'music', 'mp3 flac ogg oga opus wav m4a m4b aac wma aiff audio/*'),
  first('disks', 'disk', 'iso img img.gz img.xz dmg qcow2 vdi vmdk vhd vhdx wim'),
  first('archives', 'archive', 'zip 7z rar tar gz tgz xz txz bz2 tbz2 zst lz4 lzma br cab'),
  first('programs', 'program', 'exe msi msix deb rpm appimage apk pkg flatpak snap jar run'),
];
const firstIds: ReadonlySet<string> = new Set(firstCategories.map(({ id }) => id));
