/** What leaves as a file: everything but secrets, or the links alone. */
import { useDownloads } from '../state/downloads.ts';
import { writeBackup } from '../state/commands.ts';
import { saveFile } from './save-file.ts';

const today = (): string => new Date().toISOString().slice(0, 10);

export async function exportAll(): Promise<void> {
  const text = await writeBackup();
  if (text !== null) saveFile(`rangefinder-${today()}.json`, text, 'application/json');
}

export function exportLinks(): void {
  const rows = [...useDownloads.getState().list.rows.values()].toSorted((a, b) => a.position - b.position);
  saveFile(`rangefinder-links-${today()}.txt`, rows.map(({ url }) => `${url}\n`).join(''), 'text/plain');
}
