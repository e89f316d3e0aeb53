/** The picture of a category. */
import {
  AppWindow,
  BookOpen,
  Code,
  Database,
  Disc3,
  FileArchive,
  FileText,
  Film,
  Folder,
  Gamepad2,
  Image,
  Music,
  type LucideIcon,
} from 'lucide-react';
import type { CategoryIcon as Name } from '../../contract/category.ts';

const icons: Readonly<Record<Name, LucideIcon>> = {
  document: FileText,
  video: Film,
  music: Music,
  archive: FileArchive,
  disk: Disc3,
  program: AppWindow,
  image: Image,
  book: BookOpen,
  code: Code,
  game: Gamepad2,
  data: Database,
  folder: Folder,
};

export function CategoryIcon({ name }: { readonly name: Name }) {
  const Icon = icons[name];
  return <Icon className="icon" aria-hidden />;
}
