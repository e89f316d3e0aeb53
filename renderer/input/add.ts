/** From what is typed in the Add dialog to what the service is asked for, with every problem named beside its field. */
import { mostMirrors } from '../../contract/bounds.ts';
import type { AddInput, Checksum, HeaderList } from '../../contract/download.ts';
import { isHeaderName, isHeaderValue } from '../../contract/headers.ts';
import type { Draft } from '../state/draft.ts';
import { isWholePath, nameProblem, readConnections, type NameProblem } from './amounts.ts';
import { readChecksum, type ChecksumProblem, type ChecksumReading } from './checksum.ts';
import { readLinkLines, type LinkLine } from './links.ts';
import { readMirrors, type MirrorsProblem } from './mirrors.ts';

export interface AddReading {
  readonly lines: readonly LinkLine[];
  readonly badLines: readonly LinkLine[];
  /** Entries with a link that is in the list already, while nobody has said that it is wanted once more. */
  readonly knownLines: readonly LinkLine[];
  /** How many downloads it would be. */
  readonly count: number;
  readonly problems: {
    readonly links: boolean;
    readonly folder: boolean;
    readonly name: NameProblem | null;
    readonly connections: boolean;
    readonly checksum: ChecksumProblem | null;
    readonly headers: number | null;
    readonly mirrors: MirrorsProblem | null;
  };
  readonly checksum: ChecksumReading;
  /** What could be added of it, whatever is wrong with the rest. */
  readonly candidates: readonly AddInput[];
  /** What to add; null while anything is wrong. */
  readonly items: AddInput[] | null;
}

let last: { readonly text: string; readonly lines: readonly LinkLine[] } = { text: '', lines: [] };

/** Thousands of links are not read anew for every key that is pressed in another field. */
function linesOf(text: string): readonly LinkLine[] {
  if (text !== last.text) last = { text, lines: readLinkLines(text) };
  return last.lines;
}

/** `isKnown` says of a link whether it is in the list already. */
export function readDraft(draft: Draft, platform: string, isKnown: (link: string) => boolean = () => false): AddReading {
  const lines = linesOf(draft.links);
  const badLines = lines.filter((line) => line.problem !== null);
  const knownLines = lines.filter((line) => line.links.some((link) => isKnown(link) && !draft.again.has(link)));
  const links = lines.flatMap((line) => (line.problem === null ? line.links : [line.text]));
  const count = links.length;
  // A name is of one file: with several links it is set aside, not lost.
  const single = count <= 1;
  const folder = draft.folder?.trim() ?? '';
  const name = single ? draft.name.trim() : '';
  const connections = readConnections(draft.connections);
  const checksum = readChecksum(draft.checksum, links, name || (lines[0]?.choices?.name ?? ''));
  const headers = readHeaders(draft.headers);
  // They are of one file, as its name is.
  const { mirrors, problem: mirrorsProblem } = readMirrors(single ? draft.mirrors : '', links[0] ?? null);

  const problems = {
    links: lines.length === 0,
    folder: folder !== '' && !isWholePath(folder, platform),
    name: name === '' ? null : nameProblem(name),
    connections: connections === null,
    checksum: checksum.state === 'wrong' ? checksum.problem : null,
    headers: headers.wrongLine,
    mirrors: mirrorsProblem,
  };
  const wrong =
    badLines.length > 0 || knownLines.length > 0 || Object.values(problems).some((problem) => problem !== null && problem !== false);

  // What is wrong is left out here, and keeps everything from being added below.
  const shared: Omit<AddInput, 'url'> = {
    start: draft.start,
    ...(folder !== '' && !problems.folder && { folder }),
    ...(draft.category !== undefined && { category: draft.category }),
    ...(name !== '' && problems.name === null && { name }),
    ...(connections !== undefined && connections !== null && { connections }),
    ...(draft.referer.trim() !== '' && { referer: draft.referer.trim() }),
    ...(draft.user !== '' && { credentials: { user: draft.user, password: draft.password } }),
    ...(draft.onConflict !== null && { onConflict: draft.onConflict }),
    ...(draft.priority !== 'normal' && { priority: draft.priority }),
  };
  const checksumsOf = (index: number): Checksum[] => (checksum.state === 'read' ? [...(checksum.perLink[index] ?? [])] : []);
  // What is typed into a field goes before what a command says.
  const candidates = lines
    .flatMap((line) => line.links.map((url) => ({ url, choices: line.choices })))
    .map(({ url, choices }, index): AddInput => {
      const facts = draft.facts.get(url);
      const typed = checksumsOf(index);
      const checksums = typed.length > 0 ? typed : [...(facts?.checksums ?? [])];
      const allHeaders = [...(choices?.headers ?? []), ...headers.list];
      return {
        ...(facts?.name && { name: facts.name }),
        ...mirrorsOf(mirrors, facts?.mirrors ?? [], url),
        ...(facts && facts.size !== null && { size: facts.size }),
        ...(facts?.pieces && { pieces: { ...facts.pieces, digests: [...facts.pieces.digests] } }),
        ...choices,
        ...shared,
        url,
        ...(draft.handedOver.has(url) && { handedOver: true }),
        ...(allHeaders.length > 0 && { headers: allHeaders }),
        ...(checksums.length > 0 && { checksums }),
      };
    });
  return { lines, badLines, knownLines, count, problems, checksum, candidates, items: wrong ? null : candidates };
}

/** What was typed goes first, and then what a Metalink knows besides. */
function mirrorsOf(typed: readonly string[], known: readonly string[], url: string): Pick<AddInput, 'mirrors'> {
  const all = [...new Set([...typed, ...known])].filter((mirror) => mirror !== url).slice(0, mostMirrors);
  return all.length > 0 ? { mirrors: all } : {};
}

/** `Name: value`, one a line; the number of the first line that is not. */
function readHeaders(text: string): { list: HeaderList; wrongLine: number | null } {
  const list: HeaderList = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const colon = line.indexOf(':');
    const pair: [string, string] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    if (colon < 1 || !isHeaderName(pair[0]) || !isHeaderValue(pair[1])) return { list, wrongLine: index + 1 };
    list.push(pair);
  }
  return { list, wrongLine: null };
}
