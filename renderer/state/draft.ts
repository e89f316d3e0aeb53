/** What is typed in the Add dialog. It outlives the dialog, so that closing by mistake loses nothing. */
import { create } from 'zustand';
import type { ConflictPolicy } from '../../contract/download.ts';
import { extractLinks } from '../input/links.ts';
import { openDialog } from './view.ts';

export interface Draft {
  readonly links: string;
  /** Null until it was typed in: then the settings' folder is meant. */
  readonly folder: string | null;
  readonly name: string;
  readonly connections: string;
  readonly checksum: string;
  readonly user: string;
  readonly password: string;
  readonly referer: string;
  readonly headers: string;
  readonly onConflict: ConflictPolicy | null;
  readonly start: boolean;
}

export const emptyDraft: Draft = {
  links: '',
  folder: null,
  name: '',
  connections: '',
  checksum: '',
  user: '',
  password: '',
  referer: '',
  headers: '',
  onConflict: null,
  start: true,
};

export const useDraft = create<Draft>()(() => emptyDraft);

export const editDraft = (change: Partial<Draft>): void => useDraft.setState(change);

/** Forgets the draft but its folder: the next files often go to the same place. */
export const clearDraft = (): void => useDraft.setState(({ folder }) => ({ ...emptyDraft, folder }), true);

/** Opens the dialog with the links of a pasted or dropped text added to it. False when the text holds none. */
export function offerLinks(text: string): boolean {
  const links = extractLinks(text);
  if (links.length === 0) return false;
  const present = new Set(
    useDraft
      .getState()
      .links.split(/\r?\n/)
      .map((line) => line.trim()),
  );
  const lines = [...present, ...links.filter((link) => !present.has(link))].filter((line) => line !== '');
  editDraft({ links: lines.join('\n') });
  openDialog('add');
  return true;
}
