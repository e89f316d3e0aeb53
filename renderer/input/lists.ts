/** Files that hold links: what is in them, what is known of their links, and which files are none of these. */
import { isChecksumFile } from './verdict.ts';
import type { Metalink, MetalinkDownload } from '../../contract/metalink.ts';

/** Files beyond this are no lists of links. */
const largestFile = 4 * 1024 * 1024;
/** In these an `&` is written `&amp;`. */
const markup = /\.(?:webloc|html?)$/i;
const textual = /\.(?:txt|url|webloc|desktop|csv|md|html?|json)$/i;
const metalink = /\.(?:metalink|meta4)$/i;

/** Whether a link leads to a Metalink, as far as its address, or what the server has said of it, tells. */
export const isListLink = (name: string, contentType: string | null): boolean =>
  metalink.test(name) || /^\s*application\/metalink4?\+xml\b/i.test(contentType ?? '');

/** What `accept` of a file field says. */
export const listTypes = '.txt,.url,.webloc,.desktop,.csv,.md,.html,.htm,.json,.metalink,.meta4';

export interface ListTrouble {
  /** The name of the file, or of the one that is described in it. */
  readonly name: string;
  readonly problem: (Metalink & { ok: false })['problem'] | 'no_source' | 'long_link';
}

export interface ListReading {
  /** Links, with whatever stands between them. */
  readonly text: string;
  /** What Metalinks say of them. */
  readonly facts: readonly MetalinkDownload[];
  readonly troubles: readonly ListTrouble[];
  /** Files that are no lists of links. */
  readonly rest: readonly File[];
}

export async function readLists(files: readonly File[]): Promise<ListReading> {
  const readings = await Promise.all(files.map(readList));
  return {
    text: readings.map(({ text }) => text).join('\n'),
    facts: readings.flatMap(({ facts }) => facts),
    troubles: readings.flatMap(({ troubles }) => troubles),
    rest: readings.flatMap(({ rest }) => rest),
  };
}

const nothing: ListReading = { text: '', facts: [], troubles: [], rest: [] };

async function readList(file: File): Promise<ListReading> {
  if (metalink.test(file.name)) {
    if (file.size > 2 * largestFile) return { ...nothing, troubles: [{ name: file.name, problem: 'too_large' }] };
    return await readListText(file.name, await file.text());
  }
  const isText = !isChecksumFile(file.name) && (textual.test(file.name) || file.type.startsWith('text/'));
  if (!isText || file.size > largestFile) return { ...nothing, rest: [file] };
  return await readListText(file.name, await file.text());
}

/** What is in the text of a file of that name. */
export async function readListText(name: string, text: string): Promise<ListReading> {
  if (metalink.test(name)) return await readMetalink(text, name);
  return { ...nothing, text: markup.test(name) ? text.replaceAll('&amp;', '&') : text };
}

/** Each file by its best source that can be downloaded from here. */
export async function readMetalink(text: string, fileName: string): Promise<ListReading> {
  // The parser is as large as half of the page's own code, and few people have a Metalink.
  const { downloadOf, hasOverlong, parseMetalink } = await import('../../contract/metalink.ts');
  const read = parseMetalink(text);
  if (!read.ok) return { ...nothing, troubles: [{ name: fileName, problem: read.problem }] };

  const facts: MetalinkDownload[] = [];
  const troubles: ListTrouble[] = [];
  for (const file of read.files) {
    const download = downloadOf(file, (link) => URL.canParse(link));
    if (download) facts.push(download);
    if (hasOverlong(file)) troubles.push({ name: download?.name ?? (file.name || fileName), problem: 'long_link' });
    else if (!download) troubles.push({ name: file.name || fileName, problem: 'no_source' });
  }
  if (read.files.length === 0) troubles.push({ name: fileName, problem: 'no_source' });
  return { ...nothing, text: facts.map(({ url }) => url).join('\n'), facts, troubles };
}
