// A folder that electron-builder takes for Electron's. The executable holds nothing but the fuses, which get flipped in it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** What marks the fuses within Electron's binary (github.com/electron/fuses): then their version, their number, and one digit each. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseCount = 9;

export function writePlaceholder(folder) {
  const fuses = Buffer.from([1, fuseCount, ...Buffer.from('0'.repeat(fuseCount))]);
  writeFileSync(path.join(folder, 'electron'), Buffer.concat([Buffer.from(sentinel), fuses]), { mode: 0o755 });
}
