/** The speed limits that are offered, in bytes a second; 0 is no limit. */

const mebibyte = 1024 * 1024;
const usual = [0, mebibyte / 2, mebibyte, 2 * mebibyte, 5 * mebibyte, 10 * mebibyte, 50 * mebibyte];

/** The usual limits, and the one that is set: without it a choice could not show what is true. */
export const limitsWith = (current: number): number[] => [...new Set([...usual, current])].toSorted((a, b) => a - b);
