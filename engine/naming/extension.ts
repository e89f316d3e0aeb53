/** Where a name ends and its extension begins. */

export interface NameParts {
  readonly stem: string;
  /** With its dot; empty when there is none. */
  readonly extension: string;
}

/** Endings that belong together, so that a number goes before both: `archive (1).tar.gz`. */
const compound = /\.(?:tar\.[a-z0-9]{1,4}|(?:7z|zip|rar)\.\d{3}|part\d{1,4}\.rar|user\.js)$/i;
const single = /\.[^\s.]{1,24}$/u;

/** A name that starts with its only dot has no extension. */
export function splitName(name: string): NameParts {
  // Only the end is looked at, so that a hostile name costs no more than its length.
  const tailStart = Math.max(0, name.length - 64);
  const tail = name.slice(tailStart);
  const match = compound.exec(tail) ?? single.exec(tail);
  const dot = match ? tailStart + match.index : 0;
  return dot > 0 ? { stem: name.slice(0, dot), extension: name.slice(dot) } : { stem: name, extension: '' };
}

/** `name (1).ext`: the n-th other name for a file whose own is taken. */
export function numbered(name: string, n: number): string {
  const { stem, extension } = splitName(name);
  return `${stem} (${n})${extension}`;
}

/** Takes the number away again; a name without one stays as it is. */
export function unnumbered(name: string): string {
  const { stem, extension } = splitName(name);
  return stem.replace(/ \(\d+\)$/, '') + extension;
}
