/** The digests that a file is compared by. No schema library here: the engine and the terminal load this file when they start. */

export const checksumAlgorithms = ['md5', 'sha1', 'sha256', 'sha512', 'blake3'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** Where an expected checksum came from: a sidecar from the same server proves less than a value the user brought. */
export const checksumOrigins = ['user', 'header', 'sidecar', 'metalink'] as const;

/** Hexadecimal digits that each algorithm's digest has. */
export const digestLength: Readonly<Record<ChecksumAlgorithm, number>> = { md5: 32, sha1: 40, sha256: 64, sha512: 128, blake3: 64 };

const aliases: Readonly<Record<string, ChecksumAlgorithm>> = {
  md5: 'md5',
  sha: 'sha1',
  sha1: 'sha1',
  sha256: 'sha256',
  sha2256: 'sha256',
  sha512: 'sha512',
  sha2512: 'sha512',
  blake3: 'blake3',
  b3: 'blake3',
};

/** The algorithm that a text names, as `sha256`, `SHA-256`, `SHA2-256`, `sha256sum` or `SHA-256 checksum`; null for any other. */
export function algorithmNamed(label: string): ChecksumAlgorithm | null {
  const bare = label
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/(?:checksum|sum|hash|digest)$/, '');
  return Object.hasOwn(aliases, bare) ? (aliases[bare] ?? null) : null;
}

/** The algorithm that a digest of so many hexadecimal digits usually comes from. */
export function algorithmOfLength(digits: number): ChecksumAlgorithm | null {
  return checksumAlgorithms.find((algorithm) => digestLength[algorithm] === digits) ?? null;
}

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 or its URL-safe form, as lower-case hexadecimal; null when it is neither. */
export function hexOfBase64(text: string): string | null {
  const body = text
    .replace(/={0,2}$/, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  if (body.length % 4 === 1) return null;
  let hex = '';
  let bits = 0;
  let pending = 0;
  for (const char of body) {
    const value = base64Alphabet.indexOf(char);
    if (value < 0) return null;
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    hex += ((pending >> bits) & 0xff).toString(16).padStart(2, '0');
  }
  return hex;
}
