/** Writes the list and what is set into one file, and takes such a file in again: what is new comes, what is here stays unless asked otherwise. */
import { isDeepStrictEqual } from 'node:util';
import {
  backupFormat,
  backupVersion,
  PortableDownload,
  PortableQueue,
  type Backup,
  type ImportInput,
  type ImportItem,
  type ImportReport,
  type SkipReason,
} from '../contract/backup.ts';
import { Category } from '../contract/category.ts';
import { AddInput } from '../contract/download.ts';
import { HostRules, type HostInput } from '../contract/host-settings.ts';
import { Queue } from '../contract/queue.ts';
import { SettingsPatch, type Settings } from '../contract/settings.ts';
import type { Entry } from './entry.ts';
import { readLinkList } from './link-list.ts';
import { readLink } from './link.ts';
import { parseJson } from './store/record.ts';

/** What there is, as far as it is written and compared. */
export interface Present {
  readonly entries: readonly Entry[];
  readonly settings: Settings;
  readonly categories: readonly Category[];
  readonly hosts: readonly HostRules[];
  readonly queues: readonly Queue[];
}

/** What is to be done. */
export interface ImportPlan {
  readonly report: ImportReport;
  readonly downloads: AddInput[];
  readonly settings: SettingsPatch;
  /** Whether the settings name another proxy: it must not be told the password of the one before. */
  readonly otherProxy: boolean;
  /** The whole list, as it is to be; null when it stays. */
  readonly categories: Category[] | null;
  readonly hosts: HostInput[];
  readonly queues: Queue[];
}

/** Logins of the user's, and what the program has noted for itself: a file must not say where the next version is to be had. */
const staying: ReadonlySet<string> = new Set<keyof Settings>(['proxyUser', 'updateAnswer', 'trayExplained']);

export function writeBackup({ entries, settings, categories, hosts, queues }: Present, now: number): Backup {
  const inOrder = entries.toSorted((one, other) => one.record.position - other.record.position);
  const downloads = inOrder.map(({ record: { url, folder, choices, state, queue, priority } }) => {
    const { placing, onlyCompare: _, ...portable } = choices;
    const completed = state.status === 'completed';
    const item = { ...portable, url, folder, category: placing?.category ?? null, queue, priority, completed };
    // What was stored is read as it would be elsewhere, so that nothing goes out that could not come in.
    return PortableDownload.safeParse(item).data ?? PortableDownload.parse({ url, folder, completed });
  });
  return {
    format: backupFormat,
    version: backupVersion,
    exportedAt: now,
    downloads,
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => !staying.has(name))),
    categories: [...categories],
    hosts: hosts.map((host) => HostRules.parse(host)),
    queues: queues.map((queue) => Queue.parse(queue)),
  };
}

