/** What was done to a body before it was sent, and whether it is to be undone (RFC 9110, section 8.4; RFC 9112, section 6.1). */
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { AnswerError } from './answer-error.ts';
import type { Head } from './head.ts';

/** What a file is called, or said to be, that is compressed in itself. */
const compressed: Readonly<Record<string, { readonly name: RegExp; readonly type: RegExp }>> = {
  gzip: { name: /\.(?:t?gz|taz|svgz)$/i, type: /^application\/(?:x-)?(?:gzip|gunzip|tgz|gtar-compressed)\b/i },
  compress: { name: /\.(?:t?Z|taz)$/, type: /^application\/(?:x-)?compress\b/i },
  bzip2: { name: /\.(?:t?bz2?|tbz2)$/i, type: /^application\/(?:x-)?bzip2?\b/i },
  xz: { name: /\.(?:t?xz)$/i, type: /^application\/(?:x-)?xz\b/i },
  zstd: { name: /\.(?:t?zst)$/i, type: /^application\/(?:x-)?zstd\b/i },
  br: { name: /\.br$/i, type: /^application\/(?:x-)?brotli\b/i },
};

const codingsIn = (head: Head, field: string): string[] =>
  head
    .all(field)
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');

export const transferCodings = (head: Head): string[] => codingsIn(head, 'transfer-encoding');

/**
 * The codings that are to be undone. Nobody asked for one; where a server names one nevertheless, it may only tell what kind of file this is: Apache,
 * for one, is often set up to call a `.tar.gz` coded with gzip. Such a file is wanted as it lies on the server, as browsers and wget have it too.
 */
export function encodingsOf(head: Head): string[] {
  const codings = codingsIn(head, 'content-encoding');
  const only = codings.length === 1 ? (codings[0] as string).replace(/^x-/, '') : '';
  const itself = Object.hasOwn(compressed, only) ? compressed[only] : undefined;
  if (!itself) return codings;
  const named = itself.name.test(head.path) || fileNames(head).some((name) => itself.name.test(name));
  return named || itself.type.test(head.get('content-type')?.trim() ?? '') ? [] : codings;
}

/** What Content-Disposition calls the file, roughly: only the end of the name counts here. */
const fileNames = (head: Head): string[] =>
  head
    .all('content-disposition')
    .flatMap((value) => [...value.matchAll(/filename\*?\s*=\s*(?:"([^"]*)"|([^;\s]+))/gi)].map((found) => found[1] ?? found[2] ?? ''));

/** Undoes codings that nobody asked for: the file is what they contain. */
export function decoded(body: Readable, encodings: readonly string[]): Readable {
  let source = body;
  for (const encoding of [...encodings].reverse()) {
    const decoder = decoderFor(encoding);
    source.on('error', (error) => decoder.destroy(error));
    source = source.pipe(decoder);
  }
  return source;
}

function decoderFor(encoding: string): zlib.Gunzip | zlib.Inflate | zlib.BrotliDecompress | zlib.ZstdDecompress {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'deflate':
      return zlib.createInflate();
    case 'br':
      return zlib.createBrotliDecompress();
    case 'zstd':
      return zlib.createZstdDecompress();
    default:
      throw new AnswerError('fail', 'BAD_CONTENT', `The server sends the file in a coding that is not known: ${encoding.slice(0, 40)}`);
  }
}
