/** Where a file goes and what it is called, once the server has said what it is. */
import { findCategory } from '../../contract/category-rules.ts';
import { prepareFolder } from '../disk/space.ts';
import type { Exchange } from '../http/exchange.ts';
import type { DownloadRequest } from '../types.ts';
import { nameFor } from './description.ts';

/** The canonical folder, created when it is missing, and the name. @throws BAD_PATH, NO_PERMISSION. */
export function placeFor(request: DownloadRequest, answer: Exchange): [folder: string, name: string] {
  const name = nameFor(request, answer);
  return [prepareFolder(folderFor(request, name, answer.head.get('content-type'))), name];
}

export function folderFor({ url, folder, placement }: DownloadRequest, name: string, contentType: string | null): string {
  if (!placement) return folder;
  return findCategory(placement.categories, { link: URL.parse(url), name, contentType })?.folder ?? placement.usual;
}
