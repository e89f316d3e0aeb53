/** What bounds what people may ask for. No schema library here: the terminal loads this file when it starts, and the window before its first picture. */

/** Characters. */
export const longestLink = 16_384;
export const longestName = 1024;

/** Characters of the names that people give, so that lists stay lists. */
export const longestQueueName = 100;
export const longestCategoryName = 60;

/** To all sources of one download together. */
export const mostConnections = 64;

/** Links to one file beyond its first. */
export const mostMirrors = 32;

/** Parts of one file that digests may be given of. */
export const mostPieces = 100_000;
