/** What the journals on a disk claim, held against what the partials really contain. */
import path from 'node:path';
import { PartialFile } from '../../../engine/disk/partial.ts';
import type { Extent } from '../../../engine/extents.ts';
import type { DiskImage } from './disk-image.ts';

const holds = (bytes: Buffer, version: Buffer, extents: readonly Extent[]): boolean =>
  extents.every(([start, end]) => end <= Math.min(bytes.length, version.length) && bytes.compare(version, start, end, start, end) === 0);

/** Each byte is what one of the sources has there. */
const holdsMixture = (bytes: Buffer, versions: readonly Buffer[], extents: readonly Extent[]): boolean =>
  extents.every(([start, end]) => {
    if (end > bytes.length) return false;
    for (let at = start; at < end; at++) if (!versions.some((version) => version[at] === bytes[at])) return false;
    return true;
  });

/**
 * @param versions of the file that the link of a journal leads to.
 * @returns what is wrong, in words; nothing when every claim holds for one and the same version, or says itself that it is of several.
 */
export function wrongClaims(image: DiskImage, versionsOf: (source: string) => readonly Buffer[]): string[] {
  const wrong: string[] = [];
  for (const name of image.names.keys()) {
    if (!name.endsWith('.part.journal')) continue;
    const partial = name.slice(0, -'.journal'.length);
    const record = PartialFile.inspect(partial);
    const inode = image.names.get(partial);
    // Bytes of a file that was swapped or cut short are not claimed: opening it drops them.
    if (record === null || record === 'damaged' || inode !== record.inode || record.extents.length === 0) continue;
    const bytes = image.files.get(inode) as Buffer;
    if ((record.size ?? 0) > bytes.length) continue;
    const versions = versionsOf(record.source);
    if (record.mixed && holdsMixture(bytes, versions, record.extents)) continue;
    if (!versions.some((version) => (record.size === null || record.size === version.length) && holds(bytes, version, record.extents))) {
      wrong.push(`${path.basename(partial)} claims ${JSON.stringify(record.extents)} of ${record.size} and does not have them`);
    }
  }
  return wrong;
}
