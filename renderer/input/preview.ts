/** What is known of the links in the Add dialog before they are added, and what it comes to. */
import type { ErrorCode } from '../../contract/errors.ts';
import type { LinkDestination, LinkSight } from '../../contract/links.ts';

/** What has become of the question about one link. */
export type Look =
  | { readonly state: 'asking' }
  | { readonly state: 'seen'; readonly sight: LinkSight }
  /** The code is null when it was not the server that failed. */
  | { readonly state: 'failed'; readonly code: ErrorCode | null; readonly message: string };

export interface Preview {
  readonly url: string;
  /** What its file will be called, as far as that is known: what was asked for comes before what the server says. */
  readonly name: string;
  /** Null until it is asked. */
  readonly look: Look | null;
  /** Whether it will not be asked before the person says so. */
  readonly held: boolean;
  readonly destination: LinkDestination | null;
}

export interface PreviewSummary {
  /** Links that have been answered, well or not. */
  readonly answered: number;
  readonly failed: number;
  /** Those that wait for the person's word. */
  readonly held: number;
  /** Bytes of all whose size is known. */
  readonly bytes: number;
  /** Seen, and their size is not known. */
  readonly sizeless: number;
  /** Folders that have no room for what would go there. */
  readonly tooFull: readonly { readonly folder: string; readonly needed: number; readonly free: number }[];
  /** Of the folders that are used; empty while none is known. */
  readonly folders: readonly LinkDestination[];
  /** Links whose name is taken by a file. */
  readonly taken: readonly Preview[];
}

const sizeOf = ({ look }: Preview): number | null => (look?.state === 'seen' ? look.sight.size : null);

export function summarise(previews: readonly Preview[]): PreviewSummary {
  const folders = new Map<string, { destination: LinkDestination; needed: number }>();
  for (const preview of previews) {
    const { destination } = preview;
    if (!destination) continue;
    const folder = folders.get(destination.folder) ?? { destination, needed: 0 };
    folder.needed += Math.max(0, (sizeOf(preview) ?? 0) - (destination.begun?.received ?? 0));
    folders.set(destination.folder, folder);
  }
  const answered = previews.filter(({ look }) => look?.state === 'seen' || look?.state === 'failed');
  return {
    answered: answered.length,
    held: previews.filter(({ held }) => held).length,
    failed: answered.filter(({ look }) => look?.state === 'failed').length,
    bytes: previews.reduce((sum, preview) => sum + (sizeOf(preview) ?? 0), 0),
    sizeless: answered.filter((preview) => preview.look?.state === 'seen' && sizeOf(preview) === null).length,
    tooFull: [...folders.values()].flatMap(({ destination: { folder, free }, needed }) =>
      free !== null && needed > free ? [{ folder, needed, free }] : [],
    ),
    folders: [...folders.values()].map(({ destination }) => destination),
    // What goes on with its own partial takes no other file's name.
    taken: previews.filter(({ destination }) => destination?.there && !destination.begun),
  };
}

/** How the server's file compares with the one that has its name: by size, which is all that is known. */
export function comparedSize({ look, destination }: Preview): 'same' | 'larger' | 'smaller' | 'unknown' {
  const here = destination?.there?.size ?? null;
  const there = look?.state === 'seen' ? look.sight.size : null;
  if (here === null || there === null) return 'unknown';
  return here === there ? 'same' : there > here ? 'larger' : 'smaller';
}
