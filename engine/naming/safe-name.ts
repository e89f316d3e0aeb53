/**
 * Makes any text a file name that means the same, and nothing more, on every operating system: one name in one folder, no device,
 * no stream, no hidden file, no file that a desktop acts on when it merely shows the folder.
 */
import { splitName } from './extension.ts';

/** What a name gets when nothing of it is left. */
const fallback = 'download';

/** File systems take 255 bytes; the numbered name, its partial and its journal must all fit beside it. */
const maxBytes = 255 - ' (999).part.journal.new'.length;

/** Controls except white space, and format characters (bidi overrides, zero-width marks), but the joiners that scripts and emoji need. */
const invisible = /[[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]--[\t\n\r\u200c\u200d]]/gv;
const whiteSpace = /[\t\n\r]/g;
/** Not allowed on Windows; the colon also names a stream there. */
const forbidden = /[<>:"|?*]/g;
const driveLetter = /^\s*[a-z]:/i;
/** Hidden on Unix, or read as an option by a command that gets the name as an argument. */
const leadingMarks = /^[.\-\s]*[.-]/;
/** Devices on Windows, with any extension, and files that its shell obeys. */
const reserved =
  /^(?:(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)|(?:desktop\.ini|thumbs\.db|autorun\.inf)$)/i;
/** Extensions, class identifiers among them, that a desktop acts on by showing the file. */
const obeyed =
  /\.(?:lnk|url|scf|pif|local|website|desktop|library-ms|search-ms|searchconnector-ms|settingcontent-ms|appref-ms|\{[^{}]*\})$/i;

/** Windows drops trailing dots and spaces, so that two names would be one. A loop: the same as a pattern takes quadratic time. */
function trimEnd(name: string): string {
  let end = name.length;
  while (end > 0 && /[\s.]/.test(name.charAt(end - 1))) end--;
  return name.slice(0, end);
}

const baseName = (path: string): string => path.split(/[/\\]/).findLast((part) => part.trim() !== '') ?? '';

/** The longest start of `text` that fits in `room` bytes of UTF-8 and ends between two graphemes. */
function cut(text: string, room: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(Math.max(0, room)));
  if (read === text.length) return text;
  const around = text.slice(0, read + 64);
  const boundary = new Intl.Segmenter().segment(around).containing(read)?.index;
  return text.slice(0, boundary || read);
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  const { stem, extension } = splitName(name);
  return trimEnd(cut(stem, maxBytes - Buffer.byteLength(extension))) + extension;
}

function neutralise(name: string): string {
  if (reserved.test(name)) return `_${name}`;
  return obeyed.test(name) ? `${name}.${fallback}` : name;
}

function pass(name: string): string {
  const visible = name.toWellFormed().replace(whiteSpace, ' ').replace(invisible, '');
  const base = baseName(visible).replace(driveLetter, '').replace(forbidden, '_').normalize('NFC');
  const trimmed = trimEnd(base).trimStart().replace(leadingMarks, '_');
  return shorten(neutralise(trimmed || fallback));
}

/**
 * A safe file name for a proposed one; `download` when nothing of it is left. Idempotent, at most 255 bytes of UTF-8 together with
 * ` (999)` and `.part.journal`, in NFC. Percent-encoding is text here: whoever knew that it was encoded has decoded it.
 */
export function safeName(name: string): string {
  let safe = pass(name);
  // Shortening may lay bare what an earlier step removes; a step never undoes another, so that this ends after few rounds.
  for (let next = pass(safe); next !== safe; next = pass(safe)) safe = next;
  return safe;
}
