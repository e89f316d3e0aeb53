/** Encoded words (RFC 2047), which some servers put into a file name although HTTP never had them. */
import { bytesOfBinary, decodeBytes, unescapeBytes } from './charset.ts';

/** `=?charset?B|Q?text?=`; a language may follow the charset (RFC 2231, section 5). */
const encodedWord = /=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([bq])\?([^?]*)\?=/gi;

function bytesOfWord(encoding: string, text: string): Uint8Array | null {
  if (encoding === 'b' || encoding === 'B') return Uint8Array.from(Buffer.from(text, 'base64'));
  const bytes = bytesOfBinary(text.replaceAll('_', ' '));
  return bytes && unescapeBytes(bytes, '=');
}

interface Word {
  readonly charset: string;
  readonly bytes: Uint8Array;
}

/**
 * The text with its encoded words decoded. White space between two words goes; words of one charset are decoded together, because
 * some senders cut a character in two. A word that cannot be decoded stays as it was written.
 */
export function decodeEncodedWords(text: string): string {
  if (!text.includes('=?')) return text;
  let out = '';
  let end = 0;
  let run: Word[] = [];
  let runStart = 0;

  const flush = (): void => {
    const [first] = run;
    if (!first) return;
    const decoded = decodeBytes(Buffer.concat(run.map((word) => word.bytes)), first.charset);
    out += decoded ?? text.slice(runStart, end);
    run = [];
  };

  for (const match of text.matchAll(encodedWord)) {
    const [whole, charset = '', encoding = '', content = ''] = match;
    const between = text.slice(end, match.index);
    const bytes = bytesOfWord(encoding, content);
    const follows = run.length > 0 && between.trim() === '';
    if (!follows || run[0]?.charset !== charset.toLowerCase()) {
      flush();
      if (!follows) out += between;
      runStart = match.index;
    }
    end = match.index + whole.length;
    if (bytes) run.push({ charset: charset.toLowerCase(), bytes });
    else out += whole;
  }
  flush();
  return out + text.slice(end);
}
