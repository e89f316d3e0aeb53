/**
 * Two names with the same fold may be one file on a file system that ignores case or normalisation (APFS, NTFS, exFAT). It folds
 * rather more than any of them does: a number added without need harms less than a file overwritten.
 */
export function foldName(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}
