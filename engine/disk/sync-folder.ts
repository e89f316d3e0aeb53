import path from 'node:path';
import { fs } from '../fs.ts';

/** Makes the names in the folder of `file` durable. Windows has no such call, and keeps names in its own journal. */
export async function syncFolder(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.promises.open(path.dirname(file), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
