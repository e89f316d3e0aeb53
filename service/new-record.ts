/** What is kept of a download that is being added: the user's choices, his secrets apart from them, and where it belongs. */
import { randomUUID } from 'node:crypto';
import type { AddInput } from '../contract/download.ts';
import { defaultQueueId } from '../contract/turns.ts';
import { nameFromUrl } from '../engine/naming/index.ts';
import type { DownloadState } from '../engine/state.ts';
import type { Categories } from './categories.ts';
import type { Credentials } from '../engine/types.ts';
import { readLink, type Link } from './link.ts';
import type { Choices, DownloadRecord } from './store/record.ts';

/** What is no link is left out: the file can be had without it. Credentials are kept where secrets are. */
function readMirrors(first: Link, texts: readonly string[]): { readonly mirrors: string[]; readonly logins: Record<string, Credentials> } {
  const links = texts.map(readLink).filter(({ url, failure }) => failure === null && url !== first.url);
  return {
    mirrors: [...new Set(links.map(({ url }) => url))],
    logins: Object.fromEntries(links.flatMap(({ url, credentials }) => (credentials ? [[url, credentials]] : []))),
  };
}

/** A link that is none becomes a failed download. */
export function newRecord(item: AddInput, position: number, categories: Categories, hasQueue: (id: string) => boolean): DownloadRecord {
  const {
    url,
    mirrors,
    folder: _folder,
    category: _category,
    headers,
    cookie,
    credentials,
    queue,
    priority,
    start = true,
    ...choices
  } = item;
  const link = readLink(url);
  const login = credentials ?? link.credentials;
  const others = readMirrors(link, mirrors ?? []);
  const state: DownloadState = link.failure
    ? { status: 'failed', failure: link.failure, kept: false }
    : { status: start ? 'queued' : 'paused' };
  const { folder, placing } = categories.place(item, {
    link: URL.parse(link.url),
    name: item.name ?? nameFromUrl(link.url) ?? '',
    contentType: null,
  });
  return {
    id: randomUUID(),
    position,
    addedAt: Date.now(),
    url: link.url,
    folder,
    queue: queue !== undefined && hasQueue(queue) ? queue : defaultQueueId,
    priority: priority ?? 'normal',
    startNow: false,
    choices: { ...(choices as Choices), ...(others.mirrors.length > 0 && { mirrors: others.mirrors }), placing },
    secrets: {
      ...(headers?.length && { headers }),
      ...(cookie && { cookie }),
      ...(login && { credentials: login }),
      ...(Object.keys(others.logins).length > 0 && { logins: others.logins }),
    },
    state,
    resource: null,
    received: 0,
  };
}
