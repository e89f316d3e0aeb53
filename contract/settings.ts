/** Settings. Each has its default in the schema: a missing or damaged field falls back alone. */
import { z } from 'zod';
import { AddInput, Connections, ConflictPolicy } from './download.ts';
import { ListColumn, ListDensity, ListSorting, ListWidths } from './list-layout.ts';
import { usualSettings } from './usual-settings.ts';

export const Settings = z.object({
  /** Where files go; empty means the user's own downloads folder. */
  folder: z.string().default(usualSettings.folder),
  /** Downloads that run at the same time. */
  maxActive: z.number().int().min(1).max(100).default(usualSettings.maxActive),
  connections: Connections.default(usualSettings.connections),
  /** Connections to one host over all downloads. */
  maxPerHost: z.number().int().min(1).max(256).default(usualSettings.maxPerHost),
  minSplitSize: z.number().int().min(65536).default(usualSettings.minSplitSize),
  connectTimeout: z.number().int().min(1000).max(600_000).default(usualSettings.connectTimeout),
  idleTimeout: z.number().int().min(1000).max(3_600_000).default(usualSettings.idleTimeout),
  retries: z.number().int().min(0).max(1000).default(usualSettings.retries),
  retryWait: z.number().int().min(0).max(3_600_000).default(usualSettings.retryWait),
  /** Bytes a second over all downloads; 0 is no limit. */
  limitRate: z.number().int().min(0).default(usualSettings.limitRate),
  onConflict: ConflictPolicy.default(usualSettings.onConflict),
  /** Who we say we are; empty for the program's own name. A line break in it would break every download. */
  userAgent: AddInput.shape.userAgent.unwrap().default(usualSettings.userAgent),
  /** Who says which proxy to use: the system (or the environment), nobody, or the settings below. */
  proxyMode: z.enum(['system', 'none', 'manual']).default(usualSettings.proxyMode),
  /** As `readProxyAddress` reads it; without user name and password. The password is no setting: no window may read it. */
  proxyAddress: z.string().max(1024).default(usualSettings.proxyAddress),
  proxyUser: z.string().max(1024).default(usualSettings.proxyUser),
  /** Servers that are asked without the proxy: names, addresses and networks, apart by spaces or commas. */
  proxyExceptions: z.string().max(16_384).default(usualSettings.proxyExceptions),
  /** Look for checksums that the server publishes beside the file. */
  findChecksums: z.boolean().default(usualSettings.findChecksums),
  /** What a restart of the app does with downloads that were active. */
  resumeOnStart: z.boolean().default(usualSettings.resumeOnStart),
  theme: z.enum(['system', 'light', 'dark']).default(usualSettings.theme),
  language: z.string().default(usualSettings.language),
  notify: z.boolean().default(usualSettings.notify),
  keepAwake: z.boolean().default(usualSettings.keepAwake),
  /** Whether completed and removed downloads are remembered beyond the list. */
  keepHistory: z.boolean().default(usualSettings.keepHistory),
  /** For how long; 0 is for good. */
  historyDays: z.number().int().min(0).max(36_500).default(usualSettings.historyDays),
  /** Closing the window leaves the app in the tray, downloading. */
  closeToTray: z.boolean().default(usualSettings.closeToTray),
  /** Whether the person has been told where the window went. */
  trayExplained: z.boolean().default(usualSettings.trayExplained),
  startAtLogin: z.boolean().default(usualSettings.startAtLogin),
  /** Started at login, the app opens no window. */
  startHidden: z.boolean().default(usualSettings.startHidden),
  checkForUpdates: z.boolean().default(usualSettings.checkForUpdates),
  /** What the release feed said last, and when it was asked. */
  updateAnswer: z
    .object({ at: z.number(), version: z.string(), address: z.string().nullable() })
    .nullable()
    .default(usualSettings.updateAnswer),
  clipboardWatch: z.boolean().default(usualSettings.clipboardWatch),
  listDensity: ListDensity.default(usualSettings.listDensity),
  /** In the order in which they are shown. */
  listColumns: z.array(ListColumn).max(64).default(usualSettings.listColumns),
  listWidths: ListWidths.default(usualSettings.listWidths),
  listSorting: ListSorting.default(usualSettings.listSorting),
});
export type Settings = z.infer<typeof Settings>;

type Shape = typeof Settings.shape;
type PatchShape = { readonly [Name in keyof Shape]: z.ZodOptional<ReturnType<Shape[Name]['unwrap']>> };

/** A change of some settings. Without the defaults: a patch that names one setting must not reset all others. */
export const SettingsPatch = z.object(
  Object.fromEntries(Object.entries(Settings.shape).map(([name, schema]) => [name, schema.unwrap().optional()])) as unknown as PatchShape,
);
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** Reads stored settings field by field: one bad value loses itself and nothing else. */
export function parseSettings(stored: Readonly<Record<string, unknown>>): Settings {
  const settings: Record<string, unknown> = Settings.parse({});
  for (const [key, schema] of Object.entries(Settings.shape)) {
    if (!(key in stored)) continue;
    const parsed = schema.safeParse(stored[key]);
    if (parsed.success) settings[key] = parsed.data;
  }
  return settings as Settings;
}
