/** From what is typed in the Add dialog to what the service is asked for, with every problem named beside its field. */
import { HeaderList, type AddInput, type HeaderList as Headers } from '../../contract/download.ts';
import type { Draft } from '../state/draft.ts';
import { isWholePath, nameProblem, readConnections, type NameProblem } from './amounts.ts';
import { readChecksum, type ChecksumProblem } from './checksum.ts';
import { readLinkLines, type LinkLine } from './links.ts';

export interface AddReading {
  readonly lines: readonly LinkLine[];
  readonly badLines: readonly LinkLine[];
  readonly problems: {
    readonly links: boolean;
    readonly folder: boolean;
    readonly name: NameProblem | null;
    readonly connections: boolean;
    readonly checksum: ChecksumProblem | null;
    readonly headers: number | null;
  };
  /** What to add; null while anything is wrong. */
  readonly items: AddInput[] | null;
}

export function readDraft(draft: Draft, platform: string): AddReading {
  const lines = readLinkLines(draft.links);
  const badLines = lines.filter((line) => line.problem !== null);
  // A name or a checksum is of one file: with several links they are set aside, not lost.
  const single = lines.length <= 1;
  const folder = draft.folder?.trim() ?? '';
  const name = single ? draft.name.trim() : '';
  const connections = readConnections(draft.connections);
  const checksum = readChecksum(single ? draft.checksum : '');
  const headers = readHeaders(draft.headers);

  const problems = {
    links: lines.length === 0,
    folder: folder !== '' && !isWholePath(folder, platform),
    name: name === '' ? null : nameProblem(name),
    connections: connections === null,
    checksum: checksum.state === 'wrong' ? checksum.problem : null,
    headers: headers.wrongLine,
  };
  const wrong = badLines.length > 0 || Object.values(problems).some((problem) => problem !== null && problem !== false);
  if (wrong) return { lines, badLines, problems, items: null };

  const shared: Omit<AddInput, 'url'> = {
    start: draft.start,
    ...(folder !== '' && { folder }),
    ...(name !== '' && { name }),
    ...(connections !== undefined && connections !== null && { connections }),
    ...(checksum.state === 'read' && { checksums: [checksum.checksum] }),
    ...(headers.list.length > 0 && { headers: headers.list }),
    ...(draft.referer.trim() !== '' && { referer: draft.referer.trim() }),
    ...(draft.user !== '' && { credentials: { user: draft.user, password: draft.password } }),
    ...(draft.onConflict !== null && { onConflict: draft.onConflict }),
  };
  return { lines, badLines, problems, items: lines.map((line) => ({ ...shared, url: line.text })) };
}

/** `Name: value`, one a line; the number of the first line that is not. */
function readHeaders(text: string): { list: Headers; wrongLine: number | null } {
  const list: Headers = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const colon = line.indexOf(':');
    const pair: [string, string] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    if (colon < 1 || !HeaderList.safeParse([pair]).success) return { list, wrongLine: index + 1 };
    list.push(pair);
  }
  return { list, wrongLine: null };
}
