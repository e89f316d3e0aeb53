/** Writes the list and what is set into one file, and takes such a file in again: what is new comes, what is here stays unless asked otherwise. */
import { isDeepStrictEqual } from 'node:util';
import {
  backupFormat,
  backupVersion,
  PortableDownload,
  type Backup,
  type ImportInput,
  type ImportItem,
  type ImportReport,
  type SkipReason,
} from '../contract/backup.ts';
import { Category } from '../contract/category.ts';
import { AddInput } from '../contract/download.ts';
import { HostRules, type HostInput } from '../contract/host-settings.ts';
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
}

/** What is to be done. */
export interface Intake {
  readonly report: ImportReport;
  readonly downloads: AddInput[];
  readonly settings: SettingsPatch;
  /** The whole list, as it is to be; null when it stays. */
  readonly categories: Category[] | null;
  readonly hosts: HostInput[];
}

/** A login of the user's: it neither goes out nor comes in. */
const secretSettings: ReadonlySet<string> = new Set<keyof Settings>(['proxyUser', 'proxyPassword']);

export function writeBackup({ entries, settings, categories, hosts }: Present, now: number): Backup {
  const downloads = entries.map(({ record: { url, folder, choices, state } }) => {
    const { placing, ...portable } = choices;
    const completed = state.status === 'completed';
    const item = { ...portable, url, folder, category: placing?.category ?? null, completed };
    // What was stored is read as it would be elsewhere, so that nothing goes out that could not come in.
    return PortableDownload.safeParse(item).data ?? PortableDownload.parse({ url, folder, completed });
  });
  return {
    format: backupFormat,
    version: backupVersion,
    exportedAt: now,
    downloads,
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => !secretSettings.has(name))),
    categories: [...categories],
    hosts: hosts.map((host) => HostRules.parse(host)),
  };
}

/** Changes nothing: it says what there is to do. */
export function planImport({ text, replace }: Pick<ImportInput, 'text' | 'replace'>, here: Present): Intake {
  const items: ImportItem[] = [];
  const tell = (part: ImportItem['part'], name: string, skipped: SkipReason | null): boolean => {
    items.push({ part, name, skipped });
    return skipped === null;
  };
  const intake = (kind: ImportReport['kind'], rest: Partial<Intake> = {}): Intake => ({
    report: { kind, items },
    downloads: [],
    settings: {},
    categories: null,
    hosts: [],
    ...rest,
  });

  const known = new Set(here.entries.map(({ record }) => record.url));
  /** Everything that comes in waits to be started: nobody wants a hundred downloads to begin by themselves. */
  const takeDownload = (value: unknown, name: string): AddInput[] => {
    const parsed = PortableDownload.safeParse(value).data;
    const link = parsed && readLink(parsed.url);
    if (!parsed || !link || link.failure) {
      tell('download', name, 'invalid');
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
    const downloads = links.flatMap(({ item }) => takeDownload(item, item.url));
    if (downloads.length === 0 && items.every(({ skipped }) => skipped === 'invalid'))
      return { ...intake('nothing'), report: { kind: 'nothing', items: [] } };
    return intake(links.some(({ described }) => described) ? 'aria2' : 'links', { downloads });
  }
  if (file['version'] !== backupVersion) return intake('newer');

  const verdict = (same: boolean): SkipReason | null => (same ? 'same' : replace ? null : 'differs');
  const downloads = listOf(file['downloads']).flatMap((value) => takeDownload(value, nameIn(value, 'url')));

  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(isObject(file['settings']) ? file['settings'] : {})) {
    const field =
      Object.hasOwn(SettingsPatch.shape, name) && !secretSettings.has(name) ? SettingsPatch.shape[name as keyof Settings] : null;
    const parsed = field?.safeParse(value);
    const reason = !parsed
      ? 'unknown'
      : parsed.success
        ? verdict(isDeepStrictEqual(parsed.data, here.settings[name as keyof Settings]))
        : 'invalid';
    // A setting that is the same is not worth a line: there are many.
    if (reason !== 'same' && tell('setting', name, reason)) settings[name] = parsed?.data;
  }

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
      const rules = { ...host, id: own?.id ?? crypto.randomUUID() };
      if (tell('host', host.host, own ? verdict(isDeepStrictEqual(HostRules.parse(own), rules)) : null)) hosts.set(host.host, rules);
    }
  }
  return intake('backup', {
    downloads,
    settings,
    categories: categories === here.categories ? null : [...categories],
    hosts: [...hosts.values()],
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nameIn = (value: unknown, field: string): string =>
  isObject(value) && typeof value[field] === 'string' ? value[field].slice(0, 200) || '?' : '?';
