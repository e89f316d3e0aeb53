/** What is typed in the Add dialog. It outlives the dialog, so that closing by mistake loses nothing. */
import { create } from 'zustand';
import type { ConflictPolicy } from '../../contract/download.ts';
import type { MetalinkDownload } from '../../contract/metalink.ts';
import type { Priority, QueueId } from '../../contract/queue.ts';
import { extractLines, readLinkLines, type LinkLine } from '../input/links.ts';
import { openDialog } from './view.ts';

export interface Draft {
  readonly links: string;
  /** Null until it was typed in: then the settings' folder is meant. */
  readonly folder: string | null;
  /** Undefined leaves it to the rules, null is none. */
  readonly category: string | null | undefined;
  readonly name: string;
  readonly connections: string;
  readonly checksum: string;
  /** Other links to the same file, one a line. */
  readonly mirrors: string;
  readonly user: string;
  readonly password: string;
  readonly referer: string;
  readonly headers: string;
  readonly onConflict: ConflictPolicy | null;
  /** Null until one was chosen: then the queue that is looked at is meant. */
  readonly queue: QueueId | null;
  readonly priority: Priority;
  readonly start: boolean;
  /** Links that are in the list already, and are wanted once more. */
  readonly again: ReadonlySet<string>;
  /** What Metalinks have said of links. */
  readonly facts: ReadonlyMap<string, MetalinkDownload>;
  /** Links that a page or another program has brought. */
  readonly handedOver: ReadonlySet<string>;
  /** Those of them about which no server is asked before the person says so. */
  readonly held: ReadonlySet<string>;
}

export const emptyDraft: Draft = {
  links: '',
  folder: null,
  category: undefined,
  name: '',
  connections: '',
  checksum: '',
  mirrors: '',
  user: '',
  password: '',
  referer: '',
  headers: '',
  onConflict: null,
  queue: null,
  priority: 'normal',
  start: true,
  again: new Set(),
  facts: new Map(),
  handedOver: new Set(),
  held: new Set(),
};

export const useDraft = create<Draft>()(() => emptyDraft);

export const editDraft = (change: Partial<Draft>): void => useDraft.setState(change);

/** Forgets the draft but its folder: the next files often go to the same place. */
export const clearDraft = (): void => useDraft.setState(({ folder }) => ({ ...emptyDraft, folder }), true);

interface Offer {
  readonly facts?: readonly MetalinkDownload[];
  /** Whether it is not the person who brings them. */
  readonly handedOver?: boolean;
}

/** Opens the dialog with the links and commands of a pasted or dropped text added to it. False when the text holds none. */
export function offerLinks(text: string, { facts = [], handedOver = false }: Offer = {}): boolean {
  const offered = extractLines(text);
  if (offered.length === 0) return false;
  const { links, facts: known, handedOver: broughtBefore, held } = useDraft.getState();
  const present = new Set(readLinkLines(links).map((line) => line.text));
  const news = offered.filter((line) => !present.has(line));
  // What the person brings as well is the person's own.
  const marked = (before: ReadonlySet<string>): ReadonlySet<string> =>
    handedOver ? before.union(linksIn(news)) : before.difference(linksIn(offered));
  editDraft({
    links: [...present, ...news].join('\n'),
    facts: new Map([...known, ...facts.map((fact) => [fact.url, fact] as const)]),
    handedOver: marked(broughtBefore),
    held: marked(held),
  });
  openDialog('add');
  return true;
}

const linksIn = (lines: readonly string[]): Set<string> => new Set(readLinkLines(lines.join('\n')).flatMap(({ links }) => links));

/** Takes entries out of the field of links, and puts in their place what is given for them. */
export function replaceLines(lines: readonly LinkLine[], instead: (line: LinkLine) => readonly string[] = () => []): void {
  const all = useDraft.getState().links.split('\n');
  for (const line of lines.toReversed()) all.splice(line.line - 1, line.height, ...instead(line));
  editDraft({ links: all.join('\n') });
}
