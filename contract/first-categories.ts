/** What categories are made of, and the first of them. No schema library here: windows need it before they check anything. */
import type { Category, CategoryIcon } from './category.ts';

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

const ending = /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{N}.+_-]*$/u;
const mediaType = /^[a-z]+\/(?:\*|[a-z0-9][a-z0-9.+-]*)$/;

/** An ending of file names without the dot, or a media type. */
export const isFileType = (text: string): boolean => text.length <= 64 && (ending.test(text) || mediaType.test(text));

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
