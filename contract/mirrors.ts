/** What bounds a download of several sources. No schema library here: the terminal loads this file when it starts. */

/** Links to one file beyond its first. */
export const mostMirrors = 32;

/** Parts of one file that digests may be given of. */
export const mostPieces = 100_000;