/** Changes nothing: it says what there is to do. */
export function planImport({ text, replace }: Pick<ImportInput, 'text' | 'replace'>, here: Present): ImportPlan {
  const items: ImportItem[] = [];
  const tell = (part: ImportItem['part'], name: string, skipped: SkipReason | null): boolean => {
    items.push({ part, name, skipped });
    return skipped === null;
  };
  const plan = (kind: ImportReport['kind'], rest: Partial<ImportPlan> = {}): ImportPlan => ({
    report: { kind, items },
    downloads: [],
    settings: {},
    otherProxy: false,
    categories: null,
    hosts: [],
    queues: [],
    ...rest,
  });

  const known = new Set(here.entries.map(({ record }) => record.url));
  /** Everything that comes in waits to be started: nobody wants a hundred downloads to begin by themselves. */
  const takeDownload = (value: unknown, name: string): AddInput[] => {
    const parsed = PortableDownload.safeParse(value).data;
    const link = parsed && readLink(parsed.url);
    if (!parsed || !link || link.failure) {
      // A text that is no link may still have a password in it, and go on for pages.
      tell('download', link?.url.slice(0, longestName) ?? name, 'invalid');
      return [];
    }
    const { completed, ...item } = parsed;
    if (!tell('download', link.url, completed ? 'completed' : known.has(link.url) ? 'known' : null)) return [];
    known.add(link.url);
    return [{ ...item, start: false }];
  };

  const file = parseJson(text);
  if (!isObject(file) || file['format'] !== backupFormat) {
    const links = readLinkList(text);
    const downloads = links.flatMap(({ item }) => takeDownload(item, '?'));
    if (downloads.length === 0 && items.every(({ skipped }) => skipped === 'invalid'))
      return { ...plan('nothing'), report: { kind: 'nothing', items: [] } };
    return plan(links.some(({ described }) => described) ? 'aria2' : 'links', { downloads });
  }
  if (file['version'] !== backupVersion) return plan('newer');

  const verdict = (same: boolean): SkipReason | null => (same ? 'same' : replace ? null : 'differs');
  const downloads = listOf(file['downloads']).flatMap((value) => takeDownload(value, nameIn(value, 'url')));

  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(isObject(file['settings']) ? file['settings'] : {})) {
    const field = Object.hasOwn(SettingsPatch.shape, name) && !staying.has(name) ? SettingsPatch.shape[name as keyof Settings] : null;
    const parsed = field?.safeParse(value);
    const reason = !parsed
      ? 'unknown'
      : parsed.success
        ? verdict(isDeepStrictEqual(parsed.data, here.settings[name as keyof Settings]))
        : 'invalid';
    // A setting that is the same is not worth a line: there are many.
    if (reason !== 'same' && tell('setting', name, reason)) settings[name] = parsed?.data;
  }

  const otherProxy = Object.hasOwn(settings, 'proxyAddress');
  if (otherProxy) settings['proxyUser'] = '';

  let categories = here.categories;
  for (const value of listOf(file['categories'])) {
    const category = Category.safeParse(value).data;
    if (!category) tell('category', nameIn(value, 'name'), 'invalid');
    else {
      const own = categories.find(({ id }) => id === category.id);
      const reason = own ? verdict(isDeepStrictEqual(own, category)) : null;
      if (tell('category', category.name || category.id, reason))
        categories = own ? categories.map((other) => (other === own ? category : other)) : [...categories, category];
    }
  }

  const hosts = new Map<string, HostInput>();
  for (const value of listOf(file['hosts'])) {
    const host = HostRules.safeParse(value).data;
    if (!host) tell('host', nameIn(value, 'host'), 'invalid');
    else {
      const own = here.hosts.find((other) => other.host === host.host);
      // Whether a login may go in the clear is its owner's to say.
      const rules = { ...host, id: own?.id ?? crypto.randomUUID(), plainHttp: own?.plainHttp ?? false };
      if (tell('host', host.host, own ? verdict(isDeepStrictEqual(HostRules.parse(own), rules)) : null)) hosts.set(host.host, rules);
    }
  }

  const queues = new Map<string, Queue>();
  /** Queues of the file that are known here by their name only: what stood in them goes to the one here. */
  const queueHere = new Map<string, string>();
  for (const value of listOf(file['queues'])) {
    const read = PortableQueue.safeParse(value).data;
    if (!read) tell('queue', nameIn(value, 'name'), 'invalid');
    else {
      const all = [...here.queues.filter(({ id }) => !queues.has(id)), ...queues.values()];
      // Made on two computers, queues have two ids; whoever named them alike means one.
      const own = all.find(({ id }) => id === read.id) ?? all.find(({ name }) => name !== '' && name === read.name);
      const queue = own ? { ...read, id: own.id } : read;
      if (queue.id !== read.id) queueHere.set(read.id, queue.id);
      const reason = own ? verdict(isDeepStrictEqual(Queue.parse(own), queue)) : null;
      if (tell('queue', queue.name || queue.id, reason)) queues.set(queue.id, queue);
    }
  }
  return plan('backup', {
    downloads: downloads.map((item) => ({ ...item, ...(item.queue !== undefined && { queue: queueHere.get(item.queue) ?? item.queue }) })),
    settings,
    otherProxy,
    categories: categories === here.categories ? null : [...categories],
    hosts: [...hosts.values()],
    queues: [...queues.values()],
  });
}

/** Characters. */
const longestName = 200;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nameIn = (value: unknown, field: string): string =>
  isObject(value) && typeof value[field] === 'string' ? value[field].slice(0, longestName) || '?' : '?';
