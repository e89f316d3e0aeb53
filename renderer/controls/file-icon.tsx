/** An icon for the kind of file that a name promises. */
import { AppWindow, Disc3, File, FileArchive, FileText, Film, Image, Music, type LucideIcon } from 'lucide-react';
import { createElement } from 'react';

const kinds: readonly (readonly [LucideIcon, string])[] = [
  [FileArchive, 'zip 7z rar tar gz tgz xz bz2 zst lz4 br'],
  [Disc3, 'iso img dmg qcow2 vdi vmdk'],
  [Film, 'mp4 mkv webm avi mov m4v ts'],
  [Music, 'mp3 flac ogg opus wav m4a aac'],
  [Image, 'jpg jpeg png gif webp avif svg heic tif tiff'],
  [FileText, 'pdf txt md doc docx odt epub csv xlsx ods pptx'],
  [AppWindow, 'exe msi deb rpm appimage apk pkg flatpak snap jar'],
];

const byExtension = new Map(kinds.flatMap(([icon, extensions]) => extensions.split(' ').map((extension) => [extension, icon] as const)));

export function FileIcon({ name }: { readonly name: string }) {
  const icon = byExtension.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? File;
  return createElement(icon, { className: 'file-icon', strokeWidth: 1.6, 'aria-hidden': true });
}
