/** File names: found in headers and links, made safe, numbered and compared. Pure functions; none of them throws. */
export { nameFromDisposition } from './disposition.ts';
export { numbered, splitName, unnumbered } from './extension.ts';
export { foldName } from './fold.ts';
export { safeName } from './safe-name.ts';
export { nameFromUrl } from './url-name.ts';
