/** Bytes to text and percent-encoding to bytes, for names whose encoding is often guessed rather than told. */

type Decoder = InstanceType<typeof TextDecoder>;

const decoders = new Map<string, Decoder>();

function decoderOf(label: string): Decoder {
  const known = decoders.get(label);
  if (known) return known;
  const decoder = new TextDecoder(label, { fatal: true });
  if (decoders.size < 64) decoders.set(label, decoder);
  return decoder;
}

/** The text of `bytes` in the named charset; null when the charset is unknown or the bytes are not valid in it. */
export function decodeBytes(bytes: Uint8Array, charset: string): string | null {
  try {
    return decoderOf(charset.toLowerCase()).decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-8 where the bytes are valid UTF-8, else Windows-1252, which browsers mean by Latin-1 and in which every byte is a character. */
export function decodeUnlabelled(bytes: Uint8Array): string {
  return decodeBytes(bytes, 'utf-8') ?? decodeBytes(bytes, 'windows-1252') ?? '';
}

/** The bytes of a string that holds one byte a character; null when it holds anything wider. */
export function bytesOfBinary(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0xff) return null;
    bytes[at] = unit;
  }
  return bytes;
}

const hexValue = (unit: number): number => {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
};

/** Two hexadecimal digits at `at`, as a byte; -1 when they are not there. */
function hexByteAt(bytes: Uint8Array, at: number): number {
  const high = hexValue(bytes[at] ?? 0);
  const low = hexValue(bytes[at + 1] ?? 0);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** Replaces `marker` and two hexadecimal digits by their byte, once; a marker without digits stays as it is. */
export function unescapeBytes(bytes: Uint8Array, marker: '%' | '='): Uint8Array {
  const mark = marker.charCodeAt(0);
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const escaped = byte === mark ? hexByteAt(bytes, at + 1) : -1;
    if (escaped >= 0) at += 2;
    out[length++] = escaped >= 0 ? escaped : byte;
  }
  return out.subarray(0, length);
}

/** Percent-decoded bytes of a text; characters beyond ASCII that were not encoded count as their UTF-8. */
export function percentDecode(text: string): Uint8Array {
  return unescapeBytes(new TextEncoder().encode(text), '%');
}
