/** Where a file goes and what it is called, once the server has said what it is. */
import { findCategory } from '../../contract/category-rules.ts';
import { prepareFolder } from '../disk/space.ts';
import type { Exchange } from '../http/exchange.ts';
import type { DownloadRequest } from '../types.ts';
import { nameFor } from './description.ts';

/** The canonical folder, created when it is missing, and the name. @throws BAD_PATH, NO_PERMISSION. */
export function placeFor(request: DownloadRequest, answer: Exchange): [folder: string, name: string] {
  const { url, folder, placement } = request;
  const name = nameFor(request, answer);
  if (!placement) return [prepareFolder(folder), name];
  const category = findCategory(placement.categories, { link: URL.parse(url), name, contentType: answer.head.get('content-type') });
  return [prepareFolder(category?.folder ?? placement.usual), name];
}
