/** Lists of links that other programs keep: one a line, or aria2's session, in which indented lines say more of the link above them. */
import { Checksum, type AddInput } from '../contract/download.ts';
import { mostMirrors } from '../contract/bounds.ts';

export interface ListedLink {
  readonly item: AddInput;
  /** Whether a line beneath it spoke aria2's language. */
  readonly described: boolean;
}

export function readLinkList(text: string): ListedLink[] {
  const links: ListedLink[] = [];
  for (const line of text.split(/\r?\n/)) {
    const last = links.at(-1);
    const option = /^\s+([a-z0-9-]+)=(.*)$/.exec(line);
    if (option && last)
      links[links.length - 1] = { item: { ...last.item, ...meaningOf(option[1] ?? '', option[2] ?? '') }, described: true };
    else if (line.trim() !== '' && !/^\s*#/.test(line)) links.push({ item: readAddresses(line), described: false });
  }
  return links;
}

/** Several addresses of one file stand on one line. */
function readAddresses(line: string): AddInput {
  const [url = '', ...mirrors] = line
    .trim()
    .split('\t')
    .filter((address) => address !== '');
  return { url, ...(mirrors.length > 0 && { mirrors: mirrors.slice(0, mostMirrors) }) };
}

/** What aria2's options mean here; those that mean nothing are passed over, and its secrets as well. */
function meaningOf(name: string, value: string): Partial<AddInput> {
  switch (name) {
    case 'dir':
      return value === '' ? {} : { folder: value };
    case 'out':
      return value === '' ? {} : { name: value };
    case 'user-agent':
      return { userAgent: value };
    case 'referer':
      return { referer: value };
    case 'split':
      return /^\d+$/.test(value) ? { connections: Math.min(64, Math.max(1, Number(value))) } : {};
    case 'checksum': {
      const [algorithm = '', digest = ''] = value.split('=');
      const checksum = Checksum.safeParse({ algorithm: algorithm.replace('-', '').toLowerCase(), value: digest });
      return checksum.success ? { checksums: [checksum.data] } : {};
    }
    default:
      return {};
  }
}
